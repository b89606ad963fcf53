// Accepts native clients at the house's Unix socket and keeps them until they go; docs/libclient.md
// describes the protocol.
//
// Replies are gathered and sent once a turn of the loop, so that whoever keeps many requests open
// pays for few system calls.
//
// Thread safety: the loop's one thread. Outlives its connections' calls.
#pragma once

#include <uv.h>

#include <functional>
#include <memory>
#include <unordered_map>

#include "base/fd.h"
#include "base/result.h"
#include "gateway/native_context.h"
#include "gateway/uv_handle.h"

namespace partita::gateway {

class NativeServer final : public NativeContext::Owner {
 public:
  NativeServer(uv_loop_t* loop, Edge* edge, NativeHandler handler, const NativeSettings& settings);
  ~NativeServer() override;

  // Accepts at a socket that is bound; other processes may accept at the same one.
  base::Status Listen(base::UniqueFd socket);

  // Accepts nobody any more, answers what has been asked, then calls back — at once if nobody is
  // there.
  void Stop(std::function<void()> on_all_gone);

  // Sends the replies of this turn; before the questions that reading on leads to are flushed.
  void Flush();

  size_t connections() const { return connections_.size(); }
  const ConnectionTraffic& traffic() const { return context_->traffic; }

  void Forget(NativeConnection* connection) override;

 private:
  static void OnConnection(uv_stream_t* listener, int status);
  void AcceptOne(uv_stream_t* listener);
  void Sweep();

  const std::shared_ptr<NativeContext> context_;
  std::unordered_map<NativeConnection*, std::shared_ptr<NativeConnection>> connections_;
  std::unique_ptr<UvHandle<uv_pipe_t>> listener_;
  UvHandle<uv_timer_t> sweep_;
  std::function<void()> on_all_gone_;
};

}  // namespace partita::gateway
