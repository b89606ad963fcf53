// A thin layer below SQLite for files whose WAL pages are copied early (backfill.h). Four things
// differ from the layer beneath it:
//
//   - During a checkpoint, pages that were copied already are left out. SQLite's checkpoint asks to
//     read frame f of the WAL and then to write what it read as page p. If frame f was copied, the
//     read only marks the buffer (16 random bytes of this process, then f), and the write of a
//     buffer marked f to the page that holds exactly f is dropped. A marked buffer that arrives
//     anywhere else is refused with an I/O error: a mark never reaches a file. Syncs always go
//     through, so after a checkpoint the disk holds the same bytes as without this layer.
//   - kStartWriteback, a file control, asks the kernel to begin writing dirty pages out and does
//     not wait for it.
//   - The writes of a commit to the WAL may be gathered into few (write_gather.h), handed on before
//     its sync.
//   - Whoever asked with kWatchSyncs is told how long each sync took.
//
// The layer offers no shared memory: the file can only be opened in locking_mode=EXCLUSIVE, by one
// connection. Thread safety: the name may be asked for from any thread; a file belongs to its
// connection's thread.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "base/result.h"

namespace partita::sqlite {

// File controls, above the codes SQLite keeps for itself (< 100).
inline constexpr int kStartWriteback = 0x5061;  // no argument
inline constexpr int kLeaveOut = 0x5062;  // argument: CopiedFrames*, or null: leave nothing out

// Which frame of the WAL's current generation each page of the database file holds.
struct CopiedFrames {
  uint32_t page_bytes = 0;
  std::vector<uint32_t> page_of_frame;  // by frame, from 1; 0: this frame was not copied
  std::vector<uint32_t> frame_of_page;  // by page, from 1; 0: nothing was copied to this page

  void Record(uint32_t frame, uint32_t page);
  bool Holds(uint32_t frame, uint32_t page) const;
};

// Gathered, a commit is on its way to the disk when it is synced and not before: for
// synchronous=FULL. Without a sync after each commit the death of the process would take commits
// along.
enum class WalWrites { kAtOnce, kGathered };

// Called after each sync of the file; outlives it.
using WatchSync = std::function<void(int64_t ns)>;
inline constexpr int kWatchSyncs = 0x5063;  // argument: const WatchSync*

// The name of the layer over the VFS called `beneath` (empty: SQLite's default), registered at the
// first call.
base::Result<std::string> BackfillVfs(const std::string& beneath, WalWrites writes);

}  // namespace partita::sqlite
