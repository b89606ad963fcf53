#include "supervisor/child_state.h"

#include "base/check.h"

namespace partita::supervisor {
namespace {

using S = ProcessState;
using A = ChildAction;

// Columns: kStart, kReady, kDied, kDiedForGood, kDelayOver, kStop, kTimeLimit, kBadChannel.
constexpr Transition kTable[kChildStates][kChildEvents] = {
    // kDown
    {{S::kStarting, A::kSpawn},
     {S::kDown, A::kNone},
     {S::kDown, A::kNone},
     {S::kDown, A::kNone},
     {S::kDown, A::kNone},
     {S::kDown, A::kNone},
     {S::kDown, A::kNone},
     {S::kDown, A::kNone}},
    // kStarting
    {{S::kStarting, A::kNone},
     {S::kReady, A::kAnnounce},
     {S::kBackingOff, A::kBackOff},
     {S::kQuarantined, A::kQuarantine},
     {S::kStarting, A::kNone},
     {S::kStopping, A::kTerminate},
     {S::kStarting, A::kNone},
     {S::kStarting, A::kKill}},
    // kReady
    {{S::kReady, A::kNone},
     {S::kReady, A::kNone},
     {S::kBackingOff, A::kBackOff},
     {S::kQuarantined, A::kQuarantine},
     {S::kReady, A::kNone},
     {S::kStopping, A::kTerminate},
     {S::kReady, A::kNone},
     {S::kReady, A::kKill}},
    // kStopping: whoever breaks its channel now is ending anyway.
    {{S::kStopping, A::kNone},
     {S::kStopping, A::kNone},
     {S::kDown, A::kEnd},
     {S::kDown, A::kEnd},
     {S::kStopping, A::kNone},
     {S::kStopping, A::kNone},
     {S::kStopping, A::kKill},
     {S::kStopping, A::kNone}},
    // kBackingOff: no process is there.
    {{S::kBackingOff, A::kNone},
     {S::kBackingOff, A::kNone},
     {S::kBackingOff, A::kNone},
     {S::kBackingOff, A::kNone},
     {S::kStarting, A::kSpawn},
     {S::kDown, A::kCancel},
     {S::kBackingOff, A::kNone},
     {S::kBackingOff, A::kNone}},
    // kQuarantined: no process is there and none will be.
    {{S::kQuarantined, A::kNone},
     {S::kQuarantined, A::kNone},
     {S::kQuarantined, A::kNone},
     {S::kQuarantined, A::kNone},
     {S::kQuarantined, A::kNone},
     {S::kDown, A::kCancel},
     {S::kQuarantined, A::kNone},
     {S::kQuarantined, A::kNone}},
};

}  // namespace

const Transition& NextStep(ProcessState state, ChildEvent event) {
  const auto row = static_cast<size_t>(state);
  PARTITA_CHECK(row < kChildStates, "a child is in a state that does not exist");
  return kTable[row][static_cast<size_t>(event)];
}

}  // namespace partita::supervisor
