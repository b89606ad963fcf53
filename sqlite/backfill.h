// Copies committed pages out of the WAL into the database file ahead of the checkpoint, a few at a
// time, so that the checkpoint itself finds nearly everything done: SQLite's copy would write the
// same bytes (backfill_vfs.h leaves those out) and its sync has little left to flush. One thread,
// one connection: the owner calls Step() between its commits.
//
// Why this is safe at every instant. In WAL mode a page that has a committed frame in the WAL is
// never read from the database file, neither by the running connection nor after a crash: recovery
// rebuilds the WAL's index from the same frames. So what the file holds for such a page is free to
// change, until a checkpoint has completed, and a checkpoint begins with having every such page
// written. This is exactly what a checkpoint does to the file, only earlier. It needs:
//   1. Only frames that are committed and synced are copied. Committed() is called by the WAL hook,
//      which SQLite runs after the commit's fdatasync (synchronous=FULL; with NORMAL there is no
//      such sync, and no backfill).
//   2. Only frames of the current generation of the WAL. A generation ends in Checkpoint(). The
//      salts in each frame are compared with the WAL's header besides.
//   3. A page may hold an older frame than the newest for a while: the checkpoint asks for the
//      newest by its number, and only a page that holds exactly that one is left out.
//   4. Never at the same time as a checkpoint or a transaction: one thread does all three.
// A crash between any two writes, torn or reordered, leaves garbage only in pages that the WAL has;
// nothing here is taken for durable before SQLite's own checkpoint has synced the file. If a WAL
// frame rots later, the file may be newer in some pages than in others, as after an interrupted
// checkpoint: the commit mark tells, and the file is refused.
//
// Source of the format: https://www.sqlite.org/fileformat2.html#walformat
// Thread safety: the connection's thread.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/result.h"
#include "sqlite/backfill_vfs.h"
#include "sqlite/database.h"

namespace partita::sqlite {

class Backfill {
 public:
  // `database` was opened through BackfillVfs().
  explicit Backfill(Database& database) : database_(database) {}

  // After each commit: `frames` in the WAL are committed and synced.
  void Committed(int frames) { committed_ = frames; }
  // SQLite's checkpoint, passive, without the pages that are copied already. Afterwards the next
  // commit starts the WAL over.
  base::Status Checkpoint();

  // Copies up to `max_frames` frames' worth of the pass under way and begins a new pass over what
  // was committed since when one ends. A pass goes from its newest frame to its oldest and copies
  // each page once.
  base::Status Step(int max_frames);
  // Asks the kernel to begin writing what was copied; does not wait.
  base::Status StartWriteback();

  // `watch` is told of each sync of the file and its WAL; it outlives the database.
  base::Status WatchSyncs(const WatchSync* watch);

  int committed() const { return committed_; }  // frames in the WAL
  int remaining() const {
    return committed_ - done_ - (end_ - cursor_);
  }  // frames not yet looked at

 private:
  base::Status StartPass();
  base::Result<uint32_t> PageOf(int frame);  // kCorrupt: not a frame of this generation
  int64_t OffsetOf(int frame) const;
  base::Status CopyFrame(int frame);
  base::Status LeaveOut(const CopiedFrames* copied);

  Database& database_;
  int committed_ = 0;
  int done_ = 0;  // frames 1…done_ belong to finished passes
  // The pass under way covers done_+1…end_, of which cursor_+1…end_ have been looked at. All three
  // are equal when none is.
  int end_ = 0;
  int cursor_ = 0;
  std::string salts_;    // 8 bytes of the WAL's header
  CopiedFrames copied_;  // in this generation
  std::vector<char> page_;
};

}  // namespace partita::sqlite
