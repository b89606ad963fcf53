// When the WAL goes into the database file: spread over the commits, so that no single one pays for
// it.
//
// A plain checkpoint of 4,000 frames holds the owner up for 45 ms: 10 ms of copying pages and 34 ms
// of fdatasync, which writes some 3,000 scattered pages. Here the pages are copied a few per commit
// (sqlite/backfill.h) and the kernel is told to start writing them at once, so that the checkpoint
// at the end has a few hundred pages left. docs/storage.md has the figures.
//
//   frames in the WAL
//     0 … start                 nothing: pages that are written again meanwhile are copied once
//     … until few are left      after a commit, `pace` frames are copied for each frame it added
//     `left` not copied         SQLite's checkpoint; the next commit starts the WAL over, in place
//     max                       SQLite's checkpoint in any case: the WAL and recovery are bounded
// With pace 2 a round ends near 2 × start. An idle owner does the same from `idle` frames on.
#pragma once

#include <cstdint>

#include "base/result.h"
#include "sqlite/backfill.h"
#include "sqlite/database.h"

namespace partita::store {

// All in frames of the WAL, one page each.
struct CheckpointLimits {
  int start = 5000;  // 41 MB at 8 KiB
  int max = 16'000;  // 131 MB: some 130 ms of recovery
  int left = 300;
  int pace = 2;         // start × pace / (pace − 1), where a round ends, must be below max
  int idle = 1000;      // below this an idle file is left alone
  int idle_step = 256;  // about 1 ms
};

class Checkpointer {
 public:
  // `early_copies` false: with synchronous=NORMAL committed frames are not synced, only the
  // checkpoint may copy.
  Checkpointer(sqlite::Database& database, const CheckpointLimits& limits, bool early_copies)
      : backfill_(database), limits_(limits), early_copies_(early_copies) {}

  // After each commit: the frames in the WAL.
  void Committed(int frames) { backfill_.Committed(frames); }

  // One bounded step. kUnavailable: the disk is full; the WAL keeps everything and the next step
  // tries again.
  base::Status Step(bool idle);
  // Everything now: the WAL can then be overwritten from its start. For a full disk.
  base::Status Finish();

  base::Status WatchSyncs(const sqlite::WatchSync* watch) { return backfill_.WatchSyncs(watch); }
  int frames() const { return backfill_.committed(); }        // in the WAL
  uint64_t frames_done() const { return frames_done_; }  // looked at and, where needed, copied
  uint64_t rounds() const { return rounds_; }            // ended

 private:
  base::Status CopySome(int frames);

  sqlite::Backfill backfill_;
  const CheckpointLimits limits_;
  const bool early_copies_;
  int seen_ = 0;  // frames at the latest Step()
  uint64_t frames_done_ = 0;
  uint64_t rounds_ = 0;
};

}  // namespace partita::store
