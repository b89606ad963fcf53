// The bytes of a key condition's terms, as a native client sends them.
//
//   terms := count u8 (1 to 8), term*
//   term  := attribute bytes, operator u8, value, and of BETWEEN a second value
// Operators: 0 =, 1 <, 2 <=, 3 >, 4 >=, 5 BETWEEN, 6 begins_with; never renumbered.
#pragma once

#include "base/coding.h"
#include "expr/key_condition.h"

namespace partita::expr {

inline constexpr size_t kMaxKeyTerms = 8;  // four partition and four sort attributes

void Encode(const KeyTerms& terms, base::ByteWriter* writer);
// Fails the reader when the bytes are no terms that CompileKeyCondition could have made: one
// attribute twice, BETWEEN of values in the wrong order, begins_with of a number.
KeyTerms DecodeKeyTerms(base::ByteReader* reader);

}  // namespace partita::expr
