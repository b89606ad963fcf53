#include "wire/index_range.h"

#include <algorithm>
#include <optional>
#include <string>

#include "base/coding.h"
#include "base/log.h"
#include "model/api_message.h"
#include "partitiond/operation.h"
#include "wire/outcome.h"

namespace partita::partitiond {
namespace {

constexpr size_t kHashBytes = 8;  // an item's key begins with them (model/key.h)

// One step over the entries: fetches each entry's item, and fails with the first that is not what
// its entry says.
class IndexStep {
 public:
  IndexStep(Room& room, const wire::IndexRangeRequest& request, const model::IndexView& view,
            base::ByteWriter* reply)
      : room_(room), request_(request), view_(view), reply_(reply) {}

  // False: it is enough.
  bool Visit(const store::IndexEntry& entry) {
    reached_.assign(entry.key);
    if (InSegment(entry.item_key())) {
      const Attempt<void> sent = Send(entry);
      if (!sent.ok()) {
        failure_ = sent.error();
        return false;
      }
    }
    ended_ = ++looked_at_ < wire::kMaxStepItems && items_ < request_.max_items &&
             bytes_ < std::min(request_.max_bytes, wire::kMaxStepBytes);
    return ended_;
  }

  Attempt<void> End() {
    if (failure_) return *failure_;
    wire::EncodeIndexRangeEnd({.ended = ended_, .reached = reached_}, reply_);
    return {};
  }

 private:
  bool InSegment(std::string_view item_key) const {
    if (item_key.size() < kHashBytes) return true;  // damaged: fetching it will tell
    const uint64_t hash = base::GetBigEndian64(item_key.data());
    return hash >= request_.first_hash && hash <= request_.last_hash;
  }

  Attempt<void> Send(const store::IndexEntry& entry) {
    PARTITA_ASSIGN(const std::optional<store::StoredItem> item,
                   ReadItem(room_, request_.table, entry.item_key()));
    if (!item || view_.Entry(item->bytes) != entry.entry()) {
      base::Log(base::LogLevel::kError, "an entry of index {} of table {} has no item",
                request_.index, request_.table);
      return Failure(model::ApiError::Of(model::ApiErrorType::kInternalServerError,
                                         "The index is damaged"));
    }
    projected_.clear();
    if (!request_.whole_items) view_.Project(item->bytes, &projected_);
    wire::EncodeIndexItem({.key = entry.key,
                           .view_size = entry.view_size,
                           .item_size = item->item_size,
                           .item = request_.whole_items ? item->bytes : projected_},
                          reply_);
    ++items_;
    bytes_ += request_.whole_items ? item->item_size : entry.view_size;
    return {};
  }

  Room& room_;
  const wire::IndexRangeRequest& request_;
  const model::IndexView& view_;
  base::ByteWriter* reply_;
  std::string projected_;
  std::string reached_;
  uint64_t looked_at_ = 0;
  uint64_t items_ = 0;
  uint64_t bytes_ = 0;
  bool ended_ = true;
  std::optional<Failure> failure_;
};

}  // namespace

Attempt<void> IndexRange(Room& room, base::ByteReader* payload, base::ByteWriter* reply) {
  const wire::IndexRangeRequest request = wire::DecodeIndexRangeRequest(payload);
  PARTITA_TRY(ExpectWholeRequest(*payload));
  PARTITA_TRY(FindTable(room, request.table));
  const model::IndexView* view = room.tables->FindView(request.table, request.index);
  if (view == nullptr)
    return Failure(model::ApiError::Of(model::ApiErrorType::kResourceNotFound,
                                       std::string(model::message::kResourceNotFound)));
  wire::EncodeDone(reply);
  IndexStep step(room, request, *view, reply);
  PARTITA_TRY(Step(room.store->WalkIndex(
      request.table, request.index, request.first, request.last, request.backward,
      [&step](const store::IndexEntry& entry) { return step.Visit(entry); })));
  return step.End();
}

}  // namespace partita::partitiond
