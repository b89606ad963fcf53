// BatchGetItem: up to a hundred keys of any tables, each asked of its slot's owner.
//
// A few questions are open at a time, so that what waits in the rings is bounded. What does not fit
// into the answer, or whose owner gives none, comes back in UnprocessedKeys.
#include <fmt/format.h>

#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "gateway/api/admission.h"
#include "gateway/api/consumed_capacity.h"
#include "gateway/api/expression_parameters.h"
#include "gateway/api/projection_parameters.h"
#include "gateway/api/reply.h"
#include "gateway/api/request.h"
#include "gateway/api/table_name.h"
#include "model/api_message.h"
#include "model/item_json.h"
#include "model/key.h"
#include "model/limits.h"
#include "wire/get_item.h"

namespace partita::gateway::api {

namespace message = model::message;
using model::ApiError;
using model::ApiResult;
using model::ApiStatus;
using model::Item;

namespace {

constexpr size_t kOpenGets = 16;
constexpr uint64_t kMaxBatchGetBytes = 16u << 20;  // of item sizes

// One entry of RequestItems.
struct TableGet {
  TableGet(std::string_view table_name, const ParameterReader& reader)
      : name(table_name),
        consistent_read(reader.Boolean("ConsistentRead").value_or(false)),
        projection_parameters(reader),
        attributes(reader, /*with_values=*/false) {}

  std::string name;  // as the client gave it
  bool consistent_read;
  ProjectionParameters projection_parameters;  // views into the request's JSON
  ExpressionAttributes attributes;
  bool keys_given = false;
  std::vector<ApiResult<Item>> keys;
  std::string settings;  // JSON of all members but Keys, each with a comma behind
  SharedProjection projection;
  std::shared_ptr<const model::TableSchema> schema;
  // The answer.
  std::string responses;    // JSON, with commas between
  std::string unprocessed;  // JSON of keys, with commas between
  ConsumedUnits units;
};

struct KeyToGet {
  size_t table;  // its place among the tables
  model::TableId table_id;
  model::ItemKey place;
  std::string json;
};

void AppendListed(std::string_view json, std::string* list) {
  if (!list->empty()) list->push_back(',');
  list->append(json);
}

std::string SettingsOf(simdjson::dom::object request) {
  std::string settings;
  for (const auto& member : request) {
    if (member.key == "Keys") continue;
    model::AppendJsonString(member.key, &settings);
    settings += fmt::format(":{},", simdjson::minify(member.value));
  }
  return settings;
}

TableGet ReadTableGet(std::string_view name, simdjson::dom::element json,
                      const ParameterReader& reader) {
  TableGet table(name, reader);
  if (const auto keys = reader.List("Keys")) {
    table.keys_given = true;
    for (const simdjson::dom::element key : *keys) {
      table.keys.push_back(model::ParseItem(key));
      const auto& parsed = table.keys.back();
      if (!parsed.ok() && parsed.error().type == model::ApiErrorType::kSerialization)
        reader.Fail(parsed.error());
    }
  }
  table.settings = SettingsOf(json.get_object().value_unsafe());
  return table;
}

std::vector<TableGet> ReadRequestedKeys(const ParameterReader& reader) {
  std::vector<TableGet> tables;
  const auto members =
      reader.Map("RequestItems", "com.amazonaws.dynamodb.v20120810.KeysAndAttributes");
  if (!members) return tables;
  std::map<std::string_view, simdjson::dom::element> by_name;  // of a repeated name the last counts
  for (const auto& member : *members) by_name.insert_or_assign(member.key, member.value);
  for (const auto& [name, json] : by_name) {
    const auto request = reader.StructureValue(json, "KeysAndAttributes");
    if (request) tables.push_back(ReadTableGet(name, json, *request));
  }
  return tables;
}

ApiError BadKeyCount(std::string_view table, std::string_view constraint, size_t limit) {
  const std::string why = fmt::format(fmt::runtime(constraint), limit);
  return ApiError::Validation(fmt::format("{}{}", message::kOneValidationError,
                                          fmt::format(message::kBatchGetKeyCount, table, why)));
}

// One bad name speaks for all.
void ConstrainNames(const ParameterReader& reader, const std::vector<TableGet>& tables,
                    Constraints* constraints) {
  const std::string printed = simdjson::minify(*reader.Member("RequestItems"));
  for (const TableGet& table : tables) {
    if (!ConstrainBatchTableName(table.name, printed, constraints)) return;
  }
}

ApiStatus CheckBatchGetMembers(const ParameterReader& reader, const std::vector<TableGet>& tables,
                               const std::optional<std::string_view>& capacity) {
  if (tables.empty()) {
    return ApiError::Validation(
        fmt::format("{}{}", message::kOneValidationError, message::kRequestItemsEmpty));
  }
  Constraints constraints;
  ConstrainNames(reader, tables, &constraints);
  constraints.Enum("returnConsumedCapacity", capacity, kReturnConsumedCapacityValues);
  for (const TableGet& table : tables) {
    constraints.NotNull(fmt::format("requestItems.{}.member.keys", table.name), table.keys_given);
    ConstrainAttributesToGet(fmt::format("requestItems.{}.member.attributesToGet", table.name),
                             table.projection_parameters, &constraints);
  }
  PARTITA_TRY(constraints.Check());
  size_t keys = 0;
  for (const TableGet& table : tables) {
    if (table.keys.empty()) return BadKeyCount(table.name, message::kMemberMinLength, 1);
    if (table.keys.size() > model::kMaxBatchGetItems)
      return BadKeyCount(table.name, message::kMemberMaxLength, model::kMaxBatchGetItems);
    keys += table.keys.size();
  }
  if (keys > model::kMaxBatchGetItems) return ApiError::Validation(message::kBatchGetTooMany);
  return {};
}

// Of one table or of several: a request speaks one language.
ApiStatus CheckBatchNotMixed(const std::vector<TableGet>& tables) {
  bool legacy = false;
  bool expression = false;
  for (const TableGet& table : tables) {
    legacy |= table.projection_parameters.attributes_to_get.has_value();
    expression |= table.projection_parameters.expression.has_value();
  }
  return CheckNotMixed({{"AttributesToGet", legacy}}, {{"ProjectionExpression", expression}});
}

// Everything that can be refused without knowing the table.
ApiStatus CheckTableGet(TableGet* table) {
  const ProjectionParameters& projection = table->projection_parameters;
  PARTITA_TRY(table->attributes.Check(projection.expression.has_value()));
  PARTITA_ASSIGN(table->projection, CompileProjection(projection, &table->attributes));
  PARTITA_TRY(table->attributes.placeholders()->CheckAllUsed());
  for (const ApiResult<Item>& key : table->keys) {
    if (!key.ok()) return key.error();
  }
  return {};
}

ApiResult<std::vector<KeyToGet>> PlaceKeys(Edge* edge, std::vector<TableGet>& tables) {
  std::vector<KeyToGet> keys;
  std::set<std::pair<model::TableId, std::string>> seen;
  for (size_t i = 0; i < tables.size(); ++i) {
    PARTITA_ASSIGN(const auto table, FindActiveTable(edge, tables[i].name));
    for (const ApiResult<Item>& key : tables[i].keys) {
      PARTITA_ASSIGN(model::ItemKey place,
                     model::MakeItemKey(*table, *key, model::KeySource::kKeyParameter,
                                        &edge->sha256()));
      if (!seen.emplace(table->id, place.bytes).second)
        return ApiError::Validation(message::kDuplicateKeys);
      std::string json;
      model::AppendItemJson(*key, &json);
      keys.push_back({i, table->id, std::move(place), std::move(json)});
    }
    tables[i].schema = table;
  }
  return keys;
}

// The questions and the answer that grows from the replies; kept alive by what is open.
class BatchGet : public std::enable_shared_from_this<BatchGet> {
 public:
  BatchGet(Edge* edge, std::shared_ptr<ApiCall> call, ReturnConsumedCapacity capacity,
           std::vector<TableGet> tables, std::vector<KeyToGet> keys)
      : edge_(edge),
        call_(std::move(call)),
        capacity_(capacity),
        tables_(std::move(tables)),
        keys_(std::move(keys)) {}

  void AskSome() {
    while (open_ < kOpenGets && next_ < keys_.size() && !failure_) {
      const KeyToGet& key = keys_[next_++];
      if (bytes_ >= kMaxBatchGetBytes) {
        LeaveUnprocessed(key);
        continue;
      }
      ApiResult<Meter> meter = Admit(edge_, tables_[key.table].schema, nullptr, Traffic::kRead,
                                     edge_->SlotOf(key.place.hash));
      if (meter.ok()) {
        Ask(key, *std::move(meter));
      } else {
        throttled_.push_back(meter.error());
        LeaveUnprocessed(key);
      }
    }
    if (open_ == 0) Finish();
  }

 private:
  void Ask(const KeyToGet& key, Meter meter) {
    ++open_;
    wire::GetItemRequest question;
    question.table = key.table_id;
    question.key = key.place.bytes;
    edge_->AskPartition(
        edge_->SlotOf(key.place.hash), wire::MessageKind::kGetItem,
        [&question](base::ByteWriter* writer) { wire::Encode(question, writer); },
        [self = shared_from_this(), &key,
         meter = std::move(meter)](base::Result<base::ByteReader> reply) {
          --self->open_;
          self->Take(key, meter, std::move(reply));
          self->AskSome();
        });
  }

  void Take(const KeyToGet& key, const Meter& meter, base::Result<base::ByteReader> reply) {
    ApiResult<base::ByteReader> reader = OpenReply(std::move(reply));
    if (!reader.ok()) return TakeRefusal(key, reader.error());
    const wire::GetItemReply got = wire::DecodeGetItemReply(&*reader);
    if (!reader->Finished()) return LeaveUnprocessed(key);
    if (got.found && bytes_ + got.item_size > kMaxBatchGetBytes) {
      bytes_ = kMaxBatchGetBytes;  // it is enough
      return LeaveUnprocessed(key);
    }
    TableGet& table = tables_[key.table];
    const double units = ReadUnits(got.found ? got.item_size : 0, table.consistent_read);
    meter.Charge({units, {}});
    table.units.table += units;
    if (!got.found) return;
    bytes_ += got.item_size;
    if (!table.responses.empty()) table.responses.push_back(',');
    if (!AppendProjected(got.item, table.projection.get(), &table.responses))
      failure_ = InternalServerError();
  }

  void TakeRefusal(const KeyToGet& key, const ApiError& error) {
    if (error.type == model::ApiErrorType::kInternalServerError) return LeaveUnprocessed(key);
    if (!failure_) failure_ = error;
  }

  void LeaveUnprocessed(const KeyToGet& key) {
    AppendListed(key.json, &tables_[key.table].unprocessed);
  }

  void Finish() {
    if (failure_) return call_->Fail(*failure_);
    if (throttled_.size() == keys_.size()) return call_->Fail(throttled_.front());
    JsonWriter json;
    json.BeginObject().Key("Responses").BeginObject();
    for (const TableGet& table : tables_)
      json.Key(table.name).Value()->append(fmt::format("[{}]", table.responses));
    json.EndObject().Key("UnprocessedKeys").BeginObject();
    for (const TableGet& table : tables_) {
      if (table.unprocessed.empty()) continue;
      json.Key(table.name).Value()->append(
          fmt::format(R"({{{}"Keys":[{}]}})", table.settings, table.unprocessed));
    }
    json.EndObject();
    WriteCapacity(&json);
    json.EndObject();
    call_->Succeed(json.Take());
  }

  void WriteCapacity(JsonWriter* json) const {
    if (capacity_ == ReturnConsumedCapacity::kNone) return;
    json->Key("ConsumedCapacity").BeginArray();
    for (const TableGet& table : tables_)
      WriteCapacityOfTable(capacity_, table.name, table.units, json);
    json->EndArray();
  }

  Edge* edge_;
  std::shared_ptr<ApiCall> call_;
  ReturnConsumedCapacity capacity_;
  std::vector<TableGet> tables_;
  const std::vector<KeyToGet> keys_;
  size_t next_ = 0;  // the first key that is not asked for yet
  size_t open_ = 0;  // questions without a reply
  uint64_t bytes_ = 0;
  std::optional<ApiError> failure_;
  std::vector<ApiError> throttled_;  // one for each key that was not asked for because of a limit
};

}  // namespace

ApiStatus BatchGetItem(const Request& request) {
  std::optional<ApiError> failure;
  const ParameterReader reader(request.parameters, &failure);
  std::vector<TableGet> tables = ReadRequestedKeys(reader);
  const auto capacity = reader.String("ReturnConsumedCapacity");
  PARTITA_TRY(reader.status());
  PARTITA_TRY(CheckBatchGetMembers(reader, tables, capacity));
  PARTITA_TRY(CheckBatchNotMixed(tables));
  for (TableGet& table : tables) PARTITA_TRY(CheckTableGet(&table));
  PARTITA_ASSIGN(std::vector<KeyToGet> keys, PlaceKeys(request.edge, tables));
  std::make_shared<BatchGet>(request.edge, request.call, ToReturnConsumedCapacity(capacity),
                             std::move(tables), std::move(keys))
      ->AskSome();
  return {};
}

}  // namespace partita::gateway::api
