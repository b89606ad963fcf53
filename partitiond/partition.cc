#include "partitiond/partition.h"

#include <poll.h>

#include <algorithm>
#include <array>
#include <thread>
#include <utility>

#include "base/clock.h"
#include "base/kill_point.h"
#include "base/log.h"
#include "partitiond/dispatch.h"
#include "partitiond/stream_upkeep.h"

namespace partita::partitiond {
namespace {

constexpr int64_t kMillisecond = 1'000'000;
constexpr int kSleepMs = 500;  // a beat twice a second tells that nothing hangs
constexpr int kPeaceMs = 20;   // without a frame for so long, upkeep disturbs nobody
constexpr int64_t kLookIntervalNs =
    5 * kMillisecond;  // while busy: orders and new channels are seen so late
constexpr int64_t kPurgeIntervalNs = 50 * kMillisecond;  // while busy: a step costs an fsync
constexpr int64_t kBackfillIntervalNs =
    20 * kMillisecond;  // the same; somebody waits for the index
constexpr int64_t kBackgroundPauseNs = 1'000 * kMillisecond;  // after a full disk
constexpr int64_t kCountIntervalNs = 100 * kMillisecond;
constexpr int64_t kDrainNs = 5'000 * kMillisecond;  // for peers to take their last replies

}  // namespace

Partition::Partition(PartitionOptions options, shm::Birth birth,
                     std::unique_ptr<store::ItemStore> store)
    : options_(options),
      birth_(std::move(birth)),
      counters_(metrics::CountersOf(&birth_.metrics)),
      tally_(counters_, birth_.self.index),
      store_(std::move(store)),
      tables_(shm::MirrorReader(std::move(*birth_.mirror))),
      peers_(std::move(birth_.peers), birth_.control_block, options.handover_socket),
      sleep_ms_(static_cast<int>(
          std::clamp<int64_t>(options.ttl_sweep_ns / kMillisecond, kPeaceMs, kSleepMs))) {}

base::Status Partition::Run() {
  PARTITA_TRY(RefreshTables(room_));
  PARTITA_TRY(transactions_.Load(store_.get()));
  PARTITA_TRY(store_->WatchSyncs([this](int64_t ns) { tally_.Synced(ns); }));
  PublishMark();
  PublishCounts();
  PARTITA_TRY(shm::SendHandover(options_.handover_socket, {.kind = shm::HandoverKind::kReady}, {}));
  while (order_ == Order::kGoOn) {
    size_t frames = 0;
    PARTITA_TRY(Turn(&frames));
    const int64_t now = base::MonotonicNs();
    if (frames > 0) worked_at_ns_ = now;
    if (now - looked_at_ns_ > kLookIntervalNs) Look(0);
    if (frames == 0 && order_ == Order::kGoOn) PARTITA_TRY(Idle());
  }
  if (order_ == Order::kSupervisorGone) {
    base::Log(base::LogLevel::kWarning, "the supervisor is gone");
    return {};
  }
  DrainBeforeStop();
  PARTITA_TRY(Upkeep(true));
  base::Log(base::LogLevel::kInfo, "stopped at ({}, {})", store_->mark().epoch, store_->mark().seq);
  return {};
}

base::Status Partition::Turn(size_t* frames) {
  birth_.entry->beat.fetch_add(1, std::memory_order_relaxed);
  tally_.Turn();
  peers_.BeginTurn();
  PARTITA_TRY(RefreshTables(room_));
  reads_ = 0;
  TakeFrames(frames);
  if (answered_reads_ && (!batch_.empty() || read_failure_)) peers_.Flush();
  answered_reads_ = false;
  tally_.Reads(reads_);
  const bool wrote = !batch_.empty();
  base::Status done = wrote ? CommitWrites() : base::Status();
  peers_.Flush();
  peers_.Count(tally_.channels());
  if (read_failure_) return *read_failure_;
  PARTITA_TRY(std::move(done));
  PARTITA_TRY(ttl_sweep_.LookFor(room_, base::MonotonicNs()));
  if (wrote || HasBackgroundWork()) PARTITA_TRY(Upkeep(false));
  return {};
}

void Partition::TakeFrames(size_t* frames) {
  const auto on_frame = [this](shm::Channel* from, std::string_view bytes,
                               const wire::Frame& frame) { OnFrame(from, bytes, frame); };
  while (*frames < kMaxFramesPerTurn && batch_.bytes() < kMaxBatchBytes && !read_failure_) {
    read_ns_ = base::MonotonicNs();
    const size_t round = peers_.ReceiveRound(kFramesPerRound, on_frame);
    if (round == 0) break;
    *frames += round;
  }
}

void Partition::OnFrame(shm::Channel* from, std::string_view bytes, const wire::Frame& frame) {
  const DispatchRow* row = FindOperation(frame.header.kind);
  if (row == nullptr || frame.header.is_reply()) {
    AnswerInternalError(frame.header, "No partition answers this", &reply_);
    from->Send(reply_);
  } else if (row->writes) {
    batch_.Add(from, *row, bytes, read_ns_);
  } else {
    AnswerRead(from, *row, frame);
  }
}

void Partition::AnswerRead(shm::Channel* from, const DispatchRow& row, const wire::Frame& frame) {
  const base::Status done = Answer(row, room_, frame, &reply_);
  ++reads_;
  if (!done.ok()) {
    base::Log(base::LogLevel::kError, "a read failed: {}", done.error().message);
    if (done.error().kind != base::ErrorKind::kUnavailable) read_failure_ = done.error();
    AnswerInternalError(frame.header, "The read failed", &reply_);
  }
  if (frame.header.trace_id != 0) {
    wire::FrameTimes times{.dequeued_ns = read_ns_, .batch_size = reads_};
    times.executed_ns = read_ns_ = base::MonotonicNs();
    wire::AppendTimes(times, &reply_);
  }
  from->Send(reply_);
  answered_reads_ = true;
}

// The mark is published before the replies go: whoever has a reply finds at least its commit there.
base::Status Partition::CommitWrites() {
  base::Status done = batch_.Commit(room_);
  if (done.ok()) PublishMark();
  batch_.SendReplies();
  dirty_ = true;
  return done;
}

base::Status Partition::Upkeep(bool idle) {
  PARTITA_TRY(BackgroundStep(idle));
  if (base::MonotonicNs() - counted_at_ns_ > kCountIntervalNs || idle) PublishCounts();
  const base::Status maintained = Maintain(idle);
  if (!maintained.ok() && store_->must_exit()) return maintained.error();
  if (!maintained.ok() && !upkeep_failed_) {
    base::Log(base::LogLevel::kWarning, "upkeep: {}", maintained.error().message);
  }
  upkeep_failed_ = !maintained.ok();
  if (idle) dirty_ = false;
  return {};
}

base::Status Partition::Maintain(bool idle) {
  const int64_t before = base::MonotonicNs();
  base::Status maintained = store_->Maintain(idle);
  tally_.ReadCheckpoints(*store_, base::MonotonicNs() - before);
  return maintained;
}

base::Status Partition::BackgroundStep(bool idle) {
  if (!HasBackgroundWork()) return {};
  const int64_t now = base::MonotonicNs();
  const int64_t interval = index_backfill_.pending() ? kBackfillIntervalNs : kPurgeIntervalNs;
  if (now < background_at_ns_ + (idle ? 0 : interval)) return {};
  const base::Status done = RunBackgroundStep();
  dirty_ = true;
  background_at_ns_ = now;
  if (done.ok()) {
    PublishMark();
    return {};
  }
  if (done.error().kind != base::ErrorKind::kUnavailable) return done.error();
  background_at_ns_ = now + kBackgroundPauseNs;
  return {};
}

base::Status Partition::RunBackgroundStep() {
  if (index_backfill_.pending()) return index_backfill_.Step(store_.get(), tables_);
  if (purge_.pending()) return purge_.Step(store_.get());
  if (HasExpiredChanges(*store_)) return TrimStep(store_.get());
  return ttl_sweep_.Step(room_);
}

bool Partition::HasBackgroundWork() const {
  return purge_.pending() || index_backfill_.pending() || HasExpiredChanges(*store_) ||
         ttl_sweep_.pending();
}

// Nothing came: upkeep in peace once it has been quiet for a while, then sleep.
base::Status Partition::Idle() {
  if (Spin()) return {};
  const int64_t before = base::MonotonicNs();
  const bool peace = before - worked_at_ns_ >= kPeaceMs * kMillisecond;
  if (HasBackgroundWork() && peace && before >= background_at_ns_) return Upkeep(true);
  Sleep(dirty_ || HasBackgroundWork() ? kPeaceMs : sleep_ms_);
  const bool quiet = base::MonotonicNs() - before >= kPeaceMs * kMillisecond && !peers_.HaveWork();
  if (dirty_ && quiet && order_ == Order::kGoOn) return Upkeep(true);
  return {};
}

bool Partition::Spin() {
  if (options_.spin_ns == 0) return false;
  const int64_t until = base::MonotonicNs() + options_.spin_ns;
  do {
    if (peers_.HaveWork()) return true;
    std::this_thread::yield();
  } while (base::MonotonicNs() < until);
  return false;
}

void Partition::Sleep(int timeout_ms) {
  birth_.doorbell->Announce();
  if (peers_.LastLook()) {
    birth_.doorbell->Cancel();
    return;
  }
  tally_.Sleep();
  Look(timeout_ms);
}

// Waits for the doorbell, the supervisor or the order to stop.
void Partition::Look(int timeout_ms) {
  std::array<pollfd, 3> fds{{{birth_.doorbell->event_fd(), POLLIN, 0},
                             {options_.handover_socket, POLLIN, 0},
                             {order_ == Order::kGoOn ? options_.stop_fd : -1, POLLIN, 0}}};
  poll(fds.data(), fds.size(), timeout_ms);
  birth_.doorbell->Cancel();
  if (fds[0].revents != 0) birth_.doorbell->Clear();
  if (fds[2].revents != 0) order_ = Order::kStop;
  if (fds[1].revents != 0) FollowHandovers();
  looked_at_ns_ = base::MonotonicNs();
}

// A gateway that has died drives its transactions no more: whoever asks again under one of their
// tokens need not wait for it.
void Partition::FollowHandovers() {
  const size_t before = peers_.lives_ended();
  if (!peers_.FollowHandovers()) order_ = Order::kSupervisorGone;
  if (peers_.lives_ended() != before) transactions_.claims().EndAll();
}

void Partition::DrainBeforeStop() {
  const int64_t until = base::MonotonicNs() + kDrainNs;
  while (base::MonotonicNs() < until && (peers_.HaveWork() || peers_.outbox_bytes() > 0)) {
    size_t frames = 0;
    const base::Status turned = Turn(&frames);
    if (!turned.ok()) {
      base::Log(base::LogLevel::kError, "while stopping: {}", turned.error().message);
      return;
    }
    Look(frames == 0 ? 1 : 0);
    if (order_ == Order::kSupervisorGone) return;
  }
}

void Partition::PublishMark() {
  const store::CommitMark mark = store_->mark();
  birth_.entry->durable_epoch.store(mark.epoch, std::memory_order_relaxed);
  birth_.entry->durable_seq.store(mark.seq, std::memory_order_release);
}

void Partition::PublishCounts() {
  uint64_t items = 0;
  uint64_t bytes = 0;
  for (const store::Counted& what : store_->Stored()) {
    if (what.index != 0) continue;
    const store::TableStatistics statistics = store_->Statistics(what);
    items += statistics.item_count;
    bytes += statistics.size_bytes;
  }
  birth_.entry->item_count.store(items, std::memory_order_relaxed);
  birth_.entry->item_bytes.store(bytes, std::memory_order_relaxed);
  const IndexBackfill::Progress fills = index_backfill_.Together(*store_);
  birth_.entry->backfill_scanned.store(fills.scanned, std::memory_order_relaxed);
  birth_.entry->backfill_total.store(fills.total, std::memory_order_relaxed);
  tally_.ReadStore(*store_, transactions_.prepared().size());
  counted_at_ns_ = base::MonotonicNs();
}

}  // namespace partita::partitiond
