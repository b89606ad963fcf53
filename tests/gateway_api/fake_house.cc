#include "fake_house.h"

#include <fmt/format.h>
#include <simdjson.h>

#include <algorithm>
#include <optional>
#include <utility>

#include "expr/condition.h"
#include "expr/update.h"
#include "model/api_error.h"
#include "model/item_codec.h"
#include "model/item_json.h"
#include "model/item_size.h"
#include "wire/delete_item.h"
#include "wire/get_item.h"
#include "wire/outcome.h"
#include "wire/put_item.h"
#include "wire/scan_range.h"
#include "wire/table_change.h"
#include "wire/table_statistics.h"
#include "wire/update_item.h"
#include "wire/update_table.h"

namespace partita::gateway {

using model::ApiError;
using model::ApiErrorType;
using model::Item;
using model::TableSchema;

namespace {

class FakeCall : public ApiCall {
 public:
  FakeCall(std::string_view target, std::string_view body) : target_(target), body_(body) {
    bytes_ = body_ + std::string(simdjson::SIMDJSON_PADDING, '\0');
  }
  std::string_view target() const override { return target_; }
  std::string_view body() const override {
    return std::string_view(bytes_).substr(0, body_.size());
  }
  std::string_view request_id() const override { return "0"; }
  void Succeed(std::string json) override { Answer(std::move(json)); }
  void Fail(const ApiError& error) override {
    std::string text = fmt::format("{}: {}", model::ApiErrorName(error.type), error.message);
    if (!error.item.empty()) model::AppendEncodedItemJson(error.item, &text);
    Answer(std::move(text));
  }
  const std::string& answer() const { return answer_; }

 private:
  void Answer(std::string text) { answer_ = answer_.empty() ? std::move(text) : "answered twice"; }

  std::string target_, body_, bytes_, answer_;
};

std::string Encoded(const Item& item) {
  std::string bytes;
  model::EncodeItem(item, &bytes);
  return bytes;
}

bool IsAllowed(const wire::WriteOptions& options, const Item* old, base::ByteWriter* reply) {
  if (options.condition.empty()) return true;
  if (expr::Condition::Decode(options.condition)->Holds(old)) return true;
  ApiError error =
      ApiError::Of(ApiErrorType::kConditionalCheckFailed, "The conditional request failed");
  if (options.return_old_on_condition_failure && old != nullptr) error.item = Encoded(*old);
  wire::EncodeRefused(error, reply);
  return false;
}

void ReplyDone(const Item* old, const Item* now, const std::optional<Item>& attributes,
               base::ByteWriter* reply) {
  wire::WriteResult result;
  if (old != nullptr) result.old_size = model::ItemSize(*old);
  if (now != nullptr) result.new_size = model::ItemSize(*now);
  const std::string bytes = attributes ? Encoded(*attributes) : std::string();
  result.has_attributes = attributes.has_value();
  result.attributes = bytes;
  wire::EncodeDone(reply);
  wire::EncodeWriteResult(result, reply);
}

std::optional<Item> AllOld(const wire::WriteOptions& options, const std::optional<Item>& old) {
  return options.return_values == wire::ReturnValues::kAllOld ? old : std::nullopt;
}

const Item* Pointer(const std::optional<Item>& item) { return item ? &*item : nullptr; }

}  // namespace

TableSchema HashTable(std::string_view name) {
  TableSchema table;
  table.id = std::hash<std::string_view>()(name) | 1;
  table.uuid = "0b9a6f1e-0000-4000-8000-000000000001";
  table.name = name;
  table.status = model::TableStatus::kActive;
  table.created_at_us = 1'700'000'000'123'000;
  table.key.partition = {{"pk", model::AttributeType::kS}};
  table.attribute_definitions = table.key.partition;
  table.billing_mode = model::BillingMode::kPayPerRequest;
  return table;
}

TableSchema CompositeTable(std::string_view name) {
  TableSchema table = HashTable(name);
  table.key.sort = {{"sk", model::AttributeType::kS}};
  table.attribute_definitions.push_back(table.key.sort.front());
  return table;
}

FakeHouse::FakeHouse() : api_(this) {
  schemas_.account_id = "000000000000";
  schemas_.region = "eu-west-1";
}

void FakeHouse::AddTable(TableSchema table) {
  schemas_.tables.push_back(std::move(table));
  std::sort(schemas_.tables.begin(), schemas_.tables.end(),
            [](const TableSchema& a, const TableSchema& b) { return a.name < b.name; });
}

std::string FakeHouse::Ask(std::string_view operation, std::string_view json) {
  return AskTarget(fmt::format("DynamoDB_20120810.{}", operation), json);
}

std::string FakeHouse::AskTarget(std::string_view target, std::string_view body) {
  const auto call = std::make_shared<FakeCall>(target, body);
  api_.Handle(call);
  while (!replies_.empty()) {
    for (const auto& reply : std::exchange(replies_, {})) reply();
  }
  return call->answer();
}

std::shared_ptr<const TableSchema> FakeHouse::FindTable(std::string_view name) {
  for (const TableSchema& table : schemas_.tables) {
    if (table.name == name) return std::make_shared<const TableSchema>(table);
  }
  return nullptr;
}

std::shared_ptr<const wire::SchemaSnapshot> FakeHouse::Schemas() {
  return std::make_shared<const wire::SchemaSnapshot>(schemas_);
}

uint32_t FakeHouse::SlotOf(uint64_t hash) { return static_cast<uint32_t>(hash >> 63); }

void FakeHouse::AskPartition(uint32_t slot, wire::MessageKind kind, const EncodePayload& encode,
                             OnReply on_reply) {
  PARTITA_CHECK(slot < slots(), "a slot that is not there");
  std::string payload;
  base::ByteWriter writer(&payload);
  encode(&writer);
  Reply(Execute(kind, payload), std::move(on_reply));
}

void FakeHouse::AskRegistry(wire::MessageKind kind, const EncodePayload& encode, OnReply on_reply) {
  std::string payload;
  base::ByteWriter writer(&payload);
  encode(&writer);
  Reply(Change(kind, payload), std::move(on_reply));
}

void FakeHouse::Reply(std::string payload, OnReply on_reply) {
  ++asked_;
  if (rotten_) payload.assign("\x07rotten");
  replies_.push_back([payload = std::move(payload), on_reply = std::move(on_reply), dead = dead_] {
    if (dead) {
      on_reply(base::Error::Unknown("the owner died"));
    } else {
      on_reply(base::ByteReader(payload));
    }
  });
}

std::string FakeHouse::Execute(wire::MessageKind kind, std::string_view payload) {
  std::string bytes;
  base::ByteReader reader(payload);
  base::ByteWriter reply(&bytes);
  switch (kind) {
    case wire::MessageKind::kGetItem:
      Get(&reader, &reply);
      break;
    case wire::MessageKind::kPutItem:
      Put(&reader, &reply);
      break;
    case wire::MessageKind::kDeleteItem:
      Delete(&reader, &reply);
      break;
    case wire::MessageKind::kUpdateItem:
      Update(&reader, &reply);
      break;
    case wire::MessageKind::kScanRange:
      Scan(&reader, &reply);
      break;
    default:
      wire::DecodeTableStatisticsRequest(&reader);
      wire::EncodeDone(&reply);
      wire::Encode(wire::TableStatisticsReply{3, 100, {{1, 2, 50}}}, &reply);
  }
  PARTITA_CHECK(reader.Finished(), "a payload that is no request");
  return bytes;
}

void FakeHouse::Get(base::ByteReader* reader, base::ByteWriter* reply) {
  const wire::GetItemRequest request = wire::DecodeGetItemRequest(reader);
  const auto found = items_.find(std::string(request.key));
  wire::EncodeDone(reply);
  wire::GetItemReply got;
  got.found = found != items_.end();
  if (got.found) {
    got.item = found->second;
    got.item_size = model::ItemSize(*model::DecodeItem(found->second));
  }
  wire::Encode(got, reply);
}

// Two items a step, so that every test of a page goes over several.
void FakeHouse::Scan(base::ByteReader* reader, base::ByteWriter* reply) {
  const wire::ScanRangeRequest request = wire::DecodeScanRangeRequest(reader);
  auto first = items_.lower_bound(std::string(request.first));
  auto last = request.last.empty() ? items_.end() : items_.lower_bound(std::string(request.last));
  wire::EncodeDone(reply);
  uint64_t room = std::min<uint64_t>(request.max_items, 2), bytes = 0;
  const bool empty = !request.last.empty() && request.last <= request.first;
  while (!empty && first != last && room > 0 && bytes < request.max_bytes) {
    const auto& [key, item] = request.backward ? *--last : *first++;
    const uint64_t size = model::ItemSize(*model::DecodeItem(item));
    wire::EncodeRangeItem({.key = key, .item_size = size, .item = item}, reply);
    --room;
    bytes += size;
  }
  wire::EncodeRangeEnd(empty || (room > 0 && bytes < request.max_bytes), reply);
}

void FakeHouse::Put(base::ByteReader* reader, base::ByteWriter* reply) {
  const wire::PutItemRequest request = wire::DecodePutItemRequest(reader);
  std::string& stored = items_[std::string(request.key)];
  std::optional<Item> old;
  if (!stored.empty()) old = *model::DecodeItem(stored);
  if (!IsAllowed(request.options, Pointer(old), reply)) return;
  stored = request.item;
  const Item now = *model::DecodeItem(stored);
  PARTITA_CHECK(model::ItemSize(now) == request.item_size, "the size that was counted");
  ReplyDone(Pointer(old), &now, AllOld(request.options, old), reply);
}

void FakeHouse::Delete(base::ByteReader* reader, base::ByteWriter* reply) {
  const wire::DeleteItemRequest request = wire::DecodeDeleteItemRequest(reader);
  const auto found = items_.find(std::string(request.key));
  std::optional<Item> old;
  if (found != items_.end()) old = *model::DecodeItem(found->second);
  if (!IsAllowed(request.options, Pointer(old), reply)) return;
  if (old) items_.erase(found);
  ReplyDone(Pointer(old), nullptr, AllOld(request.options, old), reply);
}

void FakeHouse::Update(base::ByteReader* reader, base::ByteWriter* reply) {
  const wire::UpdateItemRequest request = wire::DecodeUpdateItemRequest(reader);
  const auto found = items_.find(std::string(request.key));
  std::optional<Item> old;
  if (found != items_.end()) old = *model::DecodeItem(found->second);
  if (!IsAllowed(request.options, Pointer(old), reply)) return;
  Item now = old ? *old : *model::DecodeItem(request.key_attributes);
  std::optional<expr::Update> update;
  if (!request.update.empty()) update = *expr::Update::Decode(request.update);
  if (update) {
    const model::ApiStatus applied = update->Apply(&now);
    if (!applied.ok()) return wire::EncodeRefused(applied.error(), reply);
  }
  items_[std::string(request.key)] = Encoded(now);
  std::optional<Item> attributes = AllOld(request.options, old);
  const wire::ReturnValues wanted = request.options.return_values;
  if (wanted == wire::ReturnValues::kAllNew) attributes = now;
  if (update && wanted == wire::ReturnValues::kUpdatedNew) attributes = update->Fragments(now);
  if (update && old && wanted == wire::ReturnValues::kUpdatedOld) {
    attributes = update->Fragments(*old);
  }
  ReplyDone(Pointer(old), &now, attributes, reply);
}

std::string FakeHouse::Change(wire::MessageKind kind, std::string_view payload) {
  std::string bytes;
  base::ByteReader reader(payload);
  base::ByteWriter reply(&bytes);
  change_ = payload;
  if (kind == wire::MessageKind::kCreateTable) {
    created_ = *TableSchema::Decode(&reader);
    TableSchema table = created_;
    table.uuid = HashTable("x").uuid;
    table.created_at_us = HashTable("x").created_at_us;
    wire::EncodeTableReply(table, &reply);
    PARTITA_CHECK(reader.Finished(), "a payload that is no request");
    return bytes;
  }
  // Every other request begins with the table, or with its name.
  TableSchema table = HashTable(kind == wire::MessageKind::kUpdateTable
                                    ? wire::DecodeTableUpdate(&reader)->wanted.name
                                    : std::string(reader.Bytes()));
  if (kind == wire::MessageKind::kDeleteTable) table.status = model::TableStatus::kDeleting;
  if (kind == wire::MessageKind::kUpdateTable) table.status = model::TableStatus::kUpdating;
  wire::EncodeTableReply(table, &reply);
  return bytes;
}

}  // namespace partita::gateway
