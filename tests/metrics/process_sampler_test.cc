#include "metrics/process_sampler.h"

#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <optional>

namespace partita::metrics {
namespace {

class ProcessSamplerTest : public testing::Test {
 protected:
  shm::Segment control_segment_ = shm::ControlBlock::Create(1, 1).value();
  shm::ControlBlock* control_ = shm::ControlBlock::In(control_segment_).value();
  std::optional<shm::Segment> counters_segment_;
  CounterBlock* counters_ = CountersOf(&counters_segment_);
  ProcessSampler sampler_{control_, &counters_->supervisor, "/"};

  const ProcessSample& Own() {
    return *SampleOf(&counters_->supervisor, shm::Role::kSupervisor, 0);
  }
};

void Burn(std::chrono::milliseconds duration) {
  const auto until = std::chrono::steady_clock::now() + duration;
  while (std::chrono::steady_clock::now() < until) {
  }
}

TEST_F(ProcessSamplerTest, SaysWhatTheKernelSaysOfAProcess) {
  control_->supervisor.pid = getpid();
  Burn(std::chrono::milliseconds(50));
  sampler_.Sample();
  EXPECT_GT(Own().cpu_us.Get(), 0u);
  EXPECT_GT(Own().resident_bytes.Get(), 1u << 20);
  EXPECT_GT(Own().proportional_bytes.Get(), 1u << 16);
  EXPECT_LE(Own().proportional_bytes.Get(), Own().resident_bytes.Get());
  EXPECT_GE(Own().open_files.Get(), 3u);
  const SupervisorRegion& region = counters_->supervisor;
  EXPECT_GT(region.data_bytes.Get(), region.data_available_bytes.Get());
}

TEST_F(ProcessSamplerTest, SumsTheCpuTimeOfAllLives) {
  control_->supervisor.pid = getpid();
  Burn(std::chrono::milliseconds(50));
  sampler_.Sample();
  const uint64_t former = Own().cpu_us.Get();
  const pid_t child = fork();
  if (child == 0) {
    for (;;) pause();
  }
  control_->supervisor.pid = child;
  sampler_.Sample();
  EXPECT_GE(Own().cpu_us.Get(), former);
  EXPECT_EQ(Own().former_cpu_us.Get(), former);
  kill(child, SIGKILL);
  waitpid(child, nullptr, 0);
  sampler_.Sample();
  EXPECT_GE(Own().cpu_us.Get(), former) << "a process that is gone keeps what it had";
}

TEST_F(ProcessSamplerTest, AProcessThatIsDownHasNoMemory) {
  control_->supervisor.pid = getpid();
  sampler_.Sample();
  control_->supervisor.pid = 0;
  sampler_.Sample();
  EXPECT_EQ(Own().resident_bytes.Get(), 0u);
  EXPECT_EQ(Own().open_files.Get(), 0u);
}

}  // namespace
}  // namespace partita::metrics
