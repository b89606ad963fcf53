#include "gateway/native_server.h"

#include <fmt/format.h>

#include <utility>
#include <vector>

#include "base/log.h"
#include "gateway/native_connection.h"
#include "model/api_message.h"

namespace partita::gateway {
namespace {

constexpr int kNativeBacklog = 1024;
constexpr uint64_t kNativeSweepMs = 500;

}  // namespace

NativeServer::NativeServer(uv_loop_t* loop, Edge* edge, NativeHandler handler,
                           const NativeSettings& settings)
    : context_(std::make_shared<NativeContext>()) {
  context_->loop = loop;
  context_->settings = settings;
  context_->edge = edge;
  context_->handler = std::move(handler);
  context_->owner = this;
  uv_timer_init(loop, sweep_.get());
  sweep_->data = this;
  uv_timer_start(
      sweep_.get(),
      [](uv_timer_t* handle) { static_cast<NativeServer*>(handle->data)->Sweep(); },
      kNativeSweepMs, kNativeSweepMs);
}

NativeServer::~NativeServer() {
  on_all_gone_ = nullptr;
  for (const auto& [connection, held] : std::exchange(connections_, {})) connection->Close();
  context_->dirty.clear();
}

base::Status NativeServer::Listen(base::UniqueFd socket) {
  listener_ = std::make_unique<UvHandle<uv_pipe_t>>();
  uv_pipe_init(context_->loop, listener_->get(), /*ipc=*/0);
  (*listener_)->data = this;
  int status = uv_pipe_open(listener_->get(), socket.get());
  if (status == 0) {
    socket.Release();  // the handle's now
    auto* stream = reinterpret_cast<uv_stream_t*>(listener_->get());
    status = uv_listen(stream, kNativeBacklog, OnConnection);
  }
  if (status == 0) return {};
  return base::Error::Failed(
      fmt::format("listening for native clients: {}", uv_strerror(status)));
}

void NativeServer::OnConnection(uv_stream_t* listener, int status) {
  auto* self = static_cast<NativeServer*>(listener->data);
  if (self == nullptr) return;
  if (status == 0) return self->AcceptOne(listener);
  base::Log(base::LogLevel::kWarning, "accepting a native client: {}", uv_strerror(status));
}

void NativeServer::AcceptOne(uv_stream_t* listener) {
  const auto connection = std::make_shared<NativeConnection>(context_);
  const bool full = connections_.size() >= context_->settings.max_connections;
  connections_.emplace(connection.get(), connection);
  context_->traffic.connections = connections_.size();
  if (!connection->Accept(listener)) return connection->Close();
  ++context_->traffic.accepted;
  if (!full) return;
  ++context_->traffic.refused;
  connection->Leave(model::ApiError::Of(model::ApiErrorType::kServiceUnavailable,
                                        std::string(model::message::kNativeBusy)));
}

void NativeServer::Flush() {
  for (const auto& connection : std::exchange(context_->dirty, {})) connection->Flush();
}

void NativeServer::Sweep() {
  // A connection that is closed leaves the map: the next one is taken first.
  for (auto next = connections_.begin(); next != connections_.end();) {
    const std::shared_ptr<NativeConnection> connection = (next++)->second;
    connection->CheckTimes(context_->now_ms());
  }
}

void NativeServer::Forget(NativeConnection* connection) {
  connections_.erase(connection);
  context_->traffic.connections = connections_.size();
  if (context_->stopping && connections_.empty() && on_all_gone_)
    std::exchange(on_all_gone_, nullptr)();
}

void NativeServer::Stop(std::function<void()> on_all_gone) {
  context_->stopping = true;
  on_all_gone_ = std::move(on_all_gone);
  listener_.reset();
  std::vector<std::shared_ptr<NativeConnection>> all;
  all.reserve(connections_.size());
  for (const auto& [key, connection] : connections_) all.push_back(connection);
  for (const auto& connection : all) connection->Stop();
  if (connections_.empty() && on_all_gone_) std::exchange(on_all_gone_, nullptr)();
}

}  // namespace partita::gateway
