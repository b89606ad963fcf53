#include "gateway/handover_watch.h"

#include <fmt/format.h>

#include <utility>

#include "base/log.h"

namespace partita::gateway {

HandoverWatch::HandoverWatch(uv_loop_t* loop, int socket, shm::ControlBlock* control_block,
                             Router* router, std::function<void()> on_end)
    : loop_(loop),
      socket_(socket),
      control_block_(control_block),
      router_(router),
      on_end_(std::move(on_end)) {}

base::Status HandoverWatch::Start() {
  // Makes the socket non-blocking as well.
  if (const int status = uv_poll_init(loop_, poll_.get(), socket_); status != 0) {
    return base::Error::Failed(
        fmt::format("polling the supervisor's socket: {}", uv_strerror(status)));
  }
  poll_->data = this;
  uv_poll_start(poll_.get(), UV_READABLE | UV_DISCONNECT, [](uv_poll_t* handle, int, int) {
    static_cast<HandoverWatch*>(handle->data)->ReceiveAll();
  });
  return {};
}

void HandoverWatch::ReceiveAll() {
  for (;;) {
    auto message = shm::ReceiveHandover(socket_);
    if (message.ok()) {
      Take(std::move(message).value());
      continue;
    }
    if (message.error().kind == base::ErrorKind::kUnavailable) return;
    if (message.error().kind != base::ErrorKind::kNotFound) {
      base::Log(base::LogLevel::kError, "the supervisor's socket: {}", message.error().message);
    }
    uv_poll_stop(poll_.get());
    return on_end_();
  }
}

void HandoverWatch::Take(shm::HandoverMessage message) {
  const shm::HandoverHeader header = message.header;
  if (header.kind == shm::HandoverKind::kPeerGone)
    return router_->Disconnect(header.role, header.index);
  if (header.kind != shm::HandoverKind::kChannel) return;
  auto peer = shm::AttachPeer(std::move(message), control_block_);
  if (peer.ok()) return router_->Connect(peer->role, peer->index, std::move(peer->channel));
  base::Log(base::LogLevel::kError, "a new channel: {}", peer.error().message);
  router_->Disconnect(header.role, header.index);
}

}  // namespace partita::gateway
