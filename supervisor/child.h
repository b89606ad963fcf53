// One child over all its lives: its process, its handover socket, its place in the table of states.
//
// Everything that happens to it becomes a ChildEvent and passes through NextStep(); what concerns
// others — its peers, the house — is told to the ChildObserver. Reads nothing from the child but
// READY and complaints about peers.
#pragma once

#include <sys/types.h>

#include <cstdint>
#include <functional>
#include <memory>
#include <string>

#include "base/result.h"
#include "supervisor/beat_watch.h"
#include "supervisor/child_state.h"
#include "supervisor/event_loop.h"
#include "supervisor/options.h"
#include "supervisor/plan.h"
#include "supervisor/restart_policy.h"
#include "supervisor/switchboard.h"

namespace partita::supervisor {

class Child;

class ChildObserver {
 public:
  virtual ~ChildObserver() = default;
  virtual void OnBorn(Child* child) = 0;  // it has its birth in its socket; peers must hear of it
  virtual void OnDead(Child* child) = 0;  // peers must hear of it, before anything else is decided
  virtual void OnSettled(Child* child) = 0;  // it is now ready, quarantined or down
  virtual void OnBadChannel(Child* reporter, const ProcessId& accused, uint32_t channel_epoch) = 0;
};

// What all children have in common. Outlives them.
struct Nursery {
  EventLoop* loop = nullptr;
  Switchboard* switchboard = nullptr;
  ChildObserver* observer = nullptr;
  const Options* options = nullptr;
  std::string program_directory;
  std::vector<int> listeners;
};

class Child {
 public:
  Child(const PlannedProcess& plan, const Nursery* nursery);
  Child(const Child&) = delete;
  Child& operator=(const Child&) = delete;
  ~Child();

  const ProcessId& id() const { return plan_.id; }
  const PlannedProcess& plan() const { return plan_; }
  const std::string& name() const { return name_; }
  ProcessState state() const { return state_; }
  bool HasProcess() const { return pid_ != 0; }
  uint32_t life() const { return life_; }  // 0: never born
  uint32_t ready_after_us() const;
  RestartVerdict verdict() const { return verdict_; }  // of the last death
  bool ended_well() const {
    return ended_well_;
  }  // the last end was one that was asked for, in time

  void Handle(ChildEvent event);
  // One look at the beat of a child that says it is ready.
  void CheckBeat(int64_t elapsed_ms);
  // It says it is ready, and its beat has stood still for long enough to be warned of.
  bool StandsStill() const;

  // For peers' news; a child that does not empty its socket is killed.
  void SendChannel(const ProcessId& peer);
  void SendPeerGone(const ProcessId& peer);

 private:
  void Act(ChildAction action);
  void Enter(ProcessState state);
  void Spawn();
  base::Status Bear();
  void ReadMessages();
  void OnDeath();
  void RecordDeath(int wait_status);
  void Decide(int wait_status, int64_t ready_ms);
  void Announce();
  void BackOff();
  void Quarantine();
  void Signal(int number);
  void Told(const base::Status& sent);

  const PlannedProcess plan_;
  const Nursery* const nursery_;
  const std::string name_;
  shm::ProcessEntry* const entry_;  // in the control block

  ProcessState state_ = ProcessState::kDown;
  uint32_t life_ = 0;
  pid_t pid_ = 0;
  int64_t born_at_ns_ = 0;
  int64_t ready_at_ns_ = 0;  // of this life; 0: not yet
  std::unique_ptr<FdWatch> socket_;
  std::unique_ptr<FdWatch> pidfd_;

  RestartPolicy policy_;
  RestartVerdict verdict_ = RestartVerdict::kAgain;
  int restart_delay_ms_ = 0;
  bool ended_well_ = true;
  Timer restart_timer_;
  BeatWatch beat_watch_;
};

}  // namespace partita::supervisor
