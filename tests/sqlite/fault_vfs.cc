#include "fault_vfs.h"

#include <fmt/format.h>
#include <sqlite3.h>

#include <algorithm>
#include <fstream>
#include <iterator>
#include <new>

namespace partita::sqlite {

struct FaultVfs::Layer {
  sqlite3_vfs vfs{};  // First: SQLite's pointer to it is a pointer to the layer.
  sqlite3_vfs* beneath = nullptr;
  FaultVfs* owner = nullptr;
};

namespace {

constexpr int64_t kSector = 512;

struct File {
  sqlite3_file base;
  FaultVfs* owner;
  std::string* path;  // Null: a temporary file.
  sqlite3_file* beneath() { return reinterpret_cast<sqlite3_file*>(this + 1); }
  FaultVfs::Disk& disk() { return owner->DiskOf(*path); }
};

File* Self(sqlite3_file* file) { return reinterpret_cast<File*>(file); }
sqlite3_file* Beneath(sqlite3_file* file) { return Self(file)->beneath(); }
sqlite3_vfs* Beneath(sqlite3_vfs* vfs) { return reinterpret_cast<FaultVfs::Layer*>(vfs)->beneath; }

void Apply(const FaultVfs::Disk::Write& write, std::string* bytes) {
  const size_t end = static_cast<size_t>(write.offset) + write.bytes.size();
  if (bytes->size() < end) bytes->resize(end);
  bytes->replace(static_cast<size_t>(write.offset), write.bytes.size(), write.bytes);
}
void Apply(const FaultVfs::Disk::Truncation& truncation, std::string* bytes) {
  bytes->resize(static_cast<size_t>(truncation.size));
}

int Write(sqlite3_file* file, const void* bytes, int size, sqlite3_int64 offset) {
  File* self = Self(file);
  if (self->owner->Operation()) return SQLITE_IOERR_WRITE;
  sqlite3_int64 present = 0;
  self->beneath()->pMethods->xFileSize(self->beneath(), &present);
  if (!self->owner->Grows(std::max<sqlite3_int64>(0, offset + size - present))) return SQLITE_FULL;
  if (self->path != nullptr) {
    const std::string copy(static_cast<const char*>(bytes), static_cast<size_t>(size));
    self->disk().pending.push_back(FaultVfs::Disk::Write{offset, copy});
  }
  return self->beneath()->pMethods->xWrite(self->beneath(), bytes, size, offset);
}

int Truncate(sqlite3_file* file, sqlite3_int64 size) {
  File* self = Self(file);
  if (self->owner->Operation()) return SQLITE_IOERR_TRUNCATE;
  if (self->path != nullptr) self->disk().pending.push_back(FaultVfs::Disk::Truncation{size});
  return self->beneath()->pMethods->xTruncate(self->beneath(), size);
}

int Sync(sqlite3_file* file, int) {
  File* self = Self(file);
  if (self->owner->Operation() || self->owner->SyncFails()) return SQLITE_IOERR_FSYNC;
  if (self->path == nullptr) return SQLITE_OK;
  FaultVfs::Disk& disk = self->disk();
  for (const auto& change : disk.pending)
    std::visit([&](const auto& c) { Apply(c, &disk.synced); }, change);
  disk.pending.clear();
  return SQLITE_OK;
}

int Close(sqlite3_file* file) {
  const int code = Beneath(file)->pMethods->xClose(Beneath(file));
  delete Self(file)->path;
  return code;
}

int Read(sqlite3_file* file, void* bytes, int size, sqlite3_int64 offset) {
  return Beneath(file)->pMethods->xRead(Beneath(file), bytes, size, offset);
}
int FileSize(sqlite3_file* file, sqlite3_int64* size) {
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
int FileControl(sqlite3_file* file, int operation, void* argument) {
  // A size hint would grow the file behind our back.
  if (operation == SQLITE_FCNTL_SIZE_HINT) return SQLITE_OK;
  return Beneath(file)->pMethods->xFileControl(Beneath(file), operation, argument);
}
int SectorSize(sqlite3_file* file) { return Beneath(file)->pMethods->xSectorSize(Beneath(file)); }
int DeviceCharacteristics(sqlite3_file* file) {
  return Beneath(file)->pMethods->xDeviceCharacteristics(Beneath(file));
}

constexpr sqlite3_io_methods kMethods = {1,
                                         Close,
                                         Read,
                                         Write,
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

int Open(sqlite3_vfs* vfs, const char* name, sqlite3_file* file, int flags, int* out_flags) {
  File* self = new (file) File{};
  const int code = Beneath(vfs)->xOpen(Beneath(vfs), name, self->beneath(), flags, out_flags);
  if (code != SQLITE_OK) return code;
  self->owner = reinterpret_cast<FaultVfs::Layer*>(vfs)->owner;
  self->path = name == nullptr ? nullptr : new std::string(name);
  if (self->path != nullptr) self->disk();
  self->base.pMethods = &kMethods;
  return SQLITE_OK;
}

int Delete(sqlite3_vfs* vfs, const char* name, int) {
  FaultVfs* owner = reinterpret_cast<FaultVfs::Layer*>(vfs)->owner;
  if (owner->Operation()) return SQLITE_IOERR_DELETE;
  owner->Forget(name);
  return Beneath(vfs)->xDelete(Beneath(vfs), name, 0);
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

std::string ReadFile(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

// A write of which some sectors did not arrive.
std::vector<FaultVfs::Disk::Write> Torn(const FaultVfs::Disk::Write& write,
                                        std::mt19937_64* random) {
  std::vector<FaultVfs::Disk::Write> arrived;
  const auto size = static_cast<int64_t>(write.bytes.size());
  for (int64_t from = 0; from < size;) {
    const int64_t to =
        std::min(size, ((write.offset + from) / kSector + 1) * kSector - write.offset);
    if ((*random)() % 2 == 0) {
      arrived.push_back({write.offset + from, write.bytes.substr(static_cast<size_t>(from),
                                                                 static_cast<size_t>(to - from))});
    }
    from = to;
  }
  return arrived;
}

}  // namespace

FaultVfs::FaultVfs() : layer_(std::make_unique<Layer>()) {
  static int count = 0;
  name_ = fmt::format("fault-{}", ++count);
  layer_->owner = this;
  layer_->beneath = sqlite3_vfs_find(nullptr);
  sqlite3_vfs& vfs = layer_->vfs;
  vfs.iVersion = 2;
  vfs.szOsFile = static_cast<int>(sizeof(File)) + layer_->beneath->szOsFile;
  vfs.mxPathname = layer_->beneath->mxPathname;
  vfs.zName = name_.c_str();
  vfs.xOpen = Open;
  vfs.xDelete = Delete;
  vfs.xAccess = Access;
  vfs.xFullPathname = FullPathname;
  vfs.xRandomness = Randomness;
  vfs.xSleep = Sleep;
  vfs.xCurrentTime = CurrentTime;
  vfs.xGetLastError = GetLastError;
  vfs.xCurrentTimeInt64 = CurrentTimeInt64;
  sqlite3_vfs_register(&vfs, 0);
}

FaultVfs::~FaultVfs() { sqlite3_vfs_unregister(&layer_->vfs); }

bool FaultVfs::Operation() {
  if (power_is_cut()) return true;
  ++operations_;
  return power_is_cut();
}

bool FaultVfs::SyncFails() { return fail_sync_ > 0 && --fail_sync_ == 0; }

bool FaultVfs::Grows(int64_t by) {
  if (space_ < 0) return true;
  if (by > space_) return false;
  space_ -= by;
  return true;
}

FaultVfs::Disk& FaultVfs::DiskOf(const std::string& path) {
  const auto [found, is_new] = disks_.try_emplace(path);
  if (is_new) found->second.synced = ReadFile(path);
  return found->second;
}

void FaultVfs::LeaveSurvivors(uint64_t seed) {
  std::mt19937_64 random(seed);
  for (auto& [path, left] : disks_) {
    Disk& disk = left;  // a name that a lambda may capture
    const uint64_t mood =
        random() % 4;  // 0: nothing unsynced arrived, 1: everything, 2 and 3: some
    for (const auto& change : disk.pending) {
      const uint64_t fate = mood < 2 ? mood : random() % 3;
      if (fate == 0) continue;
      if (const auto* write = std::get_if<Disk::Write>(&change); write != nullptr && fate == 2) {
        for (const Disk::Write& part : Torn(*write, &random)) Apply(part, &disk.synced);
      } else {
        std::visit([&](const auto& c) { Apply(c, &disk.synced); }, change);
      }
    }
    disk.pending.clear();
    std::ofstream(path, std::ios::binary | std::ios::trunc) << disk.synced;
  }
}

}  // namespace partita::sqlite
