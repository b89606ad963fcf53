#include "gateway/api/page.h"

#include <algorithm>
#include <deque>
#include <memory>
#include <utility>

#include "base/check.h"
#include "gateway/api/reply.h"
#include "model/limits.h"

namespace partita::gateway::api {
namespace {

// What both ways of reading share: the page as it fills.
class PageInProgress {
 public:
  PageInProgress(Edge* edge, PageRequest request, OnPageItem on_item, OnPageEnd on_end)
      : edge_(edge),
        request_(std::move(request)),
        on_item_(std::move(on_item)),
        on_end_(std::move(on_end)) {}

 protected:
  // False: its bytes are corrupt.
  bool Take(const PageItem& item) {
    constexpr uint64_t kUnit = static_cast<uint64_t>(model::kReadUnitBytes);
    ++end_.items;
    end_.bytes += item.size;
    end_.fetched_units += (item.fetched_size + kUnit - 1) / kUnit;
    end_.full = end_.items >= request_.limit || end_.bytes >= request_.max_bytes;
    if (end_.full) end_.last_item = item.item;
    return on_item_(item.item);
  }
  uint64_t items_left() const { return request_.limit - end_.items; }
  uint64_t bytes_left() const { return request_.max_bytes - end_.bytes; }

  Edge* edge_;
  PageRequest request_;
  OnPageItem on_item_;
  OnPageEnd on_end_;
  PageEnd end_;
};

// One range after the other. Keeps itself alive through the question that is open.
class SequentialReader : public PageInProgress,
                         public std::enable_shared_from_this<SequentialReader> {
 public:
  using PageInProgress::PageInProgress;

  void Ask() {
    AskForStep(
        edge_, request_.source, request_.ranges[at_], items_left(), bytes_left(),
        [self = shared_from_this()](const PageItem& item) { return self->Take(item); },
        [self = shared_from_this()](const model::ApiResult<StepEnd>& end) { self->OnStep(end); });
  }

 private:
  void OnStep(const model::ApiResult<StepEnd>& end) {
    if (!end.ok()) return on_end_(end.error());
    if (!end_.full && end->ended) ++at_;
    if (end_.full || at_ == request_.ranges.size()) return on_end_(std::move(end_));
    if (!end->ended) request_.ranges[at_].StartBehind(end->reached, request_.source.backward);
    Ask();
  }

  size_t at_ = 0;  // the range that is being read
};

// All ranges side by side, merged by key. A lane that has run dry is asked for more before the
// merge goes on: an item is passed on only when every lane has shown what it has next.
class MergingReader : public PageInProgress, public std::enable_shared_from_this<MergingReader> {
 public:
  MergingReader(Edge* edge, PageRequest request, OnPageItem on_item, OnPageEnd on_end)
      : PageInProgress(edge, std::move(request), std::move(on_item), std::move(on_end)),
        lanes_(request_.ranges.size()) {}

  void AskDryLanes() {
    std::vector<size_t> dry;
    for (size_t i = 0; i < lanes_.size(); ++i) {
      if (lanes_[i].items.empty() && !lanes_[i].ended) dry.push_back(i);
    }
    open_ = dry.size();
    for (const size_t i : dry) Ask(i);
  }

 private:
  struct Waiting {
    std::string key;
    std::string item;
    uint64_t size;
    uint64_t fetched_size;
  };
  struct Lane {
    std::deque<Waiting> items;
    bool ended = false;
  };

  void Ask(size_t lane) {
    AskForStep(
        edge_, request_.source, request_.ranges[lane], items_left(), bytes_left(),
        [self = shared_from_this(), lane](const PageItem& item) {
          self->lanes_[lane].items.push_back(
              {std::string(item.key), std::string(item.item), item.size, item.fetched_size});
          return true;
        },
        [self = shared_from_this(), lane](const model::ApiResult<StepEnd>& end) {
          self->OnStep(lane, end);
        });
  }

  void OnStep(size_t lane, const model::ApiResult<StepEnd>& end) {
    if (!end.ok() && !failure_) failure_ = end.error();
    if (end.ok()) {
      lanes_[lane].ended = end->ended;
      if (!end->ended) request_.ranges[lane].StartBehind(end->reached, request_.source.backward);
    }
    if (--open_ > 0) return;
    if (failure_) return on_end_(*failure_);
    Merge();
  }

  void Merge() {
    while (!end_.full) {
      if (AnyLaneDry()) return AskDryLanes();
      Lane* next = NextLane();
      if (next == nullptr) break;
      const Waiting& item = next->items.front();
      if (!Take({item.key, item.size, item.fetched_size, item.item}))
        return on_end_(InternalServerError());
      next->items.pop_front();
    }
    on_end_(std::move(end_));
  }

  bool AnyLaneDry() const {
    return std::any_of(lanes_.begin(), lanes_.end(),
                       [](const Lane& lane) { return lane.items.empty() && !lane.ended; });
  }

  // Null: there is nothing left.
  Lane* NextLane() {
    Lane* next = nullptr;
    for (Lane& lane : lanes_) {
      if (lane.items.empty()) continue;
      if (next == nullptr || ComesBefore(lane.items.front().key, next->items.front().key))
        next = &lane;
    }
    return next;
  }

  bool ComesBefore(const std::string& a, const std::string& b) const {
    return request_.source.backward ? a > b : a < b;
  }

  std::vector<Lane> lanes_;  // one per range
  size_t open_ = 0;          // questions without a reply
  std::optional<model::ApiError> failure_;
};

}  // namespace

void ReadPage(Edge* edge, PageRequest request, OnPageItem on_item, OnPageEnd on_end) {
  PARTITA_CHECK(!request.ranges.empty() && request.limit > 0 && request.max_bytes > 0,
                "a page of nothing");
  if (request.merge && request.ranges.size() > 1) {
    std::make_shared<MergingReader>(edge, std::move(request), std::move(on_item), std::move(on_end))
        ->AskDryLanes();
    return;
  }
  std::make_shared<SequentialReader>(edge, std::move(request), std::move(on_item),
                                     std::move(on_end))
      ->Ask();
}

}  // namespace partita::gateway::api
