// The house as the console draws it, in JSON: what the control block, the counters and the mirror
// say, and what this gateway waits for.
//
//   {"supervisor": P, "registry": P, "gateways": [P…], "slots": [S…], "tables": [T…],
//    "requests", "latency": H}
//   P := {"name", "state", "pid", "epoch", "restarts", "uptimeMs", "readyAfterMs",
//         "lastDeath", "lastDeathAt"}                        the last two only of who has died
//   S := P with {"slot", "file", "firstHash", "lastHash", "itemCount", "itemBytes", "durableEpoch",
//         "durableSeq", "backfillScanned", "backfillTotal", "waiting", "questions", "commit": H}
//   T := {"name", "status", "keyName", "keyType"}
//   H := [[from, to, count]…]   microseconds; the buckets that are not empty, since the start
// "requests" are those that all gateways have answered, "latency" of the ones that succeeded.
// Names are those of `partita status --json`. Hashes are 16 hex digits. "waiting" are questions of
// this gateway without an answer, "questions" all it has asked that slot in its life.
#pragma once

#include <string>

#include "gateway/router.h"
#include "metrics/counter_block.h"
#include "shm/control_block.h"

namespace partita::gateway {

// What an address of the console's data answers.
struct ConsoleAnswer {
  int status = 200;
  std::string json;
};

// {"message": …}
ConsoleAnswer ConsoleRefusal(int status, std::string_view message);

ConsoleAnswer DescribeHouse(const shm::ControlBlock& block, const metrics::CounterBlock& counters,
                            Router* router);

}  // namespace partita::gateway
