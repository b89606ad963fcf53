#include "partitiond/commit_batch.h"

#include <utility>

#include "base/clock.h"
#include "base/kill_point.h"
#include "base/log.h"
#include "partitiond/stream_upkeep.h"

namespace partita::partitiond {
namespace {

// Memory of a request or reply up to here is kept for the next turn.
constexpr size_t kKeptBytes = 16u << 10;

void ReleaseIfLarge(std::string* bytes) {
  if (bytes->capacity() > kKeptBytes) std::string().swap(*bytes);
}

}  // namespace

void CommitBatch::Add(shm::Channel* from, const DispatchRow& row, std::string_view frame,
                      int64_t taken_ns) {
  if (used_ == entries_.size()) entries_.emplace_back();
  Entry& entry = entries_[used_++];
  entry.from = from;
  entry.row = &row;
  entry.request = frame;
  entry.times = {.dequeued_ns = taken_ns};
  bytes_ += frame.size();
}

base::Status CommitBatch::Commit(Room& room) {
  committed_ns_ = 0;
  const base::Status done = RunInOneTransaction(room);
  if (done.ok()) {
    room.tally->Keep();
    return {};
  }
  room.tally->Discard();
  room.tally->CommitFailed();
  base::Log(base::LogLevel::kError, "{} writes not committed: {}", used_, done.error().message);
  if (room.store->in_batch()) room.store->Rollback();
  AnswerAllWithInternalError();
  if (done.error().kind != base::ErrorKind::kUnavailable) return done.error();
  return room.transactions->Load(room.store);  // what the batch has locked or unlocked in memory
}

base::Status CommitBatch::RunInOneTransaction(Room& room) {
  PARTITA_TRY(room.store->Begin());
  for (size_t i = 0; i < used_; ++i) {
    Entry& entry = entries_[i];
    // The bytes were found to be a frame when they were taken in.
    const wire::Frame request = *wire::DecodeFrame(entry.request);
    PARTITA_TRY(Answer(*entry.row, room, request, &entry.reply));
    entry.timed = request.header.trace_id != 0;
    if (entry.timed) entry.times.executed_ns = base::MonotonicNs();
  }
  // At least as fast as new records come.
  PARTITA_TRY(TrimExpiredChanges(room.store, 2 * used_ + kTrimRecordsPerStep));
  PARTITA_KILL_POINT("before_commit");
  const int64_t before = base::MonotonicNs();
  PARTITA_TRY(room.store->Commit());
  committed_ns_ = base::MonotonicNs();
  room.tally->Committed(used_, committed_ns_ - before);
  PARTITA_KILL_POINT("after_commit");
  return {};
}

void CommitBatch::AnswerAllWithInternalError() {
  for (size_t i = 0; i < used_; ++i) {
    Entry& entry = entries_[i];
    AnswerInternalError(wire::DecodeFrame(entry.request)->header,
                        "The write could not be made durable", &entry.reply);
  }
}

void CommitBatch::SendReplies() {
  for (size_t i = 0; i < used_; ++i) {
    Entry& entry = entries_[i];
    if (std::exchange(entry.timed, false) && committed_ns_ != 0) {
      entry.times.committed_ns = committed_ns_;
      entry.times.batch_size = static_cast<uint32_t>(used_);
      wire::AppendTimes(entry.times, &entry.reply);
    }
    entry.from->Send(entry.reply);
    ReleaseIfLarge(&entry.request);
    ReleaseIfLarge(&entry.reply);
  }
  used_ = 0;
  bytes_ = 0;
}

}  // namespace partita::partitiond
