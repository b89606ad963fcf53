// Everything behind the operations, in memory: tables, slots that execute the frames' payloads, a
// registry. One line asks:
//
//   FakeHouse house;
//   house.AddTable(HashTable("Music"));
//   EXPECT_EQ(house.Ask("GetItem", R"({"TableName": "Music", "Key": {"pk": {"S": "a"}}})"), "{}");
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/coding.h"
#include "base/sha256.h"
#include "gateway/dynamodb_api.h"
#include "gateway/edge.h"
#include "model/table_schema.h"
#include "wire/schema_snapshot.h"

namespace partita::gateway {

// Tables with the partition key "pk" and, if composite, the sort key "sk", all strings.
model::TableSchema HashTable(std::string_view name);
model::TableSchema CompositeTable(std::string_view name);

class FakeHouse : private Edge {
 public:
  FakeHouse();

  void AddTable(model::TableSchema table);
  // From now on no owner replies.
  void KillOwners() { dead_ = true; }
  // From now on owners reply bytes that are no reply.
  void RotReplies() { rotten_ = true; }

  // The answer's JSON, or "ValidationException: the message" and, for a failed condition with an
  // item, the item's JSON.
  std::string Ask(std::string_view operation, std::string_view json);
  std::string AskTarget(std::string_view target, std::string_view body);

  // What the registry was asked to create.
  const model::TableSchema& created() const { return created_; }
  // What the registry was asked to change last: the request's payload, read as a wire struct.
  std::string_view change() const { return change_; }
  int asked() const { return asked_; }  // questions to owners and the registry so far

 private:
  std::shared_ptr<const model::TableSchema> FindTable(std::string_view name) override;
  std::shared_ptr<const wire::SchemaSnapshot> Schemas() override;
  const Settings& settings() const override { return settings_; }
  uint32_t SlotOf(uint64_t hash) override;
  uint32_t slots() override { return 2; }
  base::Sha256& sha256() override { return sha256_; }
  void AskPartition(uint32_t slot, wire::MessageKind kind, const EncodePayload& encode,
                    OnReply on_reply) override;
  void AskRegistry(wire::MessageKind kind, const EncodePayload& encode, OnReply on_reply) override;

  void Reply(std::string payload, OnReply on_reply);
  std::string Execute(wire::MessageKind kind, std::string_view payload);
  std::string Change(wire::MessageKind kind, std::string_view payload);
  void Get(base::ByteReader* reader, base::ByteWriter* reply);
  void Scan(base::ByteReader* reader, base::ByteWriter* reply);
  void Put(base::ByteReader* reader, base::ByteWriter* reply);
  void Delete(base::ByteReader* reader, base::ByteWriter* reply);
  void Update(base::ByteReader* reader, base::ByteWriter* reply);

  wire::SchemaSnapshot schemas_;
  std::map<std::string, std::string> items_;  // encoded key → encoded item
  std::vector<std::function<void()>> replies_;
  model::TableSchema created_;
  std::string change_;
  base::Sha256 sha256_;
  Settings settings_;
  DynamoDbApi api_;
  bool dead_ = false;
  bool rotten_ = false;
  int asked_ = 0;
};

}  // namespace partita::gateway
