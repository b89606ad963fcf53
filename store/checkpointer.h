// When the WAL goes into the database file: spread over the commits, so that no single one pays for it.
//
// A plain checkpoint of 4,000 frames holds the owner up for 45 ms: 10 ms of copying pages and 34 ms of fdatasync, which
// writes some 3,000 scattered pages. Here the pages are copied a few per commit (sqlite/backfill.h) and the kernel is told
// to start writing them at once, so that the checkpoint at the end has a few hundred pages left. docs/storage.md has the
// figures.
//
//   frames in the WAL
//     0 … kStartFrames          nothing: pages that are written again meanwhile are copied once
//     … until few are left      after every commit kPace frames are copied for each frame it added
//     kLeftFrames not copied    SQLite's checkpoint; the next commit starts the WAL over, in place
//     kMaxFrames                SQLite's checkpoint in any case: the WAL is bounded, and so is recovery after a crash
// With pace 2 a round ends near 2 × kStartFrames. An idle owner does the same from kIdleFrames on.
#pragma once

#include "base/result.h"
#include "sqlite/backfill.h"
#include "sqlite/database.h"

namespace partita::store {

class Checkpointer {
 public:
  static constexpr int kStartFrames = 5000;  // 41 MB at 8 KiB
  static constexpr int kMaxFrames = 16'000;  // 131 MB: some 130 ms of recovery
  static constexpr int kLeftFrames = 300;
  static constexpr int kPace = 2;
  static constexpr int kIdleFrames = 1000;      // below this an idle file is left alone
  static constexpr int kIdleStepFrames = 256;   // about 1 ms
  static_assert(kStartFrames * kPace / (kPace - 1) < kMaxFrames, "the pace must end a round before the bound does");

  // `early_copies` false: with synchronous=NORMAL committed frames are not synced, only the checkpoint may copy.
  Checkpointer(sqlite::Database& database, bool early_copies) : backfill_(database), early_copies_(early_copies) {}

  // After each commit: the frames in the WAL.
  void Committed(int frames) { backfill_.Committed(frames); }

  // One bounded step. kUnavailable: the disk is full; the WAL keeps everything and the next step tries again.
  base::Status Step(bool idle);

 private:
  base::Status CopySome(int frames);
  base::Status Finish();

  sqlite::Backfill backfill_;
  const bool early_copies_;
  int seen_ = 0;  // frames at the latest Step()
};

}  // namespace partita::store
