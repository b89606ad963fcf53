#include "gateway/native/capacity.h"

namespace partita::gateway::native {
namespace {

uint64_t Halves(double units) { return static_cast<uint64_t>(units * 2 + 0.5); }

}  // namespace

wire::NativeCapacity ToCapacity(wire::NativeCapacityMode mode, const api::ConsumedUnits& units) {
  wire::NativeCapacity capacity;
  capacity.mode = mode;
  if (mode != wire::NativeCapacityMode::kNone) capacity.total_half_units = Halves(units.total());
  if (mode == wire::NativeCapacityMode::kIndexes) {
    capacity.table_half_units = Halves(units.table);
    for (const api::ConsumedUnits::Index& index : units.indexes)
      capacity.indexes.push_back({index.name, index.global, Halves(index.units)});
  }
  return capacity;
}

}  // namespace partita::gateway::native
