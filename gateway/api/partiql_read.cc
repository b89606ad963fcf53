#include "gateway/api/partiql_read.h"

#include <utility>

#include "expr/condition.h"
#include "gateway/api/json_writer.h"
#include "gateway/api/partiql_token.h"
#include "gateway/api/reply.h"
#include "model/item_codec.h"
#include "model/item_json.h"
#include "model/limits.h"

namespace partita::gateway::api {

using model::ApiResult;
using model::Item;

namespace {

// A page on its way to becoming an answer: group after group until it is full. Keeps itself alive
// through the page that is open.
class PartiqlPage : public std::enable_shared_from_this<PartiqlPage> {
 public:
  PartiqlPage(Edge* edge, std::shared_ptr<ApiCall> call, PreparedPartiql prepared,
              PartiqlReadPlan plan, PartiqlReadOptions options)
      : edge_(edge),
        call_(std::move(call)),
        prepared_(std::move(prepared)),
        plan_(std::move(plan)),
        options_(std::move(options)),
        columns_(prepared_.statement.columns) {
    if (prepared_.statement.where) {
      filter_.emplace(std::make_unique<expr::ConditionNode>(
          *std::exchange(prepared_.statement.where, std::nullopt)));
    }
    if (plan_.source.index != nullptr && plan_.extent.whole_items)
      view_.emplace(*plan_.source.table, *plan_.source.index);
  }

  void Read() {
    if (at_ == plan_.groups.size()) return Answer(call_.get(), Json(nullptr));
    PartiqlReadGroup& group = plan_.groups[at_];
    PageRequest page;
    page.source.table = plan_.source.table->id;
    if (plan_.source.index != nullptr) page.source.index = plan_.source.index->id;
    page.source.whole_items = plan_.extent.whole_items;
    page.source.backward = plan_.backward;
    page.ranges = std::move(group.ranges);
    page.merge = group.merge;
    page.limit = options_.limit - items_read_;
    page.max_bytes = model::kMaxPageBytes - bytes_read_;
    ReadPage(
        edge_, std::move(page),
        [self = shared_from_this()](std::string_view item) { return self->Take(item); },
        [self = shared_from_this()](ApiResult<PageEnd> end) { self->End(std::move(end)); });
  }

 private:
  // False: the item is corrupt.
  bool Take(std::string_view encoded) {
    if (!filter_ && columns_.empty() && !view_) return Show(encoded);
    base::Result<Item> item = model::DecodeItem(encoded);
    if (!item.ok()) return false;
    std::optional<Item> shown_view;
    if (view_) {
      std::string bytes;
      view_->Project(encoded, &bytes);
      base::Result<Item> projected = model::DecodeItem(bytes);
      if (!projected.ok()) return false;
      shown_view = *std::move(projected);
    }
    if (filter_ && !filter_->Holds(shown_view ? &*shown_view : &*item)) return true;
    if (!columns_.empty()) return Show(expr::SelectColumns(columns_, *item));
    return Show(shown_view ? *shown_view : *item);
  }

  bool Show(std::string_view encoded) {
    Separate();
    return model::AppendEncodedItemJson(encoded, &items_);
  }
  bool Show(const Item& item) {
    Separate();
    model::AppendItemJson(item, &items_);
    return true;
  }
  void Separate() {
    ++returned_;
    if (!items_.empty()) items_.push_back(',');
  }

  void End(ApiResult<PageEnd> end) {
    if (!end.ok()) return call_->Fail(end.error());
    items_read_ += end->items;
    bytes_read_ += end->bytes;
    Charge(*end);
    const bool last = at_ + 1 == plan_.groups.size();
    const bool nothing_left = last && plan_.groups[at_].point;
    const bool full =
        end->full || items_read_ >= options_.limit || bytes_read_ >= model::kMaxPageBytes;
    if (full && !end->last_item.empty()) {
      return Answer(call_.get(), Json(nothing_left ? nullptr : &end->last_item));
    }
    ++at_;
    Read();
  }

  void Charge(const PageEnd& end) {
    const double units = ReadUnits(end.bytes, options_.consistent_read);
    if (plan_.source.index == nullptr) {
      consumed_.table += units;
      return;
    }
    consumed_.AddIndex(*plan_.source.index, units);
    consumed_.table +=
        static_cast<double>(end.fetched_units) * (options_.consistent_read ? 1.0 : 0.5);
  }

  // `last_item` null: this was all.
  ApiResult<std::string> Json(const std::string* last_item) {
    JsonWriter json;
    json.BeginObject();
    std::string* out = json.Key("Items").Value();
    out->push_back('[');
    out->append(items_);
    out->push_back(']');
    if (last_item != nullptr) {
      const std::optional<Item> key = KeyShown(plan_.source, *last_item);
      if (!key) return InternalServerError();
      json.Key("NextToken").String(MakeNextToken(options_.digest, *key));
      model::AppendItemJson(*key, json.Key("LastEvaluatedKey").Value());
    }
    call_->timeline().returned_items = returned_;
    options_.meter.Charge(consumed_);
    WriteConsumedCapacity(options_.capacity, plan_.source.table->name, consumed_, &json);
    json.EndObject();
    return json.Take();
  }

  Edge* edge_;
  std::shared_ptr<ApiCall> call_;
  PreparedPartiql prepared_;
  PartiqlReadPlan plan_;
  PartiqlReadOptions options_;
  const std::vector<expr::PartiqlColumn>& columns_;  // of prepared_
  std::optional<expr::Condition> filter_;
  // There: whole items are read of an index, whose view is what the condition judges.
  std::optional<model::IndexView> view_;
  size_t at_ = 0;  // the group that is being read
  uint64_t items_read_ = 0;
  uint64_t bytes_read_ = 0;
  ConsumedUnits consumed_;
  uint32_t returned_ = 0;  // items
  std::string items_;      // JSON, with commas between
};

}  // namespace

void AnswerRead(Edge* edge, std::shared_ptr<ApiCall> call, PreparedPartiql prepared,
                PartiqlReadPlan plan, PartiqlReadOptions options) {
  if (plan.groups.empty()) {
    plan.groups.push_back({{{0, std::string(1, '\0'), std::string(1, '\0')}}, false, true});
  }
  std::make_shared<PartiqlPage>(edge, std::move(call), std::move(prepared), std::move(plan),
                                std::move(options))
      ->Read();
}

}  // namespace partita::gateway::api
