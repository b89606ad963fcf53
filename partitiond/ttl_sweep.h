// Deletes the items that have expired, in bounded steps between the batches of clients.
//
// Each table whose items expire has a hidden index on the expiry attribute (model/index_view.h):
// what has expired is a range of its entries, which a sweep walks from its beginning once a period.
// A step deletes through Mutate(), so that indexes, statistics and the stream follow, and looks at
// each item again first: one that is not expired any more, or that a transaction holds, stays.
//
// An item expires when its attribute is a number, of seconds since 1970, smaller than now; one that
// is five years smaller is taken for a mistake and stays. Source: AWS "Using time to live (TTL) in
// DynamoDB".
// Thread safety: one object, one thread.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/result.h"
#include "partitiond/operation.h"

namespace partita::partitiond {

inline constexpr int64_t kLongestExpiredSeconds = int64_t{5} * 365 * 86'400;
// Of one step: near the length of an ordinary batch.
inline constexpr size_t kExpiredItemsPerStep = 64;

class TtlSweep {
 public:
  explicit TtlSweep(int64_t period_ns) : period_ns_(period_ns) {}

  // Finds what the next step deletes, when it is time; costs nothing when it is not.
  base::Status LookFor(const Room& room, int64_t now_ns);
  bool pending() const { return !expired_.empty(); }
  // One transaction. Errors as store::ItemStore::Commit.
  base::Status Step(Room& room);

 private:
  struct Expired {
    model::TableId table = 0;
    std::string item_key;
  };

  base::Status LookIn(const model::TableSchema& table, store::ItemStore* store);
  base::Status DeleteAll(Room& room);

  const int64_t period_ns_;
  int64_t look_at_ns_ = 0;        // when the next look is due
  model::TableId at_table_ = 0;   // where the sweep is: tables before it are done,
  std::string behind_entry_;      // and so are the entries up to this one
  std::vector<Expired> expired_;  // found and not deleted yet
};

}  // namespace partita::partitiond
