// How far each slot has come, kept in a second file: a slot file that comes back behind its mark
// has lost something that was acknowledged, and is refused by its owner.
//
// The owners write their marks into the control block; this saves what moved, about once a second,
// and puts it back into the control block when the house starts.
// Thread safety: one object, one thread.
#pragma once

#include <cstdint>
#include <vector>

#include "base/result.h"
#include "registryd/catalog.h"
#include "shm/control_block.h"

namespace partita::registryd {

class SlotMarks {
 public:
  SlotMarks(Catalog* catalog, shm::ControlBlock* control_block, uint32_t slots);

  // Before any partition opens its file: raises the control block's marks to the saved ones.
  base::Status Restore();
  // Saves the marks that moved since the last time; no write when none did.
  base::Status Save();

 private:
  Catalog* const catalog_;
  shm::ControlBlock* const control_block_;
  std::vector<SlotMark> saved_;  // by slot
};

}  // namespace partita::registryd
