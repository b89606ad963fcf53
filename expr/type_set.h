// Sets of attribute types as bits, for tables that say which types an operator takes.
#pragma once

#include <cstdint>

#include "model/attribute_value.h"

namespace partita::expr {

constexpr uint32_t Bit(model::AttributeType type) { return 1u << static_cast<int>(type); }

// The types that have an order: S, N, B.
inline constexpr uint32_t kOrdered = Bit(model::AttributeType::kS) | Bit(model::AttributeType::kN) |
                                     Bit(model::AttributeType::kB);

}  // namespace partita::expr
