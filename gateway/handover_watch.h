// The gateway's ear for the supervisor after its birth: peers that died, peers that live again, the
// supervisor's own end.
//
// Thread safety: the loop's one thread.
#pragma once

#include <uv.h>

#include <functional>

#include "base/result.h"
#include "gateway/router.h"
#include "gateway/uv_handle.h"
#include "shm/control_block.h"
#include "shm/handover.h"

namespace partita::gateway {

class HandoverWatch {
 public:
  // `socket` stays the caller's. `on_end`: the supervisor is gone, nobody will restart or connect
  // anything any more.
  HandoverWatch(uv_loop_t* loop, int socket, shm::ControlBlock* control_block, Router* router,
                std::function<void()> on_end);
  base::Status Start();

 private:
  void ReceiveAll();
  void Take(shm::HandoverMessage message);

  uv_loop_t* loop_;
  int socket_;
  shm::ControlBlock* control_block_;
  Router* router_;
  std::function<void()> on_end_;
  UvHandle<uv_poll_t> poll_;
};

}  // namespace partita::gateway
