#include "gateway/api/page.h"

#include <algorithm>
#include <memory>
#include <utility>

#include "base/check.h"
#include "gateway/api/reply.h"
#include "model/limits.h"
#include "wire/scan_range.h"

namespace partita::gateway::api {
namespace {

// Keeps itself alive through the question that is open.
class PageReader : public std::enable_shared_from_this<PageReader> {
 public:
  PageReader(Edge* edge, PageRequest request, OnPageItem on_item, OnPageEnd on_end)
      : edge_(edge),
        request_(std::move(request)),
        on_item_(std::move(on_item)),
        on_end_(std::move(on_end)) {}

  void AskForStep() {
    const KeyRange& range = request_.ranges[at_];
    wire::ScanRangeRequest step;
    step.table = request_.table;
    step.first = range.first;
    step.last = range.last;
    step.backward = request_.backward;
    step.max_items = std::min(request_.limit - end_.items, wire::kMaxStepItems);
    step.max_bytes = std::min(model::kMaxPageBytes - end_.bytes, wire::kMaxStepBytes);
    edge_->AskPartition(
        range.slot, wire::MessageKind::kScanRange,
        [&step](base::ByteWriter* writer) { wire::Encode(step, writer); },
        [self = shared_from_this()](base::Result<base::ByteReader> reply) {
          self->OnStep(std::move(reply));
        });
  }

 private:
  void OnStep(base::Result<base::ByteReader> reply) {
    const model::ApiResult<bool> range_ended = TakeStep(std::move(reply));
    if (!range_ended.ok()) return on_end_(range_ended.error());
    end_.full = IsFull();
    if (!end_.full && *range_ended) ++at_;
    if (end_.full || at_ == request_.ranges.size()) return on_end_(std::move(end_));
    AskForStep();
  }

  // Whether the range has ended.
  model::ApiResult<bool> TakeStep(base::Result<base::ByteReader> reply) {
    PARTITA_ASSIGN(base::ByteReader reader, OpenReply(std::move(reply)));
    std::string_view last_key;
    for (wire::RangeItem item; wire::DecodeRangeItem(&reader, &item);) {
      ++end_.items;
      end_.bytes += item.item_size;
      last_key = item.key;
      if (IsFull()) end_.last_item = item.item;
      if (!on_item_(item.item)) return InternalServerError();
    }
    const bool range_ended = wire::DecodeRangeEnd(&reader);
    if (!reader.Finished() || (last_key.empty() && !range_ended)) return InternalServerError();
    if (!range_ended) request_.ranges[at_].StartBehind(last_key, request_.backward);
    return range_ended;
  }

  bool IsFull() const {
    return end_.items >= request_.limit || end_.bytes >= model::kMaxPageBytes;
  }

  Edge* edge_;
  PageRequest request_;
  OnPageItem on_item_;
  OnPageEnd on_end_;
  size_t at_ = 0;  // the range that is being read
  PageEnd end_;
};

}  // namespace

void ReadPage(Edge* edge, PageRequest request, OnPageItem on_item, OnPageEnd on_end) {
  PARTITA_CHECK(!request.ranges.empty() && request.limit > 0, "a page of nothing");
  std::make_shared<PageReader>(edge, std::move(request), std::move(on_item), std::move(on_end))
      ->AskForStep();
}

}  // namespace partita::gateway::api
