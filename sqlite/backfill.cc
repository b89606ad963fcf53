#include "sqlite/backfill.h"

#include <fmt/format.h>
#include <sqlite3.h>

#include <cstring>

#include "sqlite/backfill_vfs.h"
#include "sqlite/sqlite_error.h"

namespace partita::sqlite {
namespace {

constexpr int kWalHeaderBytes = 32;
constexpr int kFrameHeaderBytes = 24;
constexpr int kSaltBytes = 8;
constexpr uint32_t kMaxPages =
    1u << 29;  // 4 TiB of 8 KiB pages: keeps a rotten page number from asking for memory

uint32_t BigEndian32(const char* from) {
  uint32_t value;
  std::memcpy(&value, from, sizeof value);
  return __builtin_bswap32(value);
}

base::Result<sqlite3_file*> FileOf(Database& database, int operation) {
  sqlite3_file* file = nullptr;
  const int code = sqlite3_file_control(database.handle(), nullptr, operation, &file);
  if (code != SQLITE_OK || file == nullptr || file->pMethods == nullptr) {
    return base::Error::Failed(fmt::format("{} has no such file open", database.path()));
  }
  return file;
}

}  // namespace

base::Status Backfill::LeaveOut(const CopiedFrames* copied) {
  for (const int operation : {SQLITE_FCNTL_JOURNAL_POINTER, SQLITE_FCNTL_FILE_POINTER}) {
    PARTITA_ASSIGN(sqlite3_file * file, FileOf(database_, operation));
    const int code =
        file->pMethods->xFileControl(file, kLeaveOut, const_cast<CopiedFrames*>(copied));
    if (code != SQLITE_OK)
      return base::Error::Failed(fmt::format("{} is not in a backfill VFS", database_.path()));
  }
  return {};
}

base::Status Backfill::WatchSyncs(const WatchSync* watch) {
  for (const int operation : {SQLITE_FCNTL_JOURNAL_POINTER, SQLITE_FCNTL_FILE_POINTER}) {
    PARTITA_ASSIGN(sqlite3_file * file, FileOf(database_, operation));
    const int code = file->pMethods->xFileControl(file, kWatchSyncs, const_cast<WatchSync*>(watch));
    if (code != SQLITE_OK)
      return base::Error::Failed(fmt::format("{} is not in a backfill VFS", database_.path()));
  }
  return {};
}

base::Status Backfill::Checkpoint() {
  if (committed_ == 0) return {};
  PARTITA_TRY(LeaveOut(&copied_));
  auto done = database_.RunCheckpoint(Database::Checkpoint::kPassive);
  PARTITA_TRY(LeaveOut(nullptr));
  PARTITA_TRY(std::move(done));
  committed_ = done_ = end_ = cursor_ = 0;
  copied_.page_of_frame.clear();
  copied_.frame_of_page.clear();
  return {};
}

base::Status Backfill::StartPass() {
  end_ = cursor_ = committed_;
  PARTITA_ASSIGN(sqlite3_file * wal, FileOf(database_, SQLITE_FCNTL_JOURNAL_POINTER));
  char header[kWalHeaderBytes];
  if (const int code = wal->pMethods->xRead(wal, header, sizeof header, 0); code != SQLITE_OK) {
    return ErrorFromCode(code, "reading the header of the WAL");
  }
  copied_.page_bytes = BigEndian32(header + 8);
  salts_.assign(header + 16, kSaltBytes);
  page_.resize(copied_.page_bytes);
  return {};
}

base::Result<uint32_t> Backfill::PageOf(int frame) {
  PARTITA_ASSIGN(sqlite3_file * wal, FileOf(database_, SQLITE_FCNTL_JOURNAL_POINTER));
  char header[kFrameHeaderBytes];
  const int code = wal->pMethods->xRead(wal, header, sizeof header, OffsetOf(frame));
  if (code != SQLITE_OK) return ErrorFromCode(code, "reading a frame of the WAL");
  if (std::memcmp(header + 8, salts_.data(), kSaltBytes) != 0) {
    return base::Error::Corrupt(
        fmt::format("frame {} of the WAL of {} is of another age", frame, database_.path()));
  }
  const uint32_t page = BigEndian32(header);
  if (page == 0 || page > kMaxPages) {
    return base::Error::Corrupt(
        fmt::format("frame {} of the WAL of {} has no page", frame, database_.path()));
  }
  return page;
}

int64_t Backfill::OffsetOf(int frame) const {
  return kWalHeaderBytes + (frame - 1) * int64_t{kFrameHeaderBytes + copied_.page_bytes};
}

// The header first: most frames of pages that are written often have a newer one that was copied.
base::Status Backfill::CopyFrame(int frame) {
  PARTITA_ASSIGN(const uint32_t page, PageOf(frame));
  const bool newer_is_there = page < copied_.frame_of_page.size() &&
                              copied_.frame_of_page[page] > static_cast<uint32_t>(frame);
  if (newer_is_there) return {};
  PARTITA_ASSIGN(sqlite3_file * wal, FileOf(database_, SQLITE_FCNTL_JOURNAL_POINTER));
  PARTITA_ASSIGN(sqlite3_file * file, FileOf(database_, SQLITE_FCNTL_FILE_POINTER));
  const int size = static_cast<int>(copied_.page_bytes);
  int code = wal->pMethods->xRead(wal, page_.data(), size, OffsetOf(frame) + kFrameHeaderBytes);
  if (code != SQLITE_OK) return ErrorFromCode(code, "reading a page of the WAL");
  code = file->pMethods->xWrite(file, page_.data(), size,
                                static_cast<int64_t>(page - 1) * copied_.page_bytes);
  if (code != SQLITE_OK)
    return ErrorFromCode(code, fmt::format("copying a page of {}", database_.path()));
  copied_.Record(static_cast<uint32_t>(frame), page);
  return {};
}

base::Status Backfill::Step(int max_frames) {
  for (int i = 0; i < max_frames; ++i) {
    if (cursor_ == done_) {
      done_ = cursor_ = end_;
      if (committed_ == done_) return {};
      PARTITA_TRY(StartPass());
    }
    PARTITA_TRY(CopyFrame(cursor_));
    --cursor_;
  }
  return {};
}

base::Status Backfill::StartWriteback() {
  const int code = sqlite3_file_control(database_.handle(), nullptr, kStartWriteback, nullptr);
  if (code != SQLITE_OK) return ErrorFromCode(code, "starting writeback");
  return {};
}

}  // namespace partita::sqlite
