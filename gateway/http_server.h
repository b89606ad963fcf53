// Accepts clients at the listening sockets of the house and keeps them until they go.
//
// Thread safety: the loop's one thread. Must outlive nothing but its connections; calls may outlive
// it.
#pragma once

#include <uv.h>

#include <functional>
#include <memory>
#include <unordered_map>
#include <vector>

#include "base/fd.h"
#include "base/result.h"
#include "gateway/http_context.h"
#include "gateway/uv_handle.h"

namespace partita::gateway {

class HttpServer final : public HttpContext::Owner {
 public:
  // `tracker` follows the calls; null: nobody does.
  HttpServer(uv_loop_t* loop, FrontDoor* front_door, const HttpSettings& settings,
             CallTracker* tracker = nullptr);
  ~HttpServer() override;

  // Accepts at a socket that is bound; other processes may accept at the same one.
  base::Status Listen(base::UniqueFd socket);

  // Accepts nobody any more, answers what has been asked, then calls back — at once if nobody is
  // there.
  void Stop(std::function<void()> on_all_gone);

  size_t connections() const { return connections_.size(); }
  const HttpTraffic& traffic() const { return *context_->traffic; }

  void Forget(HttpConnection* connection) override;

 private:
  static void OnConnection(uv_stream_t* listener, int status);
  static void OnSweep(uv_timer_t* timer);
  void AcceptOne(uv_stream_t* listener);
  void Sweep();

  std::unique_ptr<HttpContext> context_;
  std::unordered_map<HttpConnection*, std::shared_ptr<HttpConnection>> connections_;
  std::vector<std::unique_ptr<UvHandle<uv_tcp_t>>> listeners_;
  UvHandle<uv_timer_t> sweep_;
  std::function<void()> on_all_gone_;
};

}  // namespace partita::gateway
