// BatchWriteItem: up to twenty-five puts and deletes in any tables, each a write of its own.
//
// What an owner could not do, or did not answer, comes back in UnprocessedItems: to put or delete
// once more does no harm.
#include <fmt/format.h>

#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "gateway/api/admission.h"
#include "gateway/api/consumed_capacity.h"
#include "gateway/api/item_parameter.h"
#include "gateway/api/item_write.h"
#include "gateway/api/reply.h"
#include "gateway/api/request.h"
#include "gateway/api/table_name.h"
#include "model/api_message.h"
#include "model/item_codec.h"
#include "model/item_json.h"
#include "model/item_size.h"
#include "model/key.h"
#include "model/limits.h"
#include "wire/delete_item.h"
#include "wire/put_item.h"

namespace partita::gateway::api {

namespace message = model::message;
using model::ApiError;
using model::ApiResult;
using model::ApiStatus;
using model::Item;

namespace {

// One WriteRequest as it was read.
struct WriteEntry {
  bool put_given = false;
  bool delete_given = false;
  ItemParameter item;  // of PutRequest
  ItemParameter key;   // of DeleteRequest

  const Item& subject() const { return put_given ? *item.item : *key.item; }
};

// One entry of RequestItems.
struct TableWrites {
  std::string name;  // as the client gave it
  std::vector<WriteEntry> entries;
  // The answer.
  std::string unprocessed;                  // JSON, with commas between
  std::map<std::string, bool> collections;  // JSON of the item collections' keys
  std::shared_ptr<const model::TableSchema> schema;
  ConsumedUnits units;
};

struct PlacedWrite {
  size_t table;  // its place among the tables
  model::TableId table_id;
  bool is_put;
  model::ItemKey place;
  std::string subject;  // encoded: the item of a put, the key of a delete
  uint64_t item_size;   // of a put
  std::string collection;
};

WriteEntry ReadWriteEntry(const ParameterReader& reader) {
  WriteEntry entry;
  if (const auto put = reader.Structure("PutRequest", "PutRequest")) {
    entry.put_given = true;
    entry.item = ReadItem(*put, "Item");
  }
  if (const auto deletion = reader.Structure("DeleteRequest", "DeleteRequest")) {
    entry.delete_given = true;
    entry.key = ReadItem(*deletion, "Key");
  }
  return entry;
}

std::vector<TableWrites> ReadRequestedWrites(const ParameterReader& reader) {
  std::vector<TableWrites> tables;
  const auto members =
      reader.Map("RequestItems", "java.util.List<com.amazonaws.dynamodb.v20120810.WriteRequest>");
  if (!members) return tables;
  std::map<std::string_view, simdjson::dom::element> by_name;  // of a repeated name the last counts
  for (const auto& member : *members) by_name.insert_or_assign(member.key, member.value);
  for (const auto& [name, json] : by_name) {
    const auto list = reader.StructuresValue(json, "WriteRequest");
    if (!list) continue;
    TableWrites& table = tables.emplace_back();
    table.name = name;
    for (const ParameterReader& entry : *list) table.entries.push_back(ReadWriteEntry(entry));
  }
  return tables;
}

// {pk=AttributeValue, a=AttributeValue}; the service shows each value's address.
std::string Printed(const ItemParameter& parameter) {
  if (!parameter.given) return "null";
  std::string list;
  if (parameter.item.ok()) {
    for (const auto& [name, value] : *parameter.item)
      list += fmt::format("{}{}=AttributeValue", list.empty() ? "" : ", ", name);
  }
  return fmt::format("{{{}}}", list);
}

// RequestItems with this table alone, as the service prints it.
std::string Printed(const TableWrites& table) {
  std::string list;
  for (const WriteEntry& entry : table.entries) {
    if (!list.empty()) list += ", ";
    list +=
        entry.put_given
            ? fmt::format("WriteRequest(putRequest=PutRequest(item={}))", Printed(entry.item))
            : fmt::format("WriteRequest(deleteRequest=DeleteRequest(key={}))", Printed(entry.key));
  }
  return fmt::format("{{{}=[{}]}}", table.name, list);
}

void ConstrainWriteCount(const TableWrites& table, Constraints* constraints) {
  if (!table.entries.empty() && table.entries.size() <= model::kMaxBatchWriteItems) return;
  constraints->Violated("requestItems", fmt::format("'{}'", Printed(table)),
                        message::kBatchWriteCount);
}

void ConstrainEntries(const TableWrites& table, Constraints* constraints) {
  for (size_t i = 0; i < table.entries.size(); ++i) {
    const WriteEntry& entry = table.entries[i];
    const bool complete =
        (!entry.delete_given || entry.key.given) && (!entry.put_given || entry.item.given);
    if (complete) continue;
    const std::string member = fmt::format("requestItems.{}.member.{}.member", table.name, i + 1);
    if (entry.delete_given)
      constraints->NotNull(fmt::format("{}.deleteRequest.key", member), entry.key.given);
    if (entry.put_given)
      constraints->NotNull(fmt::format("{}.putRequest.item", member), entry.item.given);
  }
}

ApiStatus CheckBatchWriteMembers(const std::vector<TableWrites>& tables,
                                 const std::optional<std::string_view>& capacity,
                                 const std::optional<std::string_view>& metrics) {
  if (tables.empty()) return ApiError::Validation(message::kBatchWriteRequestItemsRequired);
  Constraints constraints;
  constraints.Enum("returnConsumedCapacity", capacity, kReturnConsumedCapacityValues);
  constraints.Enum("returnItemCollectionMetrics", metrics, kReturnItemCollectionMetricsValues);
  PARTITA_TRY(constraints.Check());
  size_t writes = 0;
  for (const TableWrites& table : tables) {
    // Printing a batch costs more than all its checks: only for who is refused.
    Constraints unprinted;
    if (!ConstrainBatchTableName(table.name, "", &unprinted)) {
      ConstrainBatchTableName(table.name, Printed(table), &constraints);
      break;
    }
    ConstrainWriteCount(table, &constraints);
    ConstrainEntries(table, &constraints);
    writes += table.entries.size();
  }
  PARTITA_TRY(constraints.Check());
  if (writes > model::kMaxBatchWriteItems) return ApiError::Validation(message::kBatchWriteTooMany);
  return {};
}

// What can be refused without knowing the table.
ApiStatus CheckWriteEntry(const WriteEntry& entry) {
  if (entry.put_given == entry.delete_given) return ApiError::Validation(message::kSeveralTypes);
  const ApiResult<Item>& subject = entry.put_given ? entry.item.item : entry.key.item;
  if (!subject.ok()) return subject.error();
  if (entry.put_given && model::ItemSize(*subject) > model::kMaxItemBytes)
    return ApiError::Validation(message::kItemTooLarge);
  return {};
}

ApiResult<PlacedWrite> PlaceWrite(const WriteEntry& entry, const model::TableSchema& table,
                                  base::Sha256* sha256) {
  PlacedWrite write;
  write.table_id = table.id;
  write.is_put = entry.put_given;
  const Item& subject = entry.subject();
  PARTITA_ASSIGN(write.place, model::MakeItemKey(table, subject,
                                                 write.is_put ? model::KeySource::kItemOfBatch
                                                              : model::KeySource::kKeyParameter,
                                                 sha256));
  if (write.is_put) PARTITA_TRY(model::CheckIndexKeys(table, subject));
  write.item_size = model::ItemSize(subject);
  model::EncodeItem(subject, &write.subject);
  return write;
}

ApiResult<std::vector<PlacedWrite>> PlaceWrites(Edge* edge, std::vector<TableWrites>& tables,
                                                const std::optional<std::string_view>& metrics) {
  std::vector<PlacedWrite> writes;
  std::set<std::pair<model::TableId, std::string>> seen;
  for (size_t i = 0; i < tables.size(); ++i) {
    PARTITA_ASSIGN(const auto table, FindActiveTable(edge, tables[i].name));
    for (const WriteEntry& entry : tables[i].entries) {
      PARTITA_ASSIGN(PlacedWrite write, PlaceWrite(entry, *table, &edge->sha256()));
      if (!seen.emplace(table->id, write.place.bytes).second)
        return ApiError::Validation(message::kDuplicateKeys);
      write.table = i;
      write.collection = ItemCollectionKey(metrics, *table, entry.subject());
      writes.push_back(std::move(write));
    }
    tables[i].schema = table;
  }
  return writes;
}

// The questions and the answer that grows from the replies; kept alive by what is open.
class BatchWrite : public std::enable_shared_from_this<BatchWrite> {
 public:
  BatchWrite(Edge* edge, std::shared_ptr<ApiCall> call, ReturnConsumedCapacity capacity,
             std::vector<TableWrites> tables, std::vector<PlacedWrite> writes)
      : edge_(edge),
        call_(std::move(call)),
        capacity_(capacity),
        tables_(std::move(tables)),
        writes_(std::move(writes)),
        open_(writes_.size()) {}

  void AskAll() {
    for (const PlacedWrite& write : writes_) {
      const ApiResult<Meter> meter = Admit(edge_, tables_[write.table].schema, nullptr,
                                           Traffic::kWrite, edge_->SlotOf(write.place.hash));
      if (!meter.ok()) {
        throttled_.push_back(meter.error());
        LeaveUnprocessed(write);
        --open_;
        continue;
      }
      const auto on_reply = [self = shared_from_this(), &write,
                             meter = *meter](base::Result<base::ByteReader> reply) {
        self->Take(write, meter, std::move(reply));
        if (--self->open_ == 0) self->Finish();
      };
      edge_->AskPartition(
          edge_->SlotOf(write.place.hash),
          write.is_put ? wire::MessageKind::kPutItem : wire::MessageKind::kDeleteItem,
          [&write](base::ByteWriter* writer) { Encode(write, writer); }, on_reply);
    }
    if (open_ == 0) Finish();
  }

 private:
  static void Encode(const PlacedWrite& write, base::ByteWriter* writer) {
    if (!write.is_put) {
      wire::DeleteItemRequest deletion;
      deletion.table = write.table_id;
      deletion.key = write.place.bytes;
      return wire::Encode(deletion, writer);
    }
    wire::PutItemRequest put;
    put.table = write.table_id;
    put.key = write.place.bytes;
    put.item = write.subject;
    put.item_size = write.item_size;
    wire::Encode(put, writer);
  }

  void Take(const PlacedWrite& write, const Meter& meter, base::Result<base::ByteReader> reply) {
    TableWrites& table = tables_[write.table];
    ApiResult<base::ByteReader> reader = OpenReply(std::move(reply));
    if (!reader.ok() && reader.error().type != model::ApiErrorType::kTransactionConflict &&
        reader.error().type != model::ApiErrorType::kInternalServerError) {
      if (!failure_) failure_ = reader.error();
      return;
    }
    if (!reader.ok()) return LeaveUnprocessed(write);
    const wire::WriteResult result = wire::DecodeWriteResult(&*reader);
    if (!reader->Finished()) return LeaveUnprocessed(write);
    const ConsumedUnits units = WriteUnits(result, *table.schema);
    meter.Charge(units);
    table.units.Add(units);
    if (!write.collection.empty()) table.collections[write.collection] = true;
  }

  void LeaveUnprocessed(const PlacedWrite& write) {
    std::string* list = &tables_[write.table].unprocessed;
    if (!list->empty()) list->push_back(',');
    list->append(write.is_put ? R"({"PutRequest":{"Item":)" : R"({"DeleteRequest":{"Key":)");
    if (!model::AppendEncodedItemJson(write.subject, list)) failure_ = InternalServerError();
    list->append("}}");
  }

  void Finish() {
    if (failure_) return call_->Fail(*failure_);
    if (throttled_.size() == writes_.size()) return call_->Fail(throttled_.front());
    JsonWriter json;
    json.BeginObject().Key("UnprocessedItems").BeginObject();
    for (const TableWrites& table : tables_) {
      if (!table.unprocessed.empty())
        json.Key(table.name).Value()->append(fmt::format("[{}]", table.unprocessed));
    }
    json.EndObject();
    WriteCollections(&json);
    if (capacity_ != ReturnConsumedCapacity::kNone) {
      json.Key("ConsumedCapacity").BeginArray();
      for (const TableWrites& table : tables_)
        WriteCapacityOfTable(capacity_, table.name, table.units, &json);
      json.EndArray();
    }
    json.EndObject();
    call_->Succeed(json.Take());
  }

  void WriteCollections(JsonWriter* json) const {
    bool begun = false;
    for (const TableWrites& table : tables_) {
      if (table.collections.empty()) continue;
      if (!std::exchange(begun, true)) json->Key("ItemCollectionMetrics").BeginObject();
      json->Key(table.name).BeginArray();
      for (const auto& [key, unused] : table.collections) WriteItemCollectionMetrics(key, json);
      json->EndArray();
    }
    if (begun) json->EndObject();
  }

  Edge* edge_;
  std::shared_ptr<ApiCall> call_;
  ReturnConsumedCapacity capacity_;
  std::vector<TableWrites> tables_;
  const std::vector<PlacedWrite> writes_;
  size_t open_;  // questions without a reply
  std::optional<ApiError> failure_;
  std::vector<ApiError> throttled_;  // one for each write that was not begun because of a limit
};

}  // namespace

ApiStatus BatchWriteItem(const Request& request) {
  std::optional<ApiError> failure;
  const ParameterReader reader(request.parameters, &failure, model::ValueWording::kOlder);
  std::vector<TableWrites> tables = ReadRequestedWrites(reader);
  const auto capacity = reader.String("ReturnConsumedCapacity");
  const auto metrics = reader.String("ReturnItemCollectionMetrics");
  PARTITA_TRY(reader.status());
  PARTITA_TRY(CheckBatchWriteMembers(tables, capacity, metrics));
  for (const TableWrites& table : tables) {
    for (const WriteEntry& entry : table.entries) PARTITA_TRY(CheckWriteEntry(entry));
  }
  PARTITA_ASSIGN(std::vector<PlacedWrite> writes, PlaceWrites(request.edge, tables, metrics));
  std::make_shared<BatchWrite>(request.edge, request.call, ToReturnConsumedCapacity(capacity),
                               std::move(tables), std::move(writes))
      ->AskAll();
  return {};
}

}  // namespace partita::gateway::api
