#include "bench/load/driver.h"

#include <fmt/format.h>
#include <sys/resource.h>
#include <sys/timerfd.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>

#include "base/check.h"
#include "base/clock.h"

namespace partita::load {
namespace {

constexpr uint64_t kBrokenInARow = 1000;         // the server is not there: no use to go on
constexpr int64_t kPatienceNs = 30'000'000'000;  // without any answer
constexpr uint64_t kWatchMs = 500;

double CpuSeconds() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  const auto seconds = [](const timeval& time) {
    return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) / 1e6;
  };
  return seconds(usage.ru_utime) + seconds(usage.ru_stime);
}

int64_t Ns(double seconds) { return static_cast<int64_t>(seconds * 1e9); }

}  // namespace

uint64_t RunResult::Operations() const {
  uint64_t sum = 0;
  for (const Histogram& histogram : latency) sum += histogram.count();
  return sum;
}

uint64_t RunResult::Errors() const {
  uint64_t sum = 0;
  for (const auto& [status, count] : errors_by_status) sum += count;
  return sum;
}

Driver::Driver(const RunOptions& options, CallSource source, Connect connect)
    : options_(options), source_(std::move(source)) {
  uv_loop_init(&loop_);
  uv_timer_init(&loop_, &watch_);
  watch_.data = this;
  alarm_fd_.Reset(timerfd_create(CLOCK_MONOTONIC, TFD_NONBLOCK | TFD_CLOEXEC));
  PARTITA_CHECK(alarm_fd_.valid(), "timerfd_create");
  uv_poll_init(&loop_, &alarm_, alarm_fd_.get());
  alarm_.data = this;
  lanes_.resize(options.connections);
  for (size_t i = 0; i < lanes_.size(); ++i) lanes_[i].connection = connect(&loop_, this, i);
}

Driver::~Driver() { uv_loop_close(&loop_); }

RunResult Driver::Run() {
  const double cpu_before = CpuSeconds();
  started_ns_ = last_ns_ = base::MonotonicNs();
  count_from_ns_ = started_ns_ + Ns(options_.warmup_seconds);
  stop_ns_ = options_.seconds > 0 ? count_from_ns_ + Ns(options_.seconds) : INT64_MAX;
  slice_end_ns_ = count_from_ns_ + Ns(options_.slice_seconds);
  uv_timer_start(
      &watch_, [](uv_timer_t* timer) { static_cast<Driver*>(timer->data)->Watch(); }, kWatchMs,
      kWatchMs);
  uv_poll_start(&alarm_, UV_READABLE, [](uv_poll_t* poll, int, int) {
    auto* self = static_cast<Driver*>(poll->data);
    uint64_t expirations;
    if (read(self->alarm_fd_.get(), &expirations, sizeof expirations) > 0) self->GiveIdle();
  });
  open_lanes_ = lanes_.size();
  for (Lane& lane : lanes_) lane.connection->Open();
  uv_run(&loop_, UV_RUN_DEFAULT);
  CloseSlice(last_ns_);
  if (options_.rate > 0 && stop_ns_ != INT64_MAX) {
    const double due = static_cast<double>(stop_ns_ - started_ns_) / 1e9 * options_.rate;
    result_.unsent = static_cast<uint64_t>(std::max(0.0, due - static_cast<double>(asked_)));
  }
  result_.seconds = std::max(0.0, static_cast<double>(last_ns_ - count_from_ns_) / 1e9);
  result_.cpu_seconds = CpuSeconds() - cpu_before;
  return std::move(result_);
}

bool Driver::Over() const {
  return exhausted_ || broken_in_a_row_ >= kBrokenInARow ||
         (options_.operations > 0 && asked_ >= options_.operations) ||
         base::MonotonicNs() >= stop_ns_;
}

int64_t Driver::NextDue() const {
  if (options_.rate <= 0) return base::MonotonicNs();
  return started_ns_ + Ns(static_cast<double>(asked_) / options_.rate);
}

void Driver::Ready(size_t index) {
  Lane& lane = lanes_[index];
  broken_in_a_row_ = 0;
  if (lane.modifies) {
    lane.connection->Send({Operation::kUpdate, lane.call->number});
    return;
  }
  if (Over()) return lane.connection->Close();
  const int64_t due = NextDue();
  if (due <= base::MonotonicNs()) return Begin(&lane, due);
  idle_.push_back(index);
  Arm(due);
}

void Driver::Begin(Lane* lane, int64_t due_ns) {
  lane->call = source_.next();
  if (!lane->call) {
    exhausted_ = true;
    lane->connection->Close();
    return GiveIdle();
  }
  ++asked_;
  lane->due_ns = due_ns;
  lane->sent_ns = options_.rate > 0 ? base::MonotonicNs() : due_ns;
  Call call = *lane->call;
  if (call.operation == Operation::kReadModifyWrite) call.operation = Operation::kGet;
  lane->connection->Send(call);
}

void Driver::GiveIdle() {
  while (!idle_.empty()) {
    const bool over = Over();
    const int64_t due = NextDue();
    if (!over && due > base::MonotonicNs()) return Arm(due);
    Lane& lane = lanes_[idle_.back()];
    idle_.pop_back();
    if (over) {
      lane.connection->Close();
    } else {
      Begin(&lane, due);
    }
  }
}

void Driver::Arm(int64_t at_ns) {
  const int64_t at = std::min(at_ns, stop_ns_);
  const itimerspec when{{0, 0}, {at / 1'000'000'000, at % 1'000'000'000}};
  timerfd_settime(alarm_fd_.get(), TFD_TIMER_ABSTIME, &when, nullptr);
}

void Driver::Answered(size_t index, const Reply& reply) {
  Lane& lane = lanes_[index];
  last_ns_ = base::MonotonicNs();
  if (!reply.found) ++result_.misses;
  const bool first_half = lane.call->operation == Operation::kReadModifyWrite && !lane.modifies;
  lane.modifies = first_half && reply.status == 200;
  if (lane.modifies) return;
  ++result_.answers;
  if (reply.status == 200) {
    source_.acknowledged(*lane.call);
    Count(lane, last_ns_);
  } else {
    Failed(reply.status, reply.error);
  }
  lane.call.reset();
  if (options_.rate > 0 && Over()) GiveIdle();
}

void Driver::Count(const Lane& lane, int64_t now) {
  if (lane.due_ns < count_from_ns_) return;
  if (now >= slice_end_ns_) CloseSlice(now);
  result_.latency[static_cast<size_t>(lane.call->operation)].Record(now - lane.due_ns);
  if (options_.rate > 0) result_.service.Record(now - lane.sent_ns);
  slice_.Record(now - lane.due_ns);
}

void Driver::Failed(int status, std::string_view why) {
  if (result_.first_error.empty()) result_.first_error = why;
  ++result_.errors_by_status[status];
  ++current_slice_.errors;
}

// The slices are as long as asked for, or longer where nothing was answered for a while.
void Driver::CloseSlice(int64_t now) {
  if (slice_.count() > 0 || current_slice_.errors > 0) {
    current_slice_.end_seconds = static_cast<double>(now - count_from_ns_) / 1e9;
    current_slice_.operations = slice_.count();
    current_slice_.p50_us = static_cast<double>(slice_.Percentile(50)) / 1e3;
    current_slice_.p99_us = static_cast<double>(slice_.Percentile(99)) / 1e3;
    result_.timeline.push_back(current_slice_);
  }
  slice_ = Histogram();
  current_slice_ = Slice();
  slice_end_ns_ = now + Ns(options_.slice_seconds);
}

void Driver::Closed(size_t index, bool broken) {
  Lane& lane = lanes_[index];
  if (broken) {
    Failed(0, "connection broken");
    last_ns_ = base::MonotonicNs();
    if (!lane.call) ++asked_;  // one that could not even be asked
    ++broken_in_a_row_;
  }
  std::erase(idle_, index);
  lane.call.reset();
  lane.modifies = false;
  if (broken && !Over()) return lane.connection->Open();
  if (--open_lanes_ == 0) Stop();
}

void Driver::Watch() {
  const int64_t now = base::MonotonicNs();
  if (now - last_ns_ > kPatienceNs && now - started_ns_ > kPatienceNs && idle_.empty()) {
    Failed(0, "no answer for 30 seconds");
    exhausted_ = true;
    for (Lane& lane : lanes_) lane.connection->Close();
  }
  if (options_.progress.empty()) return;
  const double share =
      options_.operations > 0
          ? static_cast<double>(asked_) / static_cast<double>(options_.operations)
          : static_cast<double>(now - started_ns_) / static_cast<double>(stop_ns_ - started_ns_);
  fmt::print(stderr, "\r{} {:3.0f} %  {:>9} answers  {} errors ", options_.progress,
             std::min(share, 1.0) * 100, result_.answers, result_.Errors());
  std::fflush(stderr);
}

void Driver::Stop() {
  if (!options_.progress.empty()) fmt::print(stderr, "\r\x1b[K");
  uv_timer_stop(&watch_);
  uv_close(reinterpret_cast<uv_handle_t*>(&watch_), nullptr);
  uv_poll_stop(&alarm_);
  uv_close(reinterpret_cast<uv_handle_t*>(&alarm_), nullptr);
}

}  // namespace partita::load
