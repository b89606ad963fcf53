#include "gateway/api/item_read.h"

#include <fmt/format.h>

#include <utility>

#include "gateway/api/json_writer.h"
#include "gateway/api/reply.h"
#include "gateway/api/table_name.h"
#include "model/api_message.h"
#include "model/item_codec.h"
#include "model/item_json.h"

namespace partita::gateway::api {

namespace message = model::message;
using model::ApiError;
using model::ApiResult;
using model::ApiStatus;
using model::Item;

namespace {

constexpr std::string_view kSelectValues =
    "SPECIFIC_ATTRIBUTES, COUNT, ALL_ATTRIBUTES, ALL_PROJECTED_ATTRIBUTES";
constexpr size_t kMinIndexNameLength = 3;
constexpr size_t kMaxIndexNameLength = 255;

// The key attributes of a stored item; none: the item is corrupt.
std::optional<Item> KeyOfItem(const model::TableSchema& table, std::string_view encoded) {
  Item key;
  const auto take = [&](const model::KeyAttribute& attribute) {
    base::ByteReader reader(model::FindEncodedAttribute(encoded, attribute.name));
    base::Result<model::AttributeValue> value = model::DecodeValue(&reader);
    if (value.ok()) key.Set(attribute.name, *std::move(value));
    return value.ok();
  };
  for (const model::KeyAttribute& attribute : table.key.partition) {
    if (!take(attribute)) return std::nullopt;
  }
  for (const model::KeyAttribute& attribute : table.key.sort) {
    if (!take(attribute)) return std::nullopt;
  }
  return key;
}

// A page on its way to becoming an answer.
class PageAnswer {
 public:
  PageAnswer(std::shared_ptr<ApiCall> call, const ReadParameters& read,
             std::shared_ptr<const model::TableSchema> table, SharedFilter filter,
             SharedProjection projection)
      : call_(std::move(call)),
        table_(std::move(table)),
        filter_(std::move(filter)),
        projection_(std::move(projection)),
        capacity_(ToReturnConsumedCapacity(read.return_consumed_capacity)),
        consistent_read_(read.consistent_read),
        count_only_(read.select == "COUNT") {}

  // False: the item is corrupt.
  bool Take(std::string_view encoded) {
    if (filter_ == nullptr) return Count(encoded);
    const base::Result<Item> item = model::DecodeItem(encoded);
    if (!item.ok()) return false;
    return !filter_->Holds(&*item) || Count(encoded);
  }

  void End(ApiResult<PageEnd> end) {
    if (!end.ok()) return call_->Fail(end.error());
    Answer(call_.get(), Json(*end));
  }

 private:
  bool Count(std::string_view encoded) {
    if (count_++ > 0 && !count_only_) items_.push_back(',');
    return count_only_ || AppendProjected(encoded, projection_.get(), &items_);
  }

  ApiResult<std::string> Json(const PageEnd& end) {
    JsonWriter json;
    json.BeginObject();
    if (!count_only_) {
      std::string* out = json.Key("Items").Value();
      out->push_back('[');
      out->append(items_);
      out->push_back(']');
    }
    json.Key("Count").Integer(static_cast<int64_t>(count_));
    json.Key("ScannedCount").Integer(static_cast<int64_t>(end.items));
    if (end.full) {
      const std::optional<Item> key = KeyOfItem(*table_, end.last_item);
      if (!key) return InternalServerError();
      model::AppendItemJson(*key, json.Key("LastEvaluatedKey").Value());
    }
    WriteConsumedCapacity(capacity_, table_->name, ReadUnits(end.bytes, consistent_read_), &json);
    json.EndObject();
    return json.Take();
  }

  std::shared_ptr<ApiCall> call_;
  std::shared_ptr<const model::TableSchema> table_;
  SharedFilter filter_;
  SharedProjection projection_;
  ReturnConsumedCapacity capacity_;
  bool consistent_read_;
  bool count_only_;
  std::string items_;  // JSON, with commas between
  uint64_t count_ = 0;
};

}  // namespace

ReadParameters::ReadParameters(const ParameterReader& reader, std::string_view filter_name)
    : table_name(reader.String("TableName")),
      index_name(reader.String("IndexName")),
      select(reader.String("Select")),
      return_consumed_capacity(reader.String("ReturnConsumedCapacity")),
      conditional_operator(reader.String("ConditionalOperator")),
      filter_expression(reader.String("FilterExpression")),
      limit(reader.Integer("Limit")),
      consistent_read(reader.Boolean("ConsistentRead").value_or(false)),
      projection(reader),
      filter(ReadConditions(reader, filter_name)),
      attributes(reader, /*with_values=*/true),
      start_key(ReadItem(reader, "ExclusiveStartKey")) {}

void ConstrainRead(const ReadParameters& read, std::string_view filter_member,
                   Constraints* constraints) {
  constraints->Enum("select", read.select, kSelectValues);
  if (read.index_name) {
    constraints->Pattern("indexName", read.index_name);
    constraints->Length("indexName", read.index_name, kMinIndexNameLength, kMaxIndexNameLength);
  }
  ConstrainTableName(read.table_name, constraints);
  constraints->Enum("returnConsumedCapacity", read.return_consumed_capacity,
                    kReturnConsumedCapacityValues);
  constraints->Enum("conditionalOperator", read.conditional_operator, kConditionalOperatorValues);
  ConstrainAttributesToGet("attributesToGet", read.projection, constraints);
  ConstrainConditions(filter_member, read.filter, constraints);
}

ApiStatus CheckStartKeyValues(const ReadParameters& read) {
  if (read.start_key.item.ok()) return {};
  return ApiError::Validation(
      fmt::format(message::kStartKeyInvalidBecause, read.start_key.item.error().message));
}

ApiResult<SharedFilter> CompileFilter(ReadParameters* read) {
  if (read->filter_expression) {
    PARTITA_ASSIGN(expr::Condition condition,
                   expr::Condition::Compile(*read->filter_expression, "FilterExpression",
                                            read->attributes.placeholders()));
    return std::make_shared<const expr::Condition>(std::move(condition));
  }
  PARTITA_ASSIGN(const expr::ConditionalOperator combine,
                 ToConditionalOperator(read->conditional_operator, read->filter));
  if (read->filter.error) return *read->filter.error;
  if (read->filter.conditions.empty()) return SharedFilter();
  PARTITA_ASSIGN(expr::Condition condition,
                 expr::TranslateConditions(read->filter.conditions, combine,
                                           expr::LegacyParameter::kFilter));
  return std::make_shared<const expr::Condition>(std::move(condition));
}

ApiResult<std::shared_ptr<const model::TableSchema>> FindTableToRead(Edge* edge,
                                                                     const ReadParameters& read) {
  PARTITA_ASSIGN(auto table, FindActiveTable(edge, *read.table_name));
  if (!read.index_name) return table;
  const model::IndexSchema* index = table->FindIndex(*read.index_name);
  if (index == nullptr)
    return ApiError::Validation(fmt::format(message::kNoSuchIndex, *read.index_name));
  if (index->global && read.consistent_read)
    return ApiError::Validation(message::kConsistentReadOfGlobalIndex);
  return ApiError::Of(model::ApiErrorType::kUnknownOperation,
                      std::string(message::kIndexReadsNotOffered));
}

ApiResult<model::ItemKey> PlaceOfStartKey(const ReadParameters& read,
                                          const model::TableSchema& table,
                                          std::string_view wrong_shape, base::Sha256* sha256) {
  ApiResult<model::ItemKey> key = model::MakeItemKey(table, *read.start_key.item,
                                                     model::KeySource::kKeyParameter, sha256);
  if (key.ok()) return key;
  if (key.error().message == message::kKeyElementMismatch) return ApiError::Validation(wrong_shape);
  return ApiError::Validation(
      fmt::format(message::kStartKeyInvalidBecause, key.error().message));
}

ApiStatus CheckSelect(const ReadParameters& read) {
  if (!read.select) return {};
  if (*read.select == "SPECIFIC_ATTRIBUTES") {
    if (read.projection.given()) return {};
    return ApiError::Validation(message::kSelectNeedsProjection);
  }
  if (read.projection.given()) {
    return ApiError::Validation(fmt::format(
        message::kSelectWithProjection,
        read.projection.expression ? "ProjectionExpression" : "AttributesToGet",
        *read.select == "COUNT" ? "only the Count" : *read.select));
  }
  if (*read.select == "ALL_PROJECTED_ATTRIBUTES" && !read.index_name)
    return ApiError::Validation(message::kSelectNeedsIndex);
  return {};
}

void AnswerPage(Edge* edge, std::shared_ptr<ApiCall> call, const ReadParameters& read,
                std::shared_ptr<const model::TableSchema> table, SharedFilter filter,
                SharedProjection projection, PageRequest page) {
  page.table = table->id;
  if (read.limit) page.limit = static_cast<uint64_t>(*read.limit);
  const auto answer = std::make_shared<PageAnswer>(std::move(call), read, std::move(table),
                                                   std::move(filter), std::move(projection));
  ReadPage(
      edge, std::move(page), [answer](std::string_view item) { return answer->Take(item); },
      [answer](ApiResult<PageEnd> end) { answer->End(std::move(end)); });
}

}  // namespace partita::gateway::api
