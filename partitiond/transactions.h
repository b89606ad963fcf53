// The transactions that this slot takes part in or decides: what is on disk, and in memory what is
// asked of it all the time.
//
// The records on disk are the truth; the locks, the ages and the decisions in memory are read from
// them at the start and follow each change. After a batch that was rolled back they are read again.
//
// Ages are counted in this life of the process on the monotonic clock, never by dates: after a
// restart everything is young again, which delays, and loses nothing.
// Thread safety: one object, one thread.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/result.h"
#include "partitiond/token_claims.h"
#include "partitiond/transaction_record.h"
#include "partitiond/write_clock.h"
#include "store/item_store.h"

namespace partita::partitiond {

// An aborted decision is there for coordinators that are late. None can be after this: whatever one
// sends carries a deadline that is shorter (gateway/transaction_run.h).
inline constexpr int64_t kAbortRememberedNs = 60'000'000'000;

class Transactions {
 public:
  struct Prepared {
    uint32_t decider = 0;
    int64_t since_ns = 0;
    std::vector<std::string> locked;  // as in locks_
  };
  struct Decision {
    DecisionRecord record;
    int64_t since_ns = 0;
  };

  // Reads what is on disk. At the start, and after a rollback.
  base::Status Load(store::ItemStore* store);

  // ---- locks
  enum class Lock { kNone, kChecked, kWritten };
  // kChecked: a transaction relies on the item as it is; kWritten: it may be about to change it.
  Lock LockOn(std::string_view key) const;
  // After the batch with these changes was committed or is the open one; see Load() otherwise.
  WriteClock& clock() { return clock_; }
  TokenClaims& claims() { return claims_; }

  // ---- changes, inside a batch
  base::Status Prepare(store::ItemStore* store, std::string_view id, const PreparedRecord& record);
  base::Status EndPrepared(store::ItemStore* store, std::string_view id);
  base::Status Decide(store::ItemStore* store, std::string_view id, DecisionRecord record);
  // Only a committed one: an aborted one is swept when it is old.
  base::Status Forget(store::ItemStore* store, std::string_view id);
  base::Status SweepAborted(store::ItemStore* store, size_t at_most);

  const Prepared* FindPrepared(std::string_view id) const;
  const Decision* FindDecision(std::string_view id) const;
  const std::map<std::string, Prepared, std::less<>>& prepared() const { return prepared_; }
  const std::map<std::string, Decision, std::less<>>& decisions() const { return decisions_; }
  bool HasOldAborted(int64_t now_ns) const;

 private:
  void Remember(std::string_view id, const PreparedRecord& record, int64_t now_ns);

  std::map<std::string, Prepared, std::less<>> prepared_;
  std::map<std::string, Decision, std::less<>> decisions_;
  std::unordered_map<std::string, Lock> locks_;  // by key; a key has the table in its hash
  WriteClock clock_;
  TokenClaims claims_;
};

}  // namespace partita::partitiond
