#include "supervisor/supervisor.h"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <utility>

#include "base/clock.h"
#include "base/log.h"
#include "supervisor/notify.h"
#include "supervisor/status_socket.h"

namespace partita::supervisor {
namespace {

using base::Log;
using base::LogLevel;

// With nohup the disposition is "ignore" and stays so.
bool IsIgnored(int number) {
  struct sigaction now {};
  return sigaction(number, nullptr, &now) == 0 && now.sa_handler == SIG_IGN;
}

bool IsSettled(ProcessState state) {
  return state == ProcessState::kReady || state == ProcessState::kQuarantined;
}

// By their index in the handover (shm/handover.h).
std::vector<int> Listeners(const Foundation& foundation) {
  std::vector<int> listeners = {foundation.http.socket.get()};
  if (foundation.native_socket >= 0) listeners.push_back(foundation.native_socket);
  return listeners;
}

int StopLimitMs(const StopLimits& limits, int stage) {
  const int by_stage[kStopStages] = {limits.gateways_ms, limits.partitions_ms, limits.registry_ms};
  return by_stage[stage];
}

}  // namespace

Supervisor::Supervisor(const Options& options, Foundation foundation)
    : options_(options),
      foundation_(std::move(foundation)),
      nursery_{&loop_,    foundation_.switchboard.get(), this,
               &options_, foundation_.program_directory, Listeners(foundation_)},
      sampler_(&foundation_.switchboard->control_block(), foundation_.switchboard->counters(),
               options.data),
      tick_(&loop_, [this] { OnTick(); }),
      watchdog_(&loop_, [this] { FeedWatchdog(); }),
      stop_limit_(&loop_,
                  [this] {
                    for (auto& child : children_) {
                      if (child->plan().stop_stage == stage_) child->Handle(ChildEvent::kTimeLimit);
                    }
                  }),
      status_(&loop_, std::move(foundation_.status), [this] {
        AnswerStatus(status_.fd(), foundation_.switchboard->read_only());
      }) {
  for (const PlannedProcess& process : foundation_.plan.processes) {
    children_.push_back(std::make_unique<Child>(process, &nursery_));
  }
}

Supervisor::~Supervisor() = default;

int Supervisor::Run() {
  for (const int number : {SIGTERM, SIGINT, SIGHUP}) {
    if (number == SIGHUP && IsIgnored(number)) continue;
    signals_.push_back(std::make_unique<SignalWatch>(
        &loop_, number, [this, number] { Stop(fmt::format("SIG{}", sigabbrev_np(number)), 0); }));
  }
  shm::ProcessEntry* own = foundation_.switchboard->Entry({Role::kSupervisor, 0});
  own->pid.store(getpid(), std::memory_order_relaxed);
  own->epoch.store(1, std::memory_order_relaxed);
  own->started_at_us.store(base::WallMicros(), std::memory_order_relaxed);
  own->state.store(static_cast<uint32_t>(ProcessState::kStarting), std::memory_order_relaxed);
  if (options_.durability != "full") {
    Log(LogLevel::kWarning, "durability is {}: a power failure may lose acknowledged writes",
        options_.durability);
  }
  last_tick_ns_ = base::MonotonicNs();
  tick_.Start(options_.beat.check_ms, options_.beat.check_ms);
  if (const int every_ms = WatchdogEveryMs(); every_ms > 0) watchdog_.Start(0, every_ms);
  StartStage(0);
  loop_.Run();
  return exit_code_;
}

Child* Supervisor::Find(const ProcessId& id) {
  for (auto& child : children_) {
    if (child->id() == id) return child.get();
  }
  return nullptr;
}

void Supervisor::OnBorn(Child* child) {
  for (const ProcessId& peer_id : foundation_.switchboard->PeersOf(child->id())) {
    Child* peer = Find(peer_id);
    if (child->life() > 1) peer->SendChannel(child->id());
    if (peer->life() > 0 && !peer->HasProcess()) child->SendPeerGone(peer_id);
  }
}

void Supervisor::OnDead(Child* child) {
  for (const ProcessId& peer : foundation_.switchboard->PeersOf(child->id()))
    Find(peer)->SendPeerGone(child->id());
}

void Supervisor::OnBadChannel(Child* reporter, const ProcessId& accused, uint32_t channel_epoch) {
  Child* child = Find(accused);
  const uint32_t current = foundation_.switchboard->ChannelEpoch(reporter->id(), accused);
  const bool stale = current == 0 || (channel_epoch != 0 && channel_epoch != current);
  if (child == nullptr || stale) return;
  foundation_.switchboard->counters()->bad_channels.Add();
  Log(LogLevel::kError, "{} found garbage in its channel from {}", reporter->name(), child->name());
  child->Handle(ChildEvent::kBadChannel);
}

void Supervisor::OnSettled(Child* child) {
  switch (phase_) {
    case Phase::kComingUp:
      if (!GiveUpStarting(*child)) ContinueStart();
      return;
    case Phase::kServing:
      if (NobodyServes()) return Stop("no gateway is left", 1);
      return NotifyStatus(Census());
    case Phase::kGoingDown:
      return ContinueStop();
    case Phase::kDown:
      return;
  }
}

void Supervisor::StartStage(int stage) {
  stage_ = stage;
  for (auto& child : children_) {
    if (phase_ == Phase::kComingUp && child->plan().start_stage == stage)
      child->Handle(ChildEvent::kStart);
  }
}

bool Supervisor::GiveUpStarting(const Child& child) {
  if (child.state() != ProcessState::kQuarantined) return false;
  if (child.verdict() == RestartVerdict::kConfigurationError) {
    Stop(fmt::format("{} cannot start with this configuration", child.name()), kExitConfiguration);
  } else if (child.id().role == Role::kRegistry || NobodyServes()) {
    Stop(fmt::format("{} does not start", child.name()), 1);
  }
  return phase_ >= Phase::kGoingDown;
}

bool Supervisor::NobodyServes() const {
  return std::all_of(children_.begin(), children_.end(), [](const auto& child) {
    return child->id().role != Role::kGateway || child->state() == ProcessState::kQuarantined;
  });
}

void Supervisor::ContinueStart() {
  for (const auto& child : children_) {
    if (child->plan().start_stage == stage_ && !IsSettled(child->state())) return;
  }
  if (stage_ + 1 < kStartStages) return StartStage(stage_ + 1);
  HouseIsReady();
}

void Supervisor::HouseIsReady() {
  phase_ = Phase::kServing;
  const int64_t after_us = (base::MonotonicNs() - foundation_.started_at_ns) / 1000;
  shm::ProcessEntry* own = foundation_.switchboard->Entry({Role::kSupervisor, 0});
  own->ready_after_us.store(static_cast<uint32_t>(after_us), std::memory_order_relaxed);
  own->state.store(static_cast<uint32_t>(ProcessState::kReady), std::memory_order_relaxed);
  std::string each;
  for (const auto& child : children_) {
    each += fmt::format(", {} {:.1f}", child->name(),
                        static_cast<double>(child->ready_after_us()) / 1000);
  }
  Log(LogLevel::kNotice, "ready in {:.1f} ms (each from its fork{}), serving http://{}",
      static_cast<double>(after_us) / 1000, each, foundation_.http.address);
  NotifyReady(Census());
}

std::string Supervisor::Census() const {
  const auto ready = [this](Role role) {
    return std::count_if(children_.begin(), children_.end(), [role](const auto& child) {
      return child->id().role == role && child->state() == ProcessState::kReady;
    });
  };
  return fmt::format("http://{}, {} of {} slots, {} of {} gateways{}", foundation_.http.address,
                     ready(Role::kPartition), foundation_.plan.slots, ready(Role::kGateway),
                     foundation_.plan.gateways, ready(Role::kRegistry) == 1 ? "" : ", no registry");
}

void Supervisor::Stop(const std::string& why, int exit_code) {
  if (phase_ >= Phase::kGoingDown) return Log(LogLevel::kNotice, "{}: already stopping", why);
  Log(exit_code == 0 ? LogLevel::kNotice : LogLevel::kError, "stopping: {}", why);
  phase_ = Phase::kGoingDown;
  exit_code_ = exit_code;
  NotifyStopping("stopping: " + why);
  foundation_.switchboard->Entry({Role::kSupervisor, 0})
      ->state.store(static_cast<uint32_t>(ProcessState::kStopping), std::memory_order_relaxed);
  StopStage(0);
}

void Supervisor::StopStage(int stage) {
  stage_ = stage;
  stop_limit_.Start(StopLimitMs(options_.stop, stage));
  for (auto& child : children_) {
    if (child->plan().stop_stage == stage) child->Handle(ChildEvent::kStop);
  }
  ContinueStop();
}

void Supervisor::ContinueStop() {
  if (phase_ == Phase::kDown) return;
  for (const auto& child : children_) {
    if (child->plan().stop_stage == stage_ && child->state() != ProcessState::kDown) return;
  }
  if (stage_ + 1 < kStopStages) return StopStage(stage_ + 1);
  phase_ = Phase::kDown;
  const bool all_well = std::all_of(children_.begin(), children_.end(),
                                    [](const auto& child) { return child->ended_well(); });
  if (exit_code_ == 0 && !all_well) exit_code_ = 1;
  Log(LogLevel::kNotice, "stopped{}", all_well ? " in order" : "");
  loop_.Stop();
}

void Supervisor::FeedWatchdog() {
  const bool all_move = std::none_of(children_.begin(), children_.end(),
                                     [](const auto& child) { return child->StandsStill(); });
  if (all_move) NotifyWatchdog();
}

void Supervisor::OnTick() {
  const int64_t now_ns = base::MonotonicNs();
  const int64_t elapsed_ms = (now_ns - last_tick_ns_) / 1'000'000;
  last_tick_ns_ = now_ns;
  foundation_.switchboard->Entry({Role::kSupervisor, 0})
      ->beat.fetch_add(1, std::memory_order_relaxed);
  for (auto& child : children_) child->CheckBeat(elapsed_ms);
  sampler_.Sample();
}

}  // namespace partita::supervisor
