// The two clocks of the house: one that only goes forward, one that tells the date.
#pragma once

#include <cstdint>

namespace partita::base {

// Nanoseconds on CLOCK_MONOTONIC: for time-outs, intervals and traces. The same in every process of
// this machine.
int64_t MonotonicNs();

// Microseconds since 1970 on CLOCK_REALTIME: for dates a client sees, TTL and signatures. May jump;
// never for ordering.
int64_t WallMicros();

}  // namespace partita::base
