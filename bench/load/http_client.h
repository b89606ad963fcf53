// A closed loop over HTTP: N keep-alive connections, each sends its next request when its answer
// has come.
//
// Every answer is parsed; anything but 200 is an error and counted as one, a broken connection is
// counted and opened again. Thread safety: one thread, one libuv loop of its own.
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>

#include "base/result.h"
#include "bench/load/histogram.h"
#include "bench/load/workload.h"

namespace partita::load {

struct Endpoint {
  std::string host;  // an IP address
  uint16_t port = 0;
};
base::Result<Endpoint> ParseEndpoint(const std::string& url);  // "http://127.0.0.1:8000"

struct RunOptions {
  Endpoint endpoint;
  uint32_t connections = 1;
  double seconds = 0;         // 0: until `operations` are done
  uint64_t operations = 0;    // 0: until `seconds` are over
  double warmup_seconds = 0;  // answers in this time are not counted
};

struct RunResult {
  std::array<Histogram, kOperations> latency;  // answers with status 200
  std::map<int, uint64_t> errors_by_status;    // 0: the connection broke
  std::string first_error;                     // body of the first answer that was not 200
  double seconds = 0;                          // of counting
  uint64_t Operations() const;
  uint64_t Errors() const;
};

// Null bytes: nothing left to ask on this connection.
using NextRequest = std::function<std::optional<Workload::Request>()>;

RunResult Run(const RunOptions& options, const NextRequest& next);

// One request, one answer: status and body.
struct Answer {
  int status = 0;
  std::string body;
};
base::Result<Answer> Ask(const Endpoint& endpoint, const std::string& request);

}  // namespace partita::load
