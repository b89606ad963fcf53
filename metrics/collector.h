// The counters of the whole house in Prometheus' text format, version 0.0.4.
//
// Any process that maps the segments can collect; the gateways do, for /metrics. What was never
// counted is not shown, so that series appear with their first event, and a table that is gone
// keeps its series until another takes its entry.
//
// Cost: some microseconds per series; no other process is asked. Thread safety: any thread.
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "metrics/counter_block.h"
#include "shm/control_block.h"

namespace partita::metrics {

// The words behind the numbers that gateways count under.
struct Vocabulary {
  std::function<std::string_view(size_t operation)> operation;  // "GetItem"
  std::function<std::string_view(size_t type)> error;  // "ValidationException"; empty: no such type
  // Whose fault: "client", "server", "throttle", "condition".
  std::function<std::string_view(size_t type)> fault;
  std::string version;
};

// What /metrics answers.
std::string Collect(const shm::ControlBlock& control, const CounterBlock& counters,
                    const Vocabulary& words);
inline constexpr std::string_view kContentType = "text/plain; version=0.0.4; charset=utf-8";

}  // namespace partita::metrics
