// What one kind of connections holds for its clients at the moment, and what has passed through it.
#pragma once

#include <cstddef>
#include <cstdint>

namespace partita::gateway {

struct ConnectionTraffic {
  size_t connections = 0;
  size_t bytes_in_flight = 0;  // of requests not answered and answers not taken
  size_t open_calls = 0;  // from their first bytes until nobody needs them any more
  uint64_t accepted = 0;  // connections
  uint64_t refused = 0;   // of these: there were too many, or the peer may not come in
  uint64_t received_bytes = 0;
  uint64_t sent_bytes = 0;
};

}  // namespace partita::gateway
