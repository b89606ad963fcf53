// What the program of a stranger must be beyond well-formed: no larger than what text can say, its
// names and constants such as a client may send. A program that passes here costs its evaluator no
// more than one that was compiled at the edge.
#pragma once

#include "expr/condition.h"
#include "expr/key_condition.h"
#include "expr/projection.h"
#include "expr/update.h"
#include "model/api_error.h"

namespace partita::expr {

// Nodes, operands, actions and terms of one program: each takes at least two bytes of text.
inline constexpr size_t kMaxProgramParts = 2048;

model::ApiStatus CheckProgram(const Condition& condition);
model::ApiStatus CheckProgram(const Update& update);
model::ApiStatus CheckProgram(const Projection& projection);
model::ApiStatus CheckProgram(const KeyTerms& terms);

}  // namespace partita::expr
