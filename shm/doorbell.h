// How a process that sleeps is woken by those who wrote to its rings. One doorbell a process,
// whatever its number of channels.
//
// The consumer announces that it is about to sleep (a word in shared memory), looks at its rings
// once more, and sleeps in poll() on the eventfd. A producer looks at the word once per loop turn,
// after publishing, and pays for a write(2) only if it is set. Hence no system call while the
// consumer is awake.
//
// What counts as work for the last look is Channel::HasMessages(): a message, or room for what
// waits in the outbox.
//
// Thread safety: one consumer process; any number of producers, each with a button of its own.
// Invariants (checked by tests/shm/doorbell.pml with Spin and by a two-process test):
//   1. A message published before the consumer's last look is seen by it; one published after is
//      followed by a ring.
//   2. At most one producer rings for one announcement (it takes the word back with an exchange).
//   3. A producer killed between taking the word back and its ring leaves the consumer asleep and
//      deaf to the other producers. The word of its death, which the supervisor sends by another
//      descriptor of the same poll (handover.h: kPeerGone), wakes it. Hence every process polls its
//      handover socket, and looks at all its rings after waking for whatever reason.
#pragma once

#include <atomic>
#include <cstdint>

#include "base/fd.h"
#include "base/result.h"

namespace partita::shm {

// In shared memory (control_block.h).
struct DoorbellWord {
  std::atomic<uint32_t> asleep{0};
};

// The producer's side.
class DoorbellButton {
 public:
  DoorbellButton(DoorbellWord* word, base::UniqueFd event_fd);
  // Wakes the consumer if it announced that it sleeps. Call after publishing, once per turn.
  void Ring();
  uint64_t rings() const { return rings_; }  // how often the system call was paid

 private:
  DoorbellWord* word_;
  base::UniqueFd event_fd_;
  uint64_t rings_ = 0;
};

// The consumer's side. A turn of its loop:
//
//   work; flush; Announce();
//   if any channel HasMessages(): Cancel(), next turn
//   poll(event_fd() and all else)
//   event_fd() readable: Clear(); woken by something else: Cancel()
class Doorbell {
 public:
  // The descriptor a bell and its buttons share (duplicates of it); made by the supervisor.
  static base::Result<base::UniqueFd> CreateEventFd();
  Doorbell(DoorbellWord* word, base::UniqueFd event_fd);
  // Before sleeping: announce, then look at every ring once more; if there is work call Cancel()
  // and do it.
  void Announce();
  // Awake after all: takes the announcement back. A ring that came in between leaves the eventfd
  // readable, which costs one wake-up.
  void Cancel();
  // After waking (or polling the fd readable): Cancel(), and empties the eventfd. Never blocks.
  void Clear();
  int event_fd() const { return event_fd_.get(); }

 private:
  DoorbellWord* word_;
  base::UniqueFd event_fd_;
};

}  // namespace partita::shm
