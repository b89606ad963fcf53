#include "supervisor/child_state.h"

#include <gtest/gtest.h>

#include <set>
#include <string>

#include "shm/process_name.h"

namespace partita::supervisor {
namespace {

using S = ProcessState;
using E = ChildEvent;
using A = ChildAction;

constexpr S kStates[] = {S::kDown,     S::kStarting,   S::kReady,
                         S::kStopping, S::kBackingOff, S::kQuarantined};
constexpr E kEvents[] = {E::kStart,     E::kReady, E::kDied,      E::kDiedForGood,
                         E::kDelayOver, E::kStop,  E::kTimeLimit, E::kBadChannel};

struct Cell {
  S state;
  E event;
  S next;
  A action;
};

// Every cell in which something happens. All others change nothing.
constexpr Cell kDeeds[] = {
    {S::kDown, E::kStart, S::kStarting, A::kSpawn},
    {S::kStarting, E::kReady, S::kReady, A::kAnnounce},
    {S::kStarting, E::kDied, S::kBackingOff, A::kBackOff},
    {S::kStarting, E::kDiedForGood, S::kQuarantined, A::kQuarantine},
    {S::kStarting, E::kStop, S::kStopping, A::kTerminate},
    {S::kStarting, E::kBadChannel, S::kStarting, A::kKill},
    {S::kReady, E::kDied, S::kBackingOff, A::kBackOff},
    {S::kReady, E::kDiedForGood, S::kQuarantined, A::kQuarantine},
    {S::kReady, E::kStop, S::kStopping, A::kTerminate},
    {S::kReady, E::kBadChannel, S::kReady, A::kKill},
    {S::kStopping, E::kDied, S::kDown, A::kEnd},
    {S::kStopping, E::kDiedForGood, S::kDown, A::kEnd},
    {S::kStopping, E::kTimeLimit, S::kStopping, A::kKill},
    {S::kBackingOff, E::kDelayOver, S::kStarting, A::kSpawn},
    {S::kBackingOff, E::kStop, S::kDown, A::kCancel},
    {S::kQuarantined, E::kStop, S::kDown, A::kCancel},
};

Transition Expected(S state, E event) {
  for (const Cell& cell : kDeeds) {
    if (cell.state == state && cell.event == event) return {cell.next, cell.action};
  }
  return {state, A::kNone};
}

TEST(ChildState, EveryCellOfTheTableIsAsWrittenDown) {
  for (const S state : kStates) {
    for (const E event : kEvents) {
      EXPECT_EQ(NextStep(state, event), Expected(state, event))
          << ProcessStateName(state) << ", event " << static_cast<int>(event);
    }
  }
}

TEST(ChildState, TheTableHasAllStatesAndEvents) {
  EXPECT_EQ(std::size(kStates), static_cast<size_t>(kChildStates));
  EXPECT_EQ(std::size(kEvents), static_cast<size_t>(kChildEvents));
}

TEST(ChildState, AStopLeadsDownFromEveryStateOnceTheProcessIsDead) {
  for (const S state : kStates) {
    S now = NextStep(state, E::kStop).next;
    now = NextStep(now, E::kDied).next;
    EXPECT_EQ(now, S::kDown) << ProcessStateName(state);
  }
}

TEST(ChildState, OnlyAStartOrAPassedDelayMakesAProcess) {
  for (const S state : kStates) {
    for (const E event : kEvents) {
      if (NextStep(state, event).action != A::kSpawn) continue;
      EXPECT_TRUE((state == S::kDown && event == E::kStart) ||
                  (state == S::kBackingOff && event == E::kDelayOver));
    }
  }
}

TEST(ChildState, EveryStateHasANameOfItsOwn) {
  std::set<std::string> names;
  for (const S state : kStates) names.insert(std::string(ProcessStateName(state)));
  EXPECT_EQ(names.size(), std::size(kStates));
}

}  // namespace
}  // namespace partita::supervisor
