// One turn of the gateway's loop: clients' bytes in, questions out, replies in, answers out, sleep.
//
//   poll      libuv reads clients; requests become questions           (not ours)
//   check     awake again: beat; questions to the owners, one doorbell each; replies to waiters
//   prepare   questions that replies led to; announce sleep; a last look at the rings: with work,
//             poll will not block
//
// The doorbell's protocol is shm/doorbell.h's; its eventfd is in the poll set. A timer makes a turn
// at least twice a second, so that the beat moves while nobody asks anything.
//
// Thread safety: the loop's one thread.
#pragma once

#include <uv.h>

#include <atomic>
#include <cstdint>
#include <functional>
#include <utility>

#include "base/result.h"
#include "gateway/router.h"
#include "gateway/uv_handle.h"
#include "shm/doorbell.h"

namespace partita::gateway {

class Turn {
 public:
  // All must outlive this. `beat` is the process's own, in the control block. `on_turn_end` hears
  // whether the process is going to sleep.
  Turn(uv_loop_t* loop, shm::Doorbell* doorbell, Router* router, std::atomic<uint64_t>* beat,
       std::function<void(bool sleeps)> on_turn_end);
  ~Turn();
  base::Status Start();
  // Done in every turn before it goes to sleep; questions asked there are still flushed.
  void BeforeSleepDo(std::function<void()> deed) { deed_ = std::move(deed); }

 private:
  void BeforeSleep();
  void AfterSleep();

  uv_loop_t* loop_;
  shm::Doorbell* doorbell_;
  Router* router_;
  std::atomic<uint64_t>* beat_;
  std::function<void()> deed_;
  std::function<void(bool sleeps)> on_turn_end_;
  UvHandle<uv_prepare_t> prepare_;
  UvHandle<uv_check_t> check_;
  UvHandle<uv_idle_t> idle_;  // active: poll does not block
  UvHandle<uv_poll_t> bell_;
  UvHandle<uv_timer_t> timer_;
};

}  // namespace partita::gateway
