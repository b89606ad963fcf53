// The sending half of a channel: messages cut into records, and what waits while the ring is full.
//
// Nothing is copied or allocated for a message that finds room. What finds none is copied, waits in
// order, and marks the ring as starved so that the reader rings when it has made room.
//
// Thread safety: one thread.
#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <string>
#include <string_view>

#include "shm/spsc_ring.h"

namespace partita::shm {

class Outbox {
 public:
  // `capacity` is the ring's.
  Outbox(RingProducer ring, uint32_t capacity, uint32_t epoch);

  // Into the ring as far as there is room and nobody waits before it; the rest is kept. False: the
  // reader stored a position that cannot be, and the outbox is of no use any more.
  [[nodiscard]] bool Send(std::string_view message);
  // What waits, as far as there is room now. False as for Send.
  [[nodiscard]] bool Move();

  // Bytes that wait.
  size_t bytes() const { return bytes_; }
  // All that was ever written to the ring.
  uint64_t written_bytes() const { return ring_.written_bytes(); }
  // True when Move() would move something, or say false.
  bool CanMove();
  // Whether anything was published since the last call.
  bool TakePublished();

 private:
  // A message on its way: what is left of it.
  struct Outgoing {
    std::string_view rest;
    bool begun = false;
  };
  // The same, owning the bytes that were left when it came; the first `sent` of them have gone.
  struct Waiting {
    std::string bytes;
    size_t sent = 0;
    bool begun = false;
  };

  RingWrite WriteRecord(Outgoing* message);
  RingWrite Write(Outgoing* message);

  RingProducer ring_;
  const size_t max_record_;
  const uint32_t epoch_bits_;
  std::deque<Waiting> waiting_;
  size_t bytes_ = 0;  // sum of what is left of each
  bool published_ = false;
};

}  // namespace partita::shm
