// What the operator of a house has chosen about traces.
#pragma once

#include <cstdint>

namespace partita::gateway {

struct TraceSettings {
  bool on = true;
  int64_t slow_ns = 100'000'000;  // from the first byte read to the answer sent; 0: none is slow
};

}  // namespace partita::gateway
