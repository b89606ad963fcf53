#include "wire/read_changes.h"

#include <algorithm>

#include "base/log.h"
#include "model/api_message.h"
#include "partitiond/operation.h"
#include "wire/outcome.h"
#include "wire/scan_range.h"

namespace partita::partitiond {
namespace {

Failure ChangesFailure(base::Error error) {
  if (error.kind != base::ErrorKind::kCorrupt) return error;
  base::Log(base::LogLevel::kError, "refused to serve a corrupt record: {}", error.message);
  return model::ApiError::Of(model::ApiErrorType::kInternalServerError,
                             "The stored record is damaged");
}

Failure Refused(model::ApiErrorType type, std::string_view message) {
  return model::ApiError::Of(type, std::string(message));
}

}  // namespace

Attempt<void> ReadChanges(Room& room, base::ByteReader* payload, base::ByteWriter* reply) {
  const wire::ReadChangesRequest request = wire::DecodeReadChangesRequest(payload);
  PARTITA_TRY(ExpectWholeRequest(*payload));
  const store::StreamId stream{.table = request.table, .generation = request.generation};
  const store::StreamState* state = room.store->FindStream(stream);
  if (state == nullptr)
    return Refused(model::ApiErrorType::kResourceNotFound, model::message::kShardGone);
  uint64_t after = request.after_seq;
  if (request.from_horizon) after = std::max(after, state->trimmed_through);
  if (after < state->trimmed_through)
    return Refused(model::ApiErrorType::kTrimmedDataAccess, model::message::kTrimmedData);

  uint64_t records = std::min(request.max_records, wire::kMaxStepItems);
  uint64_t bytes = std::min(request.max_bytes, wire::kMaxStepBytes);
  wire::EncodeDone(reply);
  const base::Status read =
      room.store->ReadChanges(stream, after, [&](const store::Change& change) {
        wire::EncodeChange({.seq = change.seq, .at_us = change.at_us, .record = change.record},
                           reply);
        after = change.seq;
        bytes -= std::min<uint64_t>(bytes, change.record.size());
        return --records > 0 && bytes > 0;
      });
  if (!read.ok()) return ChangesFailure(read.error());
  wire::EncodeChangesEnd({.ended = after >= state->last_seq, .closed = state->closed_at_us != 0},
                         reply);
  return {};
}

}  // namespace partita::partitiond
