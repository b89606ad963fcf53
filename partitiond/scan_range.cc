#include "wire/scan_range.h"

#include <algorithm>

#include "base/log.h"
#include "partitiond/operation.h"
#include "wire/outcome.h"

namespace partita::partitiond {
namespace {

// What a step may still take.
struct StepBudget {
  uint64_t items;
  uint64_t bytes;

  bool Take(uint64_t item_size) {
    --items;
    bytes -= std::min(bytes, item_size);
    return items > 0 && bytes > 0;
  }
};

Failure RangeFailure(base::Error error) {
  if (error.kind != base::ErrorKind::kCorrupt) return error;
  base::Log(base::LogLevel::kError, "refused to serve a corrupt item: {}", error.message);
  return model::ApiError::Of(model::ApiErrorType::kInternalServerError,
                             "The stored item is damaged");
}

}  // namespace

Attempt<void> ScanRange(Room& room, base::ByteReader* payload, base::ByteWriter* reply) {
  const wire::ScanRangeRequest request = wire::DecodeScanRangeRequest(payload);
  PARTITA_TRY(ExpectWholeRequest(*payload));
  PARTITA_TRY(FindTable(room, request.table));
  StepBudget budget{std::min(request.max_items, wire::kMaxStepItems),
                    std::min(request.max_bytes, wire::kMaxStepBytes)};
  bool ended = true;
  wire::EncodeDone(reply);
  const base::Status walked = room.store->Walk(
      request.table, request.first, request.last, request.backward,
      [&](std::string_view key, const store::StoredItem& item) {
        wire::EncodeRangeItem({.key = key, .item_size = item.item_size, .item = item.bytes}, reply);
        ended = budget.Take(item.item_size);  // if not: what follows has not been looked at
        return ended;
      });
  if (!walked.ok()) return RangeFailure(walked.error());
  wire::EncodeRangeEnd(ended, reply);
  return {};
}

}  // namespace partita::partitiond
