// A layer below SQLite that behaves like a failing disk: no space, failing syncs, loss of power.
//
// It keeps, per file, what a disk that forgets everything unsynced would hold. Syncs cost nothing:
// the real files are never synced. Use one FaultVfs per test; the files must be closed before it
// dies.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <random>
#include <string>
#include <variant>
#include <vector>

namespace partita::sqlite {

class FaultVfs {
 public:
  FaultVfs();
  ~FaultVfs();
  FaultVfs(const FaultVfs&) = delete;
  FaultVfs& operator=(const FaultVfs&) = delete;

  const std::string& name() const { return name_; }

  // How many bytes all files together may still grow; writes that need more give "disk full".
  // Negative: no limit.
  void SetSpace(int64_t bytes) { space_ = bytes; }
  // The n-th sync from now on fails (1: the next one); 0: none.
  void FailSync(int n) { fail_sync_ = n; }

  // The power goes at the n-th write, sync or truncation from now on: it and everything after it
  // fail.
  void CutPowerAt(int64_t n) { cut_at_ = operations_ + n; }
  bool power_is_cut() const { return cut_at_ > 0 && operations_ >= cut_at_; }
  int64_t operations() const { return operations_; }
  // Rewrites the real files as the disk could hold them after the cut: everything synced, and of
  // what was not a random part, by whole writes and by sectors of 512 bytes. The files must be
  // closed.
  void LeaveSurvivors(uint64_t seed);

  struct Layer;  // what SQLite sees
  struct Disk {  // one file
    struct Write {
      int64_t offset = 0;
      std::string bytes;
    };
    struct Truncation {
      int64_t size = 0;
    };
    std::string synced;
    std::vector<std::variant<Write, Truncation>> pending;
  };

  // For the layer's methods: true if the operation must fail.
  bool Operation();
  bool SyncFails();
  bool Grows(int64_t by);  // false: no space
  Disk& DiskOf(const std::string& path);
  void Forget(const std::string& path) { disks_.erase(path); }

 private:
  std::string name_;
  std::unique_ptr<Layer> layer_;
  std::map<std::string, Disk> disks_;
  int64_t operations_ = 0;
  int64_t cut_at_ = 0;  // 0: never
  int64_t space_ = -1;
  int fail_sync_ = 0;
};

}  // namespace partita::sqlite
