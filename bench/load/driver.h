// Runs a load: N connections with one call in flight each, in a closed or an open loop.
//
// Closed: a connection asks again when its answer has come. Open: call n is due at start + n/rate
// and takes a connection that is free, or waits for one; its latency counts from when it was due,
// so that a server that stalls pays for every call it held up (coordinated omission). Anything but
// 200 and every broken connection is an error and counted as one. Thread safety: one thread, one
// libuv loop of its own.
#pragma once

#include <uv.h>

#include <array>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/fd.h"
#include "bench/load/connection.h"
#include "bench/load/histogram.h"
#include "bench/load/operation.h"

namespace partita::load {

struct RunOptions {
  uint32_t connections = 1;
  double seconds = 0;         // 0: until `operations` are done
  uint64_t operations = 0;    // 0: until `seconds` are over
  double warmup_seconds = 0;  // calls due in this time are not counted
  double rate = 0;            // calls a second; 0: closed loop
  double slice_seconds = 0.1;
  std::string progress = {};  // what a line on standard error that says how far it is begins with;
                              // empty: silence
};

struct Slice {
  double end_seconds = 0;  // since counting began; negative: warm-up is left out
  uint64_t operations = 0;
  uint64_t errors = 0;
  double p50_us = 0;
  double p99_us = 0;
};

struct RunResult {
  std::array<Histogram, kOperations> latency;  // answers with status 200
  Histogram service;                           // the same, all together, since they were sent
  std::map<int, uint64_t> errors_by_status;    // 0: the connection broke
  std::string first_error;                     // what the server said
  uint64_t misses = 0;                         // gets that found nothing
  uint64_t unsent = 0;                         // due and never sent
  uint64_t answers = 0;                        // with those of the warm-up and with errors
  double seconds = 0;                          // of counting
  double cpu_seconds = 0;                      // of this process, warm-up included
  std::vector<Slice> timeline;
  uint64_t Operations() const;
  uint64_t Errors() const;
};

struct CallSource {
  std::function<std::optional<Call>()> next;  // no value: nothing left to ask
  std::function<void(const Call&)> acknowledged;
};

using Connect =
    std::function<std::unique_ptr<Connection>(uv_loop_t*, Connection::Owner*, size_t lane)>;

class Driver final : private Connection::Owner {
 public:
  Driver(const RunOptions& options, CallSource source, Connect connect);
  ~Driver();
  Driver(const Driver&) = delete;
  Driver& operator=(const Driver&) = delete;
  RunResult Run();

 private:
  struct Lane {
    std::unique_ptr<Connection> connection;
    std::optional<Call> call;
    bool modifies = false;  // the second half of a read-modify-write is on its way
    int64_t due_ns = 0;
    int64_t sent_ns = 0;
  };

  void Ready(size_t lane) override;
  void Answered(size_t lane, const Reply& reply) override;
  void Closed(size_t lane, bool broken) override;

  bool Over() const;
  int64_t NextDue() const;
  void Begin(Lane* lane, int64_t due_ns);
  void Count(const Lane& lane, int64_t now);
  void Failed(int status, std::string_view why);
  void GiveIdle();  // calls that are due to connections that wait
  void Arm(int64_t at_ns);
  void CloseSlice(int64_t now);
  void Watch();  // twice a second: progress, and an end to waiting for nothing
  void Stop();

  const RunOptions options_;
  const CallSource source_;
  uv_loop_t loop_{};
  uv_timer_t watch_{};
  uv_poll_t alarm_{};
  base::UniqueFd alarm_fd_;  // a timerfd: libuv's own timers know milliseconds only
  std::vector<Lane> lanes_;
  std::vector<size_t> idle_;
  size_t open_lanes_ = 0;
  RunResult result_;
  Histogram slice_;
  Slice current_slice_;
  uint64_t asked_ = 0;
  uint64_t broken_in_a_row_ = 0;
  bool exhausted_ = false;
  int64_t started_ns_ = 0;
  int64_t count_from_ns_ = 0;
  int64_t stop_ns_ = 0;
  int64_t last_ns_ = 0;
  int64_t slice_end_ns_ = 0;
};

}  // namespace partita::load
