// Consumed capacity in a binary reply.
#pragma once

#include "gateway/api/consumed_capacity.h"
#include "wire/native_capacity.h"

namespace partita::gateway::native {

// Views into `units`.
wire::NativeCapacity ToCapacity(wire::NativeCapacityMode mode, const api::ConsumedUnits& units);

}  // namespace partita::gateway::native
