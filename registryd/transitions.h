// The tables whose state does not last: CREATING, UPDATING and DELETING end when every partition
// has read them. The same holds for the states of a table's indexes, but for an index that is
// being filled (backfills.h); one that was DELETING leaves the schema.
//
// Nothing of this is written down: after a restart it is found again in the catalog's states and
// carried on.
// Thread safety: one object, one thread.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "registryd/catalog.h"
#include "registryd/rollout.h"

namespace partita::registryd {

class Transitions {
 public:
  // `hold_ns`: how long a state is held at least, so that a client can see it.
  explicit Transitions(int64_t hold_ns) : hold_ns_(hold_ns) {}

  // `table` stands in the catalog, in a state that does not last, and is published as `version`.
  void Begin(const model::TableSchema& table, uint64_t version, int64_t now_ns);

  // What the catalog is to say of those that can end now; nothing, if none can. They stay here
  // until Ended().
  CatalogChange Due(const Catalog& catalog, const Rollout& rollout, int64_t now_ns) const;
  void Ended(const CatalogChange& change);

  // When the next of those that every partition has read is due; none: none is.
  std::optional<int64_t> NextDueNs(const Rollout& rollout) const;

 private:
  struct Transition {
    model::TableId table = 0;
    std::string name;
    uint64_t version = 0;  // every partition must have read this
    int64_t due_ns = 0;
  };

  const int64_t hold_ns_;
  std::vector<Transition> open_;
};

// The table or one of its indexes is in a state that ends when every partition has read it.
bool IsPassing(const model::TableSchema& table);
// Such a state begins with the change from `before` (null: no table) to `after`: what was passing
// already goes on as it was.
bool BeginsToPass(const model::TableSchema* before, const model::TableSchema& after);

}  // namespace partita::registryd
