// Labelled places at which a test lets the process die as if by kill -9.
//
// The environment says where: PARTITA_KILL_AT=<label>:<n> dies at the n-th time the label is passed
// (1: the first), PARTITA_KILL_AT=<label>:<n>:<path> only if it can still remove the file <path>,
// so that of several lives and processes one dies once. Without the variable a point costs a load
// and a branch that is never taken.
#pragma once

#include <string_view>

namespace partita::base {

extern const bool kill_points_armed;  // set before main()
void PassKillPoint(std::string_view label);

}  // namespace partita::base

#define PARTITA_KILL_POINT(label)                                               \
  do {                                                                          \
    if (::partita::base::kill_points_armed) ::partita::base::PassKillPoint(label); \
  } while (false)
