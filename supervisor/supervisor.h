// The supervisor: brings the house up in order, keeps its children alive, tells each of the others'
// lives, takes the house down.
//
// It joins no channel and parses nothing that a client sent; it reads from children only READY and
// complaints. Everything happens on one libuv loop, in callbacks that never block.
//
//   up       stage by stage (plan.h); a stage is over when each of its children is ready or
//            quarantined. Before the house is up, a child that finds its configuration unusable
//            (exit 78), a quarantined registryd or no gateway left ends the start.
//   serving  a child that dies is announced to its peers (kPeerGone), and when it lives again
//            everybody gets a fresh channel to it.
//   down     gateways, partitions, registryd: each group is told (SIGTERM) and awaited, then killed
//            at its time limit.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "base/fd.h"
#include "metrics/process_sampler.h"
#include "supervisor/child.h"
#include "supervisor/event_loop.h"
#include "supervisor/listener.h"
#include "supervisor/native_listener.h"
#include "supervisor/options.h"
#include "supervisor/plan.h"
#include "supervisor/switchboard.h"

namespace partita::supervisor {

// What Serve() prepared before the first child is born.
struct Foundation {
  int64_t started_at_ns = 0;
  Plan plan;
  std::unique_ptr<Switchboard> switchboard;
  std::string program_directory;
  HttpListener http;
  NativeListener native;
  int native_socket = -1;  // its descriptor, which outlives the supervisor; -1: none
  base::UniqueFd status;
};

class Supervisor : private ChildObserver {
 public:
  Supervisor(const Options& options, Foundation foundation);
  ~Supervisor() override;

  // Until the house is down again; the exit code (serve.h).
  int Run();

 private:
  enum class Phase { kComingUp, kServing, kGoingDown, kDown };

  void OnBorn(Child* child) override;
  void OnDead(Child* child) override;
  void OnSettled(Child* child) override;
  void OnBadChannel(Child* reporter, const ProcessId& accused, uint32_t channel_epoch) override;

  Child* Find(const ProcessId& id);
  void StartStage(int stage);
  void ContinueStart();
  bool GiveUpStarting(const Child& child);
  bool NobodyServes() const;
  void HouseIsReady();
  std::string Census() const;  // "4 of 4 slots, 1 of 1 gateways"

  void Stop(const std::string& why, int exit_code);
  void StopStage(int stage);
  void ContinueStop();

  void OnTick();
  // WATCHDOG=1, unless a child that should move stands still: it is aborted and killed
  // (beat_watch.h) before the unit's WatchdogSec= is over, and if even that is of no use systemd
  // ends the house.
  void FeedWatchdog();

  const Options& options_;
  Foundation foundation_;
  EventLoop loop_;
  Nursery nursery_;
  std::vector<std::unique_ptr<Child>> children_;
  std::vector<std::unique_ptr<SignalWatch>> signals_;
  metrics::ProcessSampler sampler_;
  Timer tick_;
  Timer watchdog_;
  Timer stop_limit_;
  FdWatch status_;

  Phase phase_ = Phase::kComingUp;
  int stage_ = 0;  // of coming up or going down
  int exit_code_ = 0;
  int64_t last_tick_ns_ = 0;
};

}  // namespace partita::supervisor
