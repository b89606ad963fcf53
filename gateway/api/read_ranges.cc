#include "gateway/api/read_ranges.h"

#include <fmt/format.h>

#include <algorithm>
#include <string>

#include "expr/program.h"
#include "model/api_message.h"

namespace partita::gateway::api {

namespace message = model::message;
using model::ApiError;
using model::ApiStatus;

ApiStatus CheckFilterWithoutKeys(std::string_view parameter, const expr::Condition* filter,
                                 const model::KeySchema& key) {
  if (filter == nullptr) return {};
  for (const auto* part : {&key.partition, &key.sort}) {
    for (const model::KeyAttribute& attribute : *part) {
      if (LooksAt(filter->root(), attribute.name)) {
        return ApiError::Validation(
            fmt::format(message::kFilterOnKey, parameter, attribute.name));
      }
    }
  }
  return {};
}

ApiStatus StartBehind(const StartPlace& start, bool backward, QueryRange* range) {
  const std::string_view key(start.key);
  if (key.substr(0, range->partition.size()) != range->partition)
    return ApiError::Validation(message::kStartKeyOutside);
  if (!range->range.Has(key)) return ApiError::Validation(message::kStartKeyNotInRange);
  range->range.StartBehind(key, backward);
  return {};
}

void Spread(const ReadSource& source, const QueryRange& range, Edge* edge, PageRequest* page) {
  page->ranges.push_back(range.range);
  page->merge = source.global();
  if (!source.global()) {
    page->ranges.front().slot = edge->SlotOf(range.hash);
    return;
  }
  for (uint32_t slot = 1; slot < edge->slots(); ++slot) {
    page->ranges.push_back(range.range);
    page->ranges.back().slot = slot;
  }
}

std::vector<KeyRange> RangesToScan(const ReadSource& source, const HashRange& hashes,
                                   uint32_t slots) {
  std::vector<KeyRange> ranges = RangesOf(hashes, slots);
  if (source.index == nullptr) return ranges;
  for (KeyRange& range : ranges) range = {range.slot, {}, {}};
  return ranges;
}

ApiStatus StartBehindKey(const model::Item& start_key, const ReadSource& source, Edge* edge,
                         const ScanSegment& segment, std::vector<KeyRange>* ranges) {
  PARTITA_ASSIGN(
      const StartPlace start,
      PlaceOf(source, start_key,
              source.index == nullptr ? message::kScanStartKeyMismatch : message::kStartKeyInvalid,
              &edge->sha256()));
  if (!segment.hashes.Has(start.item_key.hash)) {
    return ApiError::Validation(fmt::format(message::kStartKeyOfOtherSegment,
                                            segment.total_segments, segment.segment));
  }
  const uint32_t slot = edge->SlotOf(start.item_key.hash);
  const auto here = std::find_if(ranges->begin(), ranges->end(),
                                 [&](const KeyRange& range) { return range.slot == slot; });
  ranges->erase(ranges->begin(), here);
  ranges->front().StartBehind(start.key, /*backward=*/false);
  return {};
}

}  // namespace partita::gateway::api
