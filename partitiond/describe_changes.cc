#include "wire/describe_changes.h"

#include <utility>
#include <vector>

#include "base/log.h"
#include "partitiond/operation.h"
#include "wire/outcome.h"

namespace partita::partitiond {

Attempt<void> DescribeChanges(Room& room, base::ByteReader* payload, base::ByteWriter* reply) {
  const wire::DescribeChangesRequest request = wire::DecodeDescribeChangesRequest(payload);
  PARTITA_TRY(ExpectWholeRequest(*payload));
  std::vector<wire::StreamDescription> streams;
  for (auto& [stream, state] : room.store->Streams()) {
    base::Result<model::StreamInfo> info = model::DecodeStreamInfo(state.info);
    if (!info.ok()) {
      base::Log(base::LogLevel::kError, "table {}: {}", stream.table, info.error().message);
      continue;
    }
    if (!request.table_name.empty() && info->table_name != request.table_name) continue;
    streams.push_back({.table = stream.table,
                       .generation = stream.generation,
                       .closed_at_us = state.closed_at_us,
                       .trimmed_through = state.trimmed_through,
                       .last_seq = state.last_seq,
                       .info = *std::move(info)});
  }
  wire::EncodeDone(reply);
  wire::Encode(streams, reply);
  return {};
}

}  // namespace partita::partitiond
