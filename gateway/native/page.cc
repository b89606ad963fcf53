#include "gateway/native/page.h"

#include <fmt/format.h>

#include <string>
#include <utility>

#include "expr/program_check.h"
#include "gateway/api/admission.h"
#include "gateway/api/reply.h"
#include "gateway/native/capacity.h"
#include "gateway/native/projection.h"
#include "model/api_message.h"
#include "model/index_view.h"
#include "model/item_codec.h"

namespace partita::gateway::native {
namespace {

namespace message = model::message;
using model::ApiError;
using model::ApiResult;
using model::ApiStatus;
using wire::NativeSelect;

// A page on its way to becoming a reply.
class PageReply {
 public:
  PageReply(std::shared_ptr<NativeCall> call, PageParameters parameters, api::Meter meter)
      : call_(std::move(call)),
        filter_(std::move(parameters.filter)),
        projection_(std::move(parameters.projection)),
        source_(std::move(parameters.source)),
        capacity_(parameters.read.capacity),
        consistent_(parameters.read.consistent),
        count_only_(parameters.read.select == NativeSelect::kCount),
        meter_(std::move(meter)) {
    const api::Extent& extent = parameters.extent;
    if (extent.show_view && extent.whole_items) view_.emplace(*source_.table, *source_.index);
  }

  // False: the item is corrupt.
  bool Take(std::string_view encoded) {
    if (filter_ != nullptr) {
      const base::Result<model::Item> item = model::DecodeItem(encoded);
      if (!item.ok()) return false;
      if (!filter_->Holds(&*item)) return true;
    }
    ++count_;
    if (count_only_) return true;
    std::string shown, projected;
    if (view_) {
      view_->Project(encoded, &shown);
      encoded = shown;
    }
    if (!Project(&encoded, projection_.get(), &projected)) return false;
    base::ByteWriter writer(&items_);
    wire::EncodeNativePageItem(encoded, &writer);
    return true;
  }

  void End(const ApiResult<api::PageEnd>& end) {
    const ApiStatus answered = end.ok() ? Answer(*end) : ApiStatus(end.error());
    if (!answered.ok()) call_->Fail(answered.error());
  }

 private:
  api::ConsumedUnits Units(const api::PageEnd& end) const {
    const double units = api::ReadUnits(end.bytes, consistent_);
    api::ConsumedUnits consumed;
    if (source_.index == nullptr) {
      consumed.table = units;
    } else {
      consumed.AddIndex(*source_.index, units);
      consumed.table = static_cast<double>(end.fetched_units) * (consistent_ ? 1.0 : 0.5);
    }
    return consumed;
  }

  ApiStatus Answer(const api::PageEnd& end) {
    std::string last_key;
    if (end.full) {
      const std::optional<model::Item> key = api::KeyShown(source_, end.last_item);
      if (!key) return api::InternalServerError();
      model::EncodeItem(*key, &last_key);
    }
    const api::ConsumedUnits units = Units(end);
    meter_.Charge(units);
    call_->SucceedWith([&](base::ByteWriter* writer) {
      writer->Raw(items_);
      wire::EncodeNativePageEnd({count_, end.items, last_key, ToCapacity(capacity_, units)},
                                writer);
    });
    return {};
  }

  std::shared_ptr<NativeCall> call_;
  api::SharedFilter filter_;
  api::SharedProjection projection_;
  api::ReadSource source_;
  std::optional<model::IndexView> view_;  // there: shows only what the index projects
  wire::NativeCapacityMode capacity_;
  bool consistent_;
  bool count_only_;
  api::Meter meter_;
  std::string items_;  // as the reply has them
  uint64_t count_ = 0;
};

std::string_view SelectName(NativeSelect select) {
  switch (select) {
    case NativeSelect::kAllAttributes:
      return "ALL_ATTRIBUTES";
    case NativeSelect::kAllProjectedAttributes:
      return "ALL_PROJECTED_ATTRIBUTES";
    default:
      return "only the Count";
  }
}

ApiStatus CheckSelect(const wire::NativeReadRequest& read) {
  const bool projects = !read.projection.empty();
  if (read.select == NativeSelect::kSpecificAttributes && !projects)
    return ApiError::Validation(message::kSelectNeedsProjection);
  const bool names_itself = read.select != NativeSelect::kDefault &&
                            read.select != NativeSelect::kSpecificAttributes;
  if (names_itself && projects) {
    return ApiError::Validation(fmt::format(message::kSelectWithProjection, "ProjectionExpression",
                                            SelectName(read.select)));
  }
  if (read.select == NativeSelect::kAllProjectedAttributes && read.index.empty())
    return ApiError::Validation(message::kSelectNeedsIndex);
  return {};
}

ApiResult<api::SharedFilter> ReadFilter(std::string_view program) {
  if (program.empty()) return api::SharedFilter();
  base::Result<expr::Condition> filter = expr::Condition::Decode(program);
  if (!filter.ok()) return Malformed("filter");
  PARTITA_TRY(expr::CheckProgram(*filter));
  return std::make_shared<const expr::Condition>(*std::move(filter));
}

}  // namespace

ApiResult<PageParameters> CheckRead(Edge* edge, const wire::NativeReadRequest& read) {
  PageParameters parameters;
  parameters.read = read;
  PARTITA_ASSIGN(parameters.filter, ReadFilter(read.filter));
  PARTITA_ASSIGN(parameters.projection, ReadProjection(read.projection));
  PARTITA_TRY(CheckSelect(read));
  if (!read.start_key.empty()) {
    PARTITA_ASSIGN(parameters.start_key, ReadItem(read.start_key, "starting key"));
  }
  const std::optional<std::string_view> index =
      read.index.empty() ? std::nullopt : std::optional(read.index);
  PARTITA_ASSIGN(parameters.source,
                 api::FindReadSource(edge, read.table, index, read.consistent));
  PARTITA_ASSIGN(parameters.extent,
                 api::ExtentOf(parameters.source, read.select == NativeSelect::kAllAttributes,
                               parameters.projection.get(), parameters.filter.get()));
  return parameters;
}

ApiStatus AnswerPage(const Request& request, PageParameters parameters, api::PageRequest page) {
  const api::ReadSource& source = parameters.source;
  page.source.table = source.table->id;
  if (source.index != nullptr) page.source.index = source.index->id;
  page.source.whole_items = parameters.extent.whole_items;
  if (parameters.read.limit > 0) page.limit = parameters.read.limit;
  const uint32_t slot = page.ranges.size() == 1 ? page.ranges.front().slot : kNoSlot;
  PARTITA_ASSIGN(api::Meter meter, api::Admit(request.edge, source.table, source.index,
                                              Traffic::kRead, slot));
  const auto reply =
      std::make_shared<PageReply>(request.call, std::move(parameters), std::move(meter));
  api::ReadPage(
      request.edge, std::move(page), [reply](std::string_view item) { return reply->Take(item); },
      [reply](ApiResult<api::PageEnd> end) { reply->End(end); });
  return {};
}

}  // namespace partita::gateway::native
