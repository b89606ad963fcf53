// Labelled places at which a test lets the process die as if by kill -9.
//
// Compiled in only with -DPARTITA_KILL_POINTS; the environment says which one:
// PARTITA_KILL_AT=<label>:<n> dies at the n-th time the label is passed (1: the first). Without the
// flag a point is nothing.
#pragma once

#ifdef PARTITA_KILL_POINTS
#include <string_view>

namespace partita::partitiond {

void PassKillPoint(std::string_view label);

}  // namespace partita::partitiond

#define PARTITA_KILL_POINT(label) ::partita::partitiond::PassKillPoint(label)
#else
#define PARTITA_KILL_POINT(label) static_cast<void>(0)
#endif
