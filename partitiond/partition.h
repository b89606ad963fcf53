// The loop of a partition: one turn takes what waits in the rings, answers the reads, commits the
// writes, answers them.
//
// A turn
//   1. takes at most kMaxFramesPerTurn frames from all channels, a few of each in turn;
//   2. answers reads as they are taken, against the committed state: the batch has not begun;
//   3. runs the writes in one transaction with one fsync, and only then lets their replies go
//      (commit_batch.h);
//   4. flushes every channel, which rings each sleeping peer at most once; replies to reads do not
//      wait for the fsync;
//   5. does a bounded step of upkeep: freeing what is gone, filling new indexes, trimming streams,
//      deleting what has expired, checkpoints, the counts others see.
// While the disk syncs, the next batch gathers in the rings. Without work it announces that it
// sleeps, looks once more, and sleeps until its doorbell, the supervisor or a signal wakes it.
//
// Thread safety: one object, one thread, one process.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>

#include "base/result.h"
#include "partitiond/commit_batch.h"
#include "partitiond/operation.h"
#include "partitiond/peers.h"
#include "partitiond/ttl_sweep.h"
#include "shm/handover.h"
#include "store/item_store.h"

namespace partita::partitiond {

// More gains little (one fsync is spread over few hundred writes already) and lengthens the wait of
// the first.
inline constexpr size_t kMaxFramesPerTurn = 256;
inline constexpr size_t kFramesPerRound = 16;
// A turn ends early when its writes grow beyond this, so that a batch of large items stays a
// bounded transaction.
inline constexpr size_t kMaxBatchBytes = 4u << 20;

struct PartitionOptions {
  int handover_socket = shm::kHandoverFd;
  int stop_fd = -1;     // readable: the order to stop; -1: none comes
  int64_t spin_ns = 0;  // how long to look for work before sleeping
  int64_t ttl_sweep_ns = 1'000'000'000;  // from the end of a sweep for expired items to the next
};

class Partition {
 public:
  // `birth.mirror` is there. The store is open.
  Partition(PartitionOptions options, shm::Birth birth, std::unique_ptr<store::ItemStore> store);

  // Says kReady and works until told to stop: finishes what is in the rings, commits, closes the
  // store and returns. When the supervisor is gone it returns at once, after the commit it was in.
  // Errors: kInvalid, the slot and the published catalog do not belong together; anything else, the
  // store failed and only a new process can tell what is on the disk.
  base::Status Run();

 private:
  enum class Order { kGoOn, kStop, kSupervisorGone };

  base::Status Turn(size_t* frames);
  void TakeFrames(size_t* frames);
  void OnFrame(shm::Channel* from, std::string_view bytes, const wire::Frame& frame);
  void AnswerRead(shm::Channel* from, const DispatchRow& row, const wire::Frame& frame);
  base::Status CommitWrites();
  base::Status Upkeep(bool idle);
  base::Status BackgroundStep(bool idle);
  base::Status RunBackgroundStep();
  bool HasBackgroundWork() const;
  base::Status Idle();
  bool Spin();
  void Sleep(int timeout_ms);
  void Look(int timeout_ms);
  void FollowHandovers();
  void DrainBeforeStop();
  void PublishMark();
  void PublishCounts();
  base::Status Maintain(bool idle);

  const PartitionOptions options_;
  shm::Birth birth_;
  metrics::CounterBlock* const counters_;
  Tally tally_;
  std::unique_ptr<store::ItemStore> store_;
  TableCache tables_;
  Purge purge_;
  IndexBackfill index_backfill_;
  Transactions transactions_;
  Room room_{store_.get(), &tables_, &purge_, &index_backfill_, &transactions_, &tally_};
  TtlSweep ttl_sweep_{options_.ttl_sweep_ns};
  Peers peers_;
  CommitBatch batch_;

  const int sleep_ms_;  // without anything to do
  Order order_ = Order::kGoOn;
  std::string reply_;            // of a read; its memory is kept
  int64_t read_ns_ = 0;          // the clock's last answer: what follows was taken just then
  uint32_t reads_ = 0;           // of this turn
  bool answered_reads_ = false;  // since the last Flush
  std::optional<base::Error>
      read_failure_;            // the store failed a read: the process ends with this turn
  bool dirty_ = true;           // written since the last upkeep in peace
  bool upkeep_failed_ = false;  // the last time; said once
  int64_t looked_at_ns_ = 0;    // when the descriptors were last polled
  int64_t worked_at_ns_ = 0;                 // when the last turn with frames ended
  int64_t background_at_ns_ = 0;  // when the last step ended, or is held back until
  int64_t counted_at_ns_ = 0;
};

}  // namespace partita::partitiond
