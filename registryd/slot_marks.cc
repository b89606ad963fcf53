#include "registryd/slot_marks.h"

#include <utility>

namespace partita::registryd {
namespace {

SlotMark ReadMark(uint32_t slot, const shm::ProcessEntry& entry) {
  // The sequence number first: its owner stores it last, so the epoch read here is its own or a
  // later one, and the pair is never ahead of the file.
  const uint64_t seq = entry.durable_seq.load(std::memory_order_acquire);
  return {slot, entry.durable_epoch.load(std::memory_order_relaxed), seq};
}

bool IsBehind(const SlotMark& a, const SlotMark& b) {
  return std::pair(a.epoch, a.seq) < std::pair(b.epoch, b.seq);
}

}  // namespace

SlotMarks::SlotMarks(Catalog* catalog, shm::ControlBlock* control_block, uint32_t slots)
    : catalog_(catalog), control_block_(control_block), saved_(slots) {
  for (uint32_t slot = 0; slot < slots; ++slot) saved_[slot].slot = slot;
}

base::Status SlotMarks::Restore() {
  PARTITA_ASSIGN(const std::vector<SlotMark> marks, catalog_->LoadMarks());
  for (const SlotMark& mark : marks) {
    if (mark.slot >= saved_.size()) continue;
    saved_[mark.slot] = mark;
    shm::ProcessEntry& entry = control_block_->Entry(shm::Role::kPartition, mark.slot);
    if (!IsBehind(ReadMark(mark.slot, entry), mark)) continue;
    entry.durable_epoch.store(mark.epoch, std::memory_order_relaxed);
    entry.durable_seq.store(mark.seq, std::memory_order_release);
  }
  return {};
}

base::Status SlotMarks::Save() {
  std::vector<SlotMark> moved;
  for (const SlotMark& saved : saved_) {
    const SlotMark mark =
        ReadMark(saved.slot, control_block_->Entry(shm::Role::kPartition, saved.slot));
    if (IsBehind(saved, mark)) moved.push_back(mark);
  }
  if (moved.empty()) return {};
  PARTITA_TRY(catalog_->SaveMarks(moved));
  for (const SlotMark& mark : moved) saved_[mark.slot] = mark;
  return {};
}

}  // namespace partita::registryd
