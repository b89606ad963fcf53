#include "gateway/api/key_range.h"

#include <algorithm>

#include "base/coding.h"
#include "model/api_message.h"
#include "model/key.h"
#include "model/key_codec.h"
#include "model/limits.h"
#include "model/slot_map.h"

namespace partita::gateway::api {

using expr::KeyOperator;
using model::ApiError;
using model::AttributeValue;

namespace {

std::string KeyOfHash(uint64_t hash) {
  std::string key(sizeof hash, '\0');
  base::PutBigEndian64(key.data(), hash);
  return key;
}

// The bytes of a string or binary; empty for a number.
std::string_view TextOf(const AttributeValue& value) {
  if (const auto* text = value.As<std::string>()) return *text;
  if (const auto* binary = value.As<model::Binary>()) return binary->bytes;
  return {};
}

std::string With(std::string prefix, const AttributeValue& value) {
  model::EncodeKeyValue(value, &prefix);
  return prefix;
}

model::ApiStatus CheckLengths(const expr::KeyCondition& condition) {
  for (const AttributeValue& value : condition.partition) {
    if (TextOf(value).size() > model::kMaxPartitionKeyBytes)
      return ApiError::Validation(model::message::kPartitionKeyTooLarge);
  }
  const auto too_long = [](const AttributeValue& value) {
    return TextOf(value).size() > model::kMaxSortKeyBytes;
  };
  bool sort_too_long =
      std::any_of(condition.sort_equal.begin(), condition.sort_equal.end(), too_long);
  if (condition.sort) sort_too_long |= too_long(condition.sort->value);
  if (condition.sort && condition.sort->op == KeyOperator::kBetween)
    sort_too_long |= too_long(condition.sort->upper);
  if (sort_too_long) return ApiError::Validation(model::message::kSortKeyTooLarge);
  return {};
}

// Narrows the range of everything that starts with `prefix` to what the condition on the next sort
// attribute allows.
void Narrow(const std::string& prefix, const expr::SortCondition& sort, KeyRange* range) {
  switch (sort.op) {
    case KeyOperator::kLess:
      range->last = With(prefix, sort.value);
      return;
    case KeyOperator::kLessEqual:
      range->last = EndOfPrefix(With(prefix, sort.value));
      return;
    case KeyOperator::kGreater:
      range->first = EndOfPrefix(With(prefix, sort.value));
      return;
    case KeyOperator::kGreaterEqual:
      range->first = With(prefix, sort.value);
      return;
    case KeyOperator::kBetween:
      range->first = With(prefix, sort.value);
      range->last = EndOfPrefix(With(prefix, sort.upper));
      return;
    case KeyOperator::kBeginsWith:
      range->first = prefix;
      model::EncodeKeyPrefix(TextOf(sort.value), &range->first);
      range->last = EndOfPrefix(range->first);
      return;
    case KeyOperator::kEqual:
    case KeyOperator::kNotIndexable:
      return;  // never in a bound condition
  }
}

}  // namespace

void KeyRange::StartBehind(std::string_view key, bool backward) {
  if (backward) {
    last = key;
  } else {
    first = key;
    first.push_back('\0');
  }
}

std::string EndOfPrefix(std::string prefix) {
  while (!prefix.empty() && prefix.back() == '\xff') prefix.pop_back();
  if (!prefix.empty()) prefix.back() = static_cast<char>(static_cast<uint8_t>(prefix.back()) + 1);
  return prefix;
}

HashRange SegmentOf(uint32_t segment, uint32_t total_segments) {
  const model::SlotMap parts{total_segments};
  return {parts.FirstHash(segment), parts.LastHash(segment)};
}

std::vector<KeyRange> RangesOf(const HashRange& hashes, uint32_t slots) {
  const model::SlotMap map{slots};
  std::vector<KeyRange> ranges;
  for (uint32_t slot = map.SlotOf(hashes.first); slot <= map.SlotOf(hashes.last); ++slot) {
    const uint64_t first = std::max(hashes.first, map.FirstHash(slot));
    const uint64_t last = std::min(hashes.last, map.LastHash(slot));
    ranges.push_back({slot, KeyOfHash(first), EndOfPrefix(KeyOfHash(last))});
  }
  return ranges;
}

model::ApiResult<QueryRange> RangeOf(const expr::KeyCondition& condition, const ReadSource& source,
                                     base::Sha256* sha256) {
  PARTITA_TRY(CheckLengths(condition));
  QueryRange query;
  for (const AttributeValue& value : condition.partition)
    model::EncodeKeyValue(value, &query.partition);
  if (!source.global()) {
    query.hash = model::HashPartitionKey(source.table->id, query.partition, sha256);
    if (source.index == nullptr) query.partition.insert(0, KeyOfHash(query.hash));
  }
  std::string prefix = query.partition;
  for (const AttributeValue& value : condition.sort_equal) model::EncodeKeyValue(value, &prefix);
  query.range = {0, prefix, EndOfPrefix(prefix)};
  if (condition.sort) Narrow(prefix, *condition.sort, &query.range);
  return query;
}

}  // namespace partita::gateway::api
