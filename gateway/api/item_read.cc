#include "gateway/api/item_read.h"

#include <fmt/format.h>

#include <utility>

#include "gateway/api/admission.h"
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

// A page on its way to becoming an answer.
class PageAnswer {
 public:
  PageAnswer(std::shared_ptr<ApiCall> call, const ReadParameters& read,
             ReadSource source, const Extent& extent, SharedFilter filter,
             SharedProjection projection)
      : call_(std::move(call)),
        source_(std::move(source)),
        filter_(std::move(filter)),
        projection_(std::move(projection)),
        capacity_(ToReturnConsumedCapacity(read.return_consumed_capacity)),
        consistent_read_(read.consistent_read),
        count_only_(read.select == "COUNT") {
    if (extent.show_view && extent.whole_items) view_.emplace(*source_.table, *source_.index);
  }

  // False: the item is corrupt.
  bool Take(std::string_view encoded) {
    if (filter_ == nullptr) return Count(encoded);
    const base::Result<Item> item = model::DecodeItem(encoded);
    if (!item.ok()) return false;
    return !filter_->Holds(&*item) || Count(encoded);
  }

  // What the page costs is charged there.
  void ChargeTo(Meter meter) { meter_ = std::move(meter); }

  void End(ApiResult<PageEnd> end) {
    if (!end.ok()) return call_->Fail(end.error());
    Answer(call_.get(), Json(*end));
  }

 private:
  bool Count(std::string_view encoded) {
    if (count_++ > 0 && !count_only_) items_.push_back(',');
    if (count_only_) return true;
    if (!view_) return AppendProjected(encoded, projection_.get(), &items_);
    std::string shown;
    view_->Project(encoded, &shown);
    return AppendProjected(shown, nullptr, &items_);
  }

  ConsumedUnits Units(const PageEnd& end) const {
    const double units = ReadUnits(end.bytes, consistent_read_);
    ConsumedUnits consumed;
    if (source_.index == nullptr) {
      consumed.table = units;
    } else {
      consumed.AddIndex(*source_.index, units);
      consumed.table = static_cast<double>(end.fetched_units) * (consistent_read_ ? 1.0 : 0.5);
    }
    return consumed;
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
    call_->timeline().returned_items = static_cast<uint32_t>(count_);
    json.Key("Count").Integer(static_cast<int64_t>(count_));
    json.Key("ScannedCount").Integer(static_cast<int64_t>(end.items));
    if (end.full) {
      const std::optional<Item> key = KeyShown(source_, end.last_item);
      if (!key) return InternalServerError();
      model::AppendItemJson(*key, json.Key("LastEvaluatedKey").Value());
    }
    const ConsumedUnits units = Units(end);
    meter_.Charge(units);
    WriteConsumedCapacity(capacity_, source_.table->name, units, &json);
    json.EndObject();
    return json.Take();
  }

  std::shared_ptr<ApiCall> call_;
  ReadSource source_;
  std::optional<model::IndexView> view_;  // there: shows only what the index projects
  SharedFilter filter_;
  SharedProjection projection_;
  ReturnConsumedCapacity capacity_;
  bool consistent_read_;
  bool count_only_;
  Meter meter_;
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
      start_key(ReadItem(reader, "ExclusiveStartKey")),
      wording(reader.wording()) {}

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
  if (read.wording == model::ValueWording::kCurrent) return read.start_key.item.error();
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

ApiResult<ReadSource> FindSourceToRead(Edge* edge, const ReadParameters& read) {
  return FindReadSource(edge, *read.table_name, read.index_name, read.consistent_read);
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

ApiResult<Extent> ExtentToRead(const ReadParameters& read, const ReadSource& source,
                               const SharedProjection& projection, const SharedFilter& filter) {
  return ExtentOf(source, read.select == "ALL_ATTRIBUTES", projection.get(), filter.get());
}

void AnswerPage(Edge* edge, std::shared_ptr<ApiCall> call, const ReadParameters& read,
                ReadSource source, const Extent& extent, SharedFilter filter,
                SharedProjection projection, PageRequest page) {
  page.source.table = source.table->id;
  if (source.index != nullptr) page.source.index = source.index->id;
  page.source.whole_items = extent.whole_items;
  if (read.limit) page.limit = static_cast<uint64_t>(*read.limit);
  const uint32_t slot = page.ranges.size() == 1 ? page.ranges.front().slot : kNoSlot;
  ApiResult<Meter> meter = Admit(edge, source.table, source.index, Traffic::kRead, slot);
  if (!meter.ok()) return call->Fail(meter.error());
  const auto answer = std::make_shared<PageAnswer>(std::move(call), read, std::move(source), extent,
                                                   std::move(filter), std::move(projection));
  answer->ChargeTo(*std::move(meter));
  ReadPage(
      edge, std::move(page), [answer](std::string_view item) { return answer->Take(item); },
      [answer](ApiResult<PageEnd> end) { answer->End(std::move(end)); });
}

}  // namespace partita::gateway::api
