// The new indexes that the partitions are filling: who is to be asked how far it is, and which
// index is full.
//
// An index is filling from the moment its table is ACTIVE again (every partition has read of it)
// until every slot has said that it is done; a slot that does not answer, or not yet sensibly, is
// asked again. Nothing of this is written down: after a restart it is found again in the catalog,
// and every slot is asked anew.
// Thread safety: one object, one thread.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "registryd/catalog.h"
#include "wire/backfill_progress.h"

namespace partita::registryd {

class Backfills {
 public:
  // How long a slot is left in peace after a question.
  static constexpr int64_t kIntervalNs = 200'000'000;

  explicit Backfills(uint32_t slots) : slots_(slots) {}

  // The catalog has changed: takes up what is new, drops what is gone or full.
  void Follow(const Catalog& catalog);

  struct Question {
    uint64_t id = 0;  // comes back with the answer
    wire::BackfillProgressRequest request;
  };
  // What `slot`, to which there is a channel, is to be asked now; counts as asked.
  std::vector<Question> TakeQuestions(uint32_t slot, int64_t now_ns);
  void Answered(uint32_t slot, uint64_t question, const wire::BackfillProgressReply& progress);

  // What the catalog is to say of those that are full; nothing, if none is. They stay here until
  // Follow() sees them gone.
  CatalogChange Due(const Catalog& catalog) const;

  // When the next slot is to be asked; none: nothing is filling.
  std::optional<int64_t> NextDueNs() const;

 private:
  struct Slot {
    bool done = false;
    uint64_t question = 0;  // the last; only its answer counts
    int64_t ask_at_ns = 0;
  };
  struct Filling {
    model::TableId table = 0;
    std::string name;
    uint32_t index = 0;
    std::vector<Slot> slots;
  };

  bool IsKnown(model::TableId table, uint32_t index) const;

  const uint32_t slots_;
  std::vector<Filling> open_;
  uint64_t last_question_ = 0;
};

}  // namespace partita::registryd
