#include "sqlite/backfill_vfs.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sqlite3.h>
#include <unistd.h>

#include <array>
#include <cstring>
#include <map>
#include <memory>
#include <mutex>
#include <new>
#include <utility>

#include "base/clock.h"
#include "base/fd.h"
#include "sqlite/sqlite_error.h"
#include "sqlite/write_gather.h"

namespace partita::sqlite {
namespace {

struct Layer {
  sqlite3_vfs vfs{};  // First: SQLite's pointer to it is a pointer to the layer.
  sqlite3_vfs* beneath = nullptr;
  std::string name;
  bool gathers_wal_writes = false;
};

// SQLite allocates this with the file of the layer beneath right behind it.
struct File {
  sqlite3_file base;
  base::UniqueFd fd;  // Of the database; for sync_file_range. Closed after the file beneath, whose
                      // POSIX locks it would drop.
  const CopiedFrames* copied = nullptr;  // Set during a checkpoint.
  const WatchSync* watch_sync = nullptr;
  bool gathers = false;
  WriteGather gather;  // Of the WAL.

  sqlite3_file* beneath() { return reinterpret_cast<sqlite3_file*>(this + 1); }
};
static_assert(sizeof(File) % 8 == 0, "SQLite aligns files to 8 bytes; the one beneath too");

constexpr sqlite3_int64 kWalHeaderSize = 32;
constexpr sqlite3_int64 kWalFrameHeaderBytes = 24;

File* Self(sqlite3_file* file) { return reinterpret_cast<File*>(file); }
sqlite3_file* Beneath(sqlite3_file* file) { return Self(file)->beneath(); }
Layer* Self(sqlite3_vfs* vfs) { return reinterpret_cast<Layer*>(vfs); }
sqlite3_vfs* Beneath(sqlite3_vfs* vfs) { return Self(vfs)->beneath; }

// ---- files

// What a buffer holds that stands for a frame which needs no copying.
struct Mark {
  std::array<uint64_t, 2> magic;
  uint64_t frame;
};

const std::array<uint64_t, 2>& Magic() {
  static const auto magic = [] {
    std::array<uint64_t, 2> random;
    sqlite3_randomness(sizeof random, random.data());
    return random;
  }();
  return magic;
}

// The frame whose page `size` bytes at `offset` of the WAL are; 0: they are something else.
uint32_t FrameAt(const CopiedFrames& copied, int size, sqlite3_int64 offset) {
  const sqlite3_int64 frame_bytes = kWalFrameHeaderBytes + copied.page_bytes;
  const sqlite3_int64 from_first = offset - kWalHeaderSize - kWalFrameHeaderBytes;
  if (static_cast<uint32_t>(size) != copied.page_bytes || from_first < 0 ||
      from_first % frame_bytes != 0)
    return 0;
  return static_cast<uint32_t>(from_first / frame_bytes) + 1;
}

int ReadWal(sqlite3_file* file, void* bytes, int size, sqlite3_int64 offset) {
  if (const CopiedFrames* copied = Self(file)->copied; copied != nullptr) {
    const uint32_t frame = FrameAt(*copied, size, offset);
    if (frame != 0 && frame < copied->page_of_frame.size() && copied->page_of_frame[frame] != 0) {
      const Mark mark{Magic(), frame};
      std::memcpy(bytes, &mark, sizeof mark);
      return SQLITE_OK;
    }
  }
  if (const int code = Self(file)->gather.Flush(Beneath(file)); code != SQLITE_OK) return code;
  return Beneath(file)->pMethods->xRead(Beneath(file), bytes, size, offset);
}

int WriteWal(sqlite3_file* file, const void* bytes, int size, sqlite3_int64 offset) {
  File* self = Self(file);
  if (self->gathers) return self->gather.Write(self->beneath(), bytes, size, offset);
  return Beneath(file)->pMethods->xWrite(Beneath(file), bytes, size, offset);
}

int WriteDatabase(sqlite3_file* file, const void* bytes, int size, sqlite3_int64 offset) {
  if (const CopiedFrames* copied = Self(file)->copied;
      copied != nullptr && static_cast<size_t>(size) >= sizeof(Mark)) {
    Mark mark;
    std::memcpy(&mark, bytes, sizeof mark);
    if (mark.magic == Magic()) {
      const auto page = static_cast<uint32_t>(offset / copied->page_bytes) + 1;
      return copied->Holds(static_cast<uint32_t>(mark.frame), page) ? SQLITE_OK
                                                                    : SQLITE_IOERR_WRITE;
    }
  }
  return Beneath(file)->pMethods->xWrite(Beneath(file), bytes, size, offset);
}

int Close(sqlite3_file* file) {
  const int flushed = Self(file)->gather.Flush(Beneath(file));
  const int closed = Beneath(file)->pMethods->xClose(Beneath(file));
  Self(file)->~File();
  return closed == SQLITE_OK ? flushed : closed;
}

int FileControl(sqlite3_file* file, int operation, void* argument) {
  if (operation == kLeaveOut) {
    Self(file)->copied = static_cast<const CopiedFrames*>(argument);
    return SQLITE_OK;
  }
  if (operation == kWatchSyncs) {
    Self(file)->watch_sync = static_cast<const WatchSync*>(argument);
    return SQLITE_OK;
  }
  if (operation != kStartWriteback) {
    return Beneath(file)->pMethods->xFileControl(Beneath(file), operation, argument);
  }
  // A hint: an error of the disk is reported by the sync that follows.
  if (Self(file)->fd.valid()) sync_file_range(Self(file)->fd.get(), 0, 0, SYNC_FILE_RANGE_WRITE);
  return SQLITE_OK;
}

int Read(sqlite3_file* file, void* bytes, int size, sqlite3_int64 offset) {
  return Beneath(file)->pMethods->xRead(Beneath(file), bytes, size, offset);
}
int Truncate(sqlite3_file* file, sqlite3_int64 size) {
  if (const int code = Self(file)->gather.Flush(Beneath(file)); code != SQLITE_OK) return code;
  return Beneath(file)->pMethods->xTruncate(Beneath(file), size);
}
int Sync(sqlite3_file* file, int flags) {
  if (const int code = Self(file)->gather.Flush(Beneath(file)); code != SQLITE_OK) return code;
  const WatchSync* watch = Self(file)->watch_sync;
  if (watch == nullptr) return Beneath(file)->pMethods->xSync(Beneath(file), flags);
  const int64_t before = base::MonotonicNs();
  const int synced = Beneath(file)->pMethods->xSync(Beneath(file), flags);
  (*watch)(base::MonotonicNs() - before);
  return synced;
}
int FileSize(sqlite3_file* file, sqlite3_int64* size) {
  if (const int code = Self(file)->gather.Flush(Beneath(file)); code != SQLITE_OK) return code;
  return Beneath(file)->pMethods->xFileSize(Beneath(file), size);
}
int Lock(sqlite3_file* file, int level) {
  return Beneath(file)->pMethods->xLock(Beneath(file), level);
}
int Unlock(sqlite3_file* file, int level) {
  return Beneath(file)->pMethods->xUnlock(Beneath(file), level);
}
int CheckReservedLock(sqlite3_file* file, int* held) {
  return Beneath(file)->pMethods->xCheckReservedLock(Beneath(file), held);
}
int SectorSize(sqlite3_file* file) { return Beneath(file)->pMethods->xSectorSize(Beneath(file)); }
int DeviceCharacteristics(sqlite3_file* file) {
  return Beneath(file)->pMethods->xDeviceCharacteristics(Beneath(file));
}

// Version 1 of the methods: no shared memory, no mapping.
constexpr sqlite3_io_methods kDatabaseMethods = {1,
                                                 Close,
                                                 Read,
                                                 WriteDatabase,
                                                 Truncate,
                                                 Sync,
                                                 FileSize,
                                                 Lock,
                                                 Unlock,
                                                 CheckReservedLock,
                                                 FileControl,
                                                 SectorSize,
                                                 DeviceCharacteristics,
                                                 nullptr,
                                                 nullptr,
                                                 nullptr,
                                                 nullptr,
                                                 nullptr,
                                                 nullptr};
constexpr sqlite3_io_methods kWalMethods = {1,
                                            Close,
                                            ReadWal,
                                            WriteWal,
                                            Truncate,
                                            Sync,
                                            FileSize,
                                            Lock,
                                            Unlock,
                                            CheckReservedLock,
                                            FileControl,
                                            SectorSize,
                                            DeviceCharacteristics,
                                            nullptr,
                                            nullptr,
                                            nullptr,
                                            nullptr,
                                            nullptr,
                                            nullptr};

// ---- the layer

int Open(sqlite3_vfs* vfs, const char* name, sqlite3_file* file, int flags, int* out_flags) {
  sqlite3_vfs* beneath = Beneath(vfs);
  // Temporary files and rollback journals are the layer's beneath, in the same memory.
  if ((flags & (SQLITE_OPEN_MAIN_DB | SQLITE_OPEN_WAL)) == 0) {
    return beneath->xOpen(beneath, name, file, flags, out_flags);
  }
  File* self = new (file) File();
  self->base.pMethods = nullptr;
  self->beneath()->pMethods = nullptr;
  const int code = beneath->xOpen(beneath, name, self->beneath(), flags, out_flags);
  if (code != SQLITE_OK) {
    // A failed open may leave a file to close.
    if (self->beneath()->pMethods != nullptr) self->beneath()->pMethods->xClose(self->beneath());
    self->~File();
    return code;
  }
  const bool is_wal = (flags & SQLITE_OPEN_WAL) != 0;
  if (!is_wal) self->fd.Reset(open(name, O_RDONLY | O_CLOEXEC));
  self->base.pMethods = is_wal ? &kWalMethods : &kDatabaseMethods;
  self->gathers = is_wal && Self(vfs)->gathers_wal_writes;
  return SQLITE_OK;
}

int Delete(sqlite3_vfs* vfs, const char* name, int sync) {
  return Beneath(vfs)->xDelete(Beneath(vfs), name, sync);
}
int Access(sqlite3_vfs* vfs, const char* name, int flags, int* result) {
  return Beneath(vfs)->xAccess(Beneath(vfs), name, flags, result);
}
int FullPathname(sqlite3_vfs* vfs, const char* name, int size, char* out) {
  return Beneath(vfs)->xFullPathname(Beneath(vfs), name, size, out);
}
int Randomness(sqlite3_vfs* vfs, int size, char* out) {
  return Beneath(vfs)->xRandomness(Beneath(vfs), size, out);
}
int Sleep(sqlite3_vfs* vfs, int microseconds) {
  return Beneath(vfs)->xSleep(Beneath(vfs), microseconds);
}
int CurrentTime(sqlite3_vfs* vfs, double* days) {
  return Beneath(vfs)->xCurrentTime(Beneath(vfs), days);
}
int GetLastError(sqlite3_vfs* vfs, int size, char* out) {
  return Beneath(vfs)->xGetLastError(Beneath(vfs), size, out);
}
int CurrentTimeInt64(sqlite3_vfs* vfs, sqlite3_int64* ms) {
  return Beneath(vfs)->xCurrentTimeInt64(Beneath(vfs), ms);
}

std::unique_ptr<Layer> MakeLayer(sqlite3_vfs* beneath, WalWrites writes) {
  auto layer = std::make_unique<Layer>();
  layer->beneath = beneath;
  layer->gathers_wal_writes = writes == WalWrites::kGathered;
  layer->name =
      fmt::format("backfill{}-{}", layer->gathers_wal_writes ? "-gather" : "", beneath->zName);
  sqlite3_vfs& vfs = layer->vfs;
  vfs.iVersion = 2;
  vfs.szOsFile = static_cast<int>(sizeof(File)) + beneath->szOsFile;
  vfs.mxPathname = beneath->mxPathname;
  vfs.zName = layer->name.c_str();
  vfs.xOpen = Open;
  vfs.xDelete = Delete;
  vfs.xAccess = Access;
  vfs.xFullPathname = FullPathname;
  vfs.xRandomness = Randomness;
  vfs.xSleep = Sleep;
  vfs.xCurrentTime = CurrentTime;
  vfs.xGetLastError = GetLastError;
  vfs.xCurrentTimeInt64 = CurrentTimeInt64;
  return layer;
}

}  // namespace

void CopiedFrames::Record(uint32_t frame, uint32_t page) {
  if (frame >= page_of_frame.size()) page_of_frame.resize(frame + frame / 2 + 1024);
  if (page >= frame_of_page.size()) frame_of_page.resize(page + page / 2 + 1024);
  page_of_frame[frame] = page;
  frame_of_page[page] = frame;
}

bool CopiedFrames::Holds(uint32_t frame, uint32_t page) const {
  return frame != 0 && page < frame_of_page.size() && frame_of_page[page] == frame;
}

base::Result<std::string> BackfillVfs(const std::string& beneath, WalWrites writes) {
  // Layers live as long as the process: SQLite keeps pointers to them.
  static std::mutex mutex;
  static std::map<std::pair<std::string, WalWrites>, std::unique_ptr<Layer>> layers;
  const std::lock_guard lock(mutex);
  if (const auto known = layers.find({beneath, writes}); known != layers.end())
    return known->second->name;
  sqlite3_vfs* vfs = sqlite3_vfs_find(beneath.empty() ? nullptr : beneath.c_str());
  if (vfs == nullptr)
    return base::Error::Invalid(fmt::format("SQLite knows no VFS called {}", beneath));
  auto layer = MakeLayer(vfs, writes);
  if (const int code = sqlite3_vfs_register(&layer->vfs, 0); code != SQLITE_OK) {
    return ErrorFromCode(code, layer->name);
  }
  const std::string name = layer->name;
  layers[{beneath, writes}] = std::move(layer);
  return name;
}

}  // namespace partita::sqlite
