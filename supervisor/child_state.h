// The life of a child as a table: in each state, for each event, the next state and what to do on
// the way.
//
// Every cell is written down, so that "this cannot happen" is a decision and not an accident. Pure:
// no clock, no process, no memory.
//
//              start     ready     died        for good     delay over  stop       limit  garbage
// down         Starting  .         .           .            .           .          .      .
//              spawn
// starting     .         Ready     BackingOff  Quarantined  .           Stopping   .      kill
//                        announce  back-off    quarantine               terminate
// ready        .         .         BackingOff  Quarantined  .           Stopping   .      kill
//                                  back-off    quarantine               terminate
// stopping     .         .         Down        Down         .           .          kill   .
//                                  end         end
// backing off  .         .         .           .            Starting    Down       .      .
//                                                           spawn       cancel
// quarantined  .         .         .           .            .           Down       .      .
//                                                                       cancel
#pragma once

#include "shm/control_block.h"

namespace partita::supervisor {

using shm::ProcessState;

enum class ChildEvent {
  kStart,        // the house wants it to live
  kReady,        // it said READY
  kDied,         // it ended; the restart policy says: again
  kDiedForGood,  // it ended; the restart policy says: not again
  kDelayOver,    // the restart delay has passed
  kStop,         // the house ends
  kTimeLimit,    // it was told to end and takes too long
  kBadChannel,   // a peer found that it wrote garbage
};
inline constexpr int kChildStates = 6;
inline constexpr int kChildEvents = 8;

enum class ChildAction {
  kNone,
  kSpawn,       // a new life
  kAnnounce,    // record the readiness, tell the house
  kBackOff,     // record the death, start the delay
  kQuarantine,  // record the death, say it loudly
  kTerminate,   // SIGTERM
  kKill,        // SIGKILL; the death follows as an event of its own
  kEnd,         // record the death that was asked for, tell the house
  kCancel,      // forget the delay, tell the house
};

struct Transition {
  ProcessState next;
  ChildAction action;
  bool operator==(const Transition&) const = default;
};

const Transition& NextStep(ProcessState state, ChildEvent event);

}  // namespace partita::supervisor
