// A place in a shard, as the opaque text that GetShardIterator and GetRecords give out.
//
//   iterator := base64(u8 1 (format), table u64, generation u64, slot u32, after_seq u64,
//                      from_horizon bool, issued_at_us u64, checksum u64)
// It holds all that a read needs, so no gateway remembers any, and it survives every restart. The
// checksum tells a text that was cut or invented from one that was given out.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "model/table_schema.h"

namespace partita::gateway::api {

inline constexpr int64_t kIteratorLifetimeUs = int64_t{15} * 60 * 1'000'000;

struct ShardIterator {
  model::TableId table = 0;
  uint64_t generation = 0;
  uint32_t slot = 0;
  uint64_t after_seq = 0;     // the next record is behind this one
  bool from_horizon = false;  // or behind what has been trimmed, whichever is later
  int64_t issued_at_us = 0;
};

std::string MakeShardIterator(const ShardIterator& iterator);
std::optional<ShardIterator> ParseShardIterator(std::string_view text);

}  // namespace partita::gateway::api
