#include "supervisor/child.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/socket.h>
#include <sys/wait.h>

#include <cerrno>
#include <csignal>
#include <cstring>
#include <random>

#include "base/clock.h"
#include "base/death.h"
#include "base/log.h"
#include "supervisor/spawn.h"

namespace partita::supervisor {
namespace {

using base::Log;
using base::LogLevel;

constexpr auto kRelaxed = std::memory_order_relaxed;
constexpr int kNeverExecuted = 127 << 8;  // as waitpid says "exited with 127"

struct SocketPair {
  base::UniqueFd ours;    // non-blocking
  base::UniqueFd theirs;  // blocking
};

base::Result<SocketPair> MakeSocketPair() {
  int ends[2];
  if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends) != 0) {
    return base::Error::FromErrno("making a handover socket", errno);
  }
  SocketPair pair{base::UniqueFd(ends[0]), base::UniqueFd(ends[1])};
  if (fcntl(ends[0], F_SETFL, O_NONBLOCK) != 0)
    return base::Error::FromErrno("handover socket", errno);
  return pair;
}

}  // namespace

Child::Child(const PlannedProcess& plan, const Nursery* nursery)
    : plan_(plan),
      nursery_(nursery),
      name_(ProcessName(plan.id)),
      entry_(nursery->switchboard->Entry(plan.id)),
      policy_(nursery->options->restart, std::random_device{}()),
      restart_timer_(nursery->loop, [this] { Handle(ChildEvent::kDelayOver); }),
      beat_watch_(nursery->options->beat) {}

Child::~Child() {
  if (!HasProcess()) return;
  kill(pid_, SIGKILL);
  waitpid(pid_, nullptr, 0);
}

uint32_t Child::ready_after_us() const { return entry_->ready_after_us.load(kRelaxed); }

void Child::Handle(ChildEvent event) {
  const Transition& step = NextStep(state_, event);
  if (step.next != state_) Enter(step.next);
  Act(step.action);
}

void Child::Enter(ProcessState state) {
  state_ = state;
  entry_->state.store(static_cast<uint32_t>(state), kRelaxed);
}

void Child::Act(ChildAction action) {
  switch (action) {
    case ChildAction::kNone:
      return;
    case ChildAction::kSpawn:
      return Spawn();
    case ChildAction::kAnnounce:
      return Announce();
    case ChildAction::kBackOff:
      return BackOff();
    case ChildAction::kQuarantine:
      return Quarantine();
    case ChildAction::kTerminate:
      return Signal(SIGTERM);
    case ChildAction::kKill:
      Log(LogLevel::kWarning, "{} (pid {}) gets SIGKILL: {}", name_, pid_,
          state_ == ProcessState::kStopping ? "it takes too long to stop"
                                            : "it broke the protocol of a channel");
      return Signal(SIGKILL);
    case ChildAction::kCancel:
      restart_timer_.Stop();
      ended_well_ = true;
      [[fallthrough]];
    case ChildAction::kEnd:
      return nursery_->observer->OnSettled(this);
  }
}

void Child::Spawn() {
  const base::Status born = Bear();
  if (born.ok()) return nursery_->observer->OnBorn(this);
  Log(LogLevel::kError, "{}: {}", name_, born.error().message);
  if (HasProcess()) return Signal(SIGKILL);  // half born; its death comes as an event
  Decide(kNeverExecuted, 0);
}

base::Status Child::Bear() {
  if (life_ > 0) PARTITA_TRY(nursery_->switchboard->RenewChannels(id()));
  PARTITA_ASSIGN(SocketPair sockets, MakeSocketPair());
  born_at_ns_ = base::MonotonicNs();
  ready_at_ns_ = 0;
  entry_->ready_after_us.store(0, kRelaxed);
  PARTITA_ASSIGN(Spawned process,
                 supervisor::Spawn(nursery_->program_directory + "/" + plan_.program,
                                   plan_.arguments, sockets.theirs.get()));
  ++life_;
  pid_ = process.pid;
  beat_watch_.Reset();
  entry_->pid.store(pid_, kRelaxed);
  entry_->epoch.store(life_, kRelaxed);
  entry_->restarts.store(life_ - 1, kRelaxed);
  entry_->started_at_us.store(base::WallMicros(), kRelaxed);
  pidfd_ =
      std::make_unique<FdWatch>(nursery_->loop, std::move(process.pidfd), [this] { OnDeath(); });
  socket_ = std::make_unique<FdWatch>(nursery_->loop, std::move(sockets.ours),
                                      [this] { ReadMessages(); });
  return nursery_->switchboard->HandBirth(socket_->fd(), plan_, life_, nursery_->listeners);
}

void Child::ReadMessages() {
  for (;;) {
    const auto message = shm::ReceiveHandover(socket_->fd());
    if (!message.ok()) {
      // At its end the child closes the socket before it is seen dead: the pidfd says the rest.
      if (message.error().kind != base::ErrorKind::kUnavailable) socket_->Stop();
      return;
    }
    const shm::HandoverHeader& header = message->header;
    if (header.kind == shm::HandoverKind::kReady) Handle(ChildEvent::kReady);
    if (header.kind == shm::HandoverKind::kBadChannel) {
      nursery_->observer->OnBadChannel(this, {header.role, header.index}, header.epoch);
    }
  }
}

void Child::OnDeath() {
  int wait_status = 0;
  if (waitpid(pid_, &wait_status, WNOHANG) != pid_) return;
  ReadMessages();
  const int64_t now_ns = base::MonotonicNs();
  const bool asked_for = state_ == ProcessState::kStopping;
  ended_well_ = base::EndedAsAsked(wait_status);
  Log(asked_for && ended_well_ ? LogLevel::kDebug : LogLevel::kWarning,
      "{} (pid {}) {} after {} ms", name_, pid_, base::DescribeDeath(wait_status),
      (now_ns - born_at_ns_) / 1'000'000);
  RecordDeath(wait_status);
  nursery_->observer->OnDead(this);
  if (asked_for) return Handle(ChildEvent::kDied);
  Decide(wait_status, ready_at_ns_ == 0 ? 0 : (now_ns - ready_at_ns_) / 1'000'000);
}

void Child::RecordDeath(int wait_status) {
  pid_ = 0;
  socket_.reset();
  pidfd_.reset();
  entry_->pid.store(0, kRelaxed);
  entry_->last_death_at_us.store(base::WallMicros(), kRelaxed);
  entry_->last_wait_status.store(wait_status, kRelaxed);
}

void Child::Decide(int wait_status, int64_t ready_ms) {
  const RestartDecision decision =
      policy_.OnDeath(base::MonotonicNs() / 1'000'000, ready_ms, wait_status);
  verdict_ = decision.verdict;
  restart_delay_ms_ = decision.delay_ms;
  Handle(decision.verdict == RestartVerdict::kAgain ? ChildEvent::kDied : ChildEvent::kDiedForGood);
}

void Child::Announce() {
  ready_at_ns_ = base::MonotonicNs();
  const int64_t after_us = (ready_at_ns_ - born_at_ns_) / 1000;
  entry_->ready_after_us.store(static_cast<uint32_t>(after_us), kRelaxed);
  Log(life_ > 1 ? LogLevel::kNotice : LogLevel::kDebug,
      "{} (pid {}) ready after {:.1f} ms, life {}", name_, pid_,
      static_cast<double>(after_us) / 1000, life_);
  nursery_->observer->OnSettled(this);
}

void Child::BackOff() {
  Log(LogLevel::kNotice, "{} starts again in {} ms", name_, restart_delay_ms_);
  restart_timer_.Start(restart_delay_ms_);
}

void Child::Quarantine() {
  Log(LogLevel::kError, "{} is quarantined and not started again: {}", name_,
      verdict_ == RestartVerdict::kConfigurationError
          ? std::string("it found its configuration unusable (exit code 78)")
          : fmt::format("{} failures in a minute", nursery_->options->restart.quarantine_failures));
  nursery_->observer->OnSettled(this);
}

void Child::Signal(int number) {
  if (HasProcess()) kill(pid_, number);
}

void Child::CheckBeat(int64_t elapsed_ms) {
  if (state_ != ProcessState::kReady) return;
  switch (beat_watch_.Observe(entry_->beat.load(kRelaxed), elapsed_ms)) {
    case BeatVerdict::kFine:
      return;
    case BeatVerdict::kWarn:
      return Log(LogLevel::kWarning, "{} (pid {}) has stood still for {} ms", name_, pid_,
                 beat_watch_.still_ms());
    case BeatVerdict::kAbort:
      Log(LogLevel::kError, "{} (pid {}) has stood still for {} ms: SIGABRT", name_, pid_,
          beat_watch_.still_ms());
      return Signal(SIGABRT);
    case BeatVerdict::kKill:
      Log(LogLevel::kError, "{} (pid {}) does not even abort: SIGKILL", name_, pid_);
      return Signal(SIGKILL);
  }
}

bool Child::StandsStill() const {
  return state_ == ProcessState::kReady &&
         beat_watch_.still_ms() >= nursery_->options->beat.warn_ms;
}

void Child::SendChannel(const ProcessId& peer) {
  if (socket_ != nullptr) Told(nursery_->switchboard->HandChannel(socket_->fd(), id(), peer));
}

void Child::SendPeerGone(const ProcessId& peer) {
  if (socket_ == nullptr) return;
  shm::HandoverHeader header;
  header.kind = shm::HandoverKind::kPeerGone;
  header.role = peer.role;
  header.index = peer.index;
  Told(shm::SendHandover(socket_->fd(), header, {}));
}

void Child::Told(const base::Status& sent) {
  if (sent.ok()) return;
  // One that is dead already, and not yet seen to be, is no news.
  const bool full = sent.error().kind == base::ErrorKind::kUnavailable;
  Log(full ? LogLevel::kWarning : LogLevel::kDebug, "{} (pid {}) cannot be told of its peers: {}",
      name_, pid_, sent.error().message);
  Signal(SIGKILL);  // without the news it would wait for the dead
}

}  // namespace partita::supervisor
