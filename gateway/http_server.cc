#include "gateway/http_server.h"

#include <fmt/format.h>

#include <utility>

#include "base/clock.h"
#include "base/log.h"
#include "gateway/http_connection.h"
#include "gateway/http_response.h"

namespace partita::gateway {
namespace {

constexpr int kBacklog = 1024;
constexpr uint64_t kSweepMs = 500;

}  // namespace

HttpServer::HttpServer(uv_loop_t* loop, FrontDoor* front_door, const HttpSettings& settings,
                       CallTracker* tracker)
    : context_(std::make_unique<HttpContext>()) {
  context_->loop = loop;
  context_->settings = settings;
  context_->front_door = front_door;
  context_->tracker = tracker;
  context_->owner = this;
  context_->date = HttpDate(base::WallMicros());
  uv_timer_init(loop, sweep_.get());
  sweep_->data = this;
  uv_timer_start(sweep_.get(), OnSweep, kSweepMs, kSweepMs);
}

HttpServer::~HttpServer() {
  on_all_gone_ = nullptr;
  for (const auto& [connection, held] : std::exchange(connections_, {})) connection->Close();
}

base::Status HttpServer::Listen(base::UniqueFd socket) {
  auto listener = std::make_unique<UvHandle<uv_tcp_t>>();
  uv_tcp_init(context_->loop, listener->get());
  (*listener)->data = this;
  int status = uv_tcp_open(listener->get(), socket.get());
  if (status == 0) {
    socket.Release();  // the handle's now
    auto* stream = reinterpret_cast<uv_stream_t*>(listener->get());
    status = uv_listen(stream, kBacklog, OnConnection);
  }
  if (status != 0) {
    return base::Error::Failed(fmt::format("listening for HTTP: {}", uv_strerror(status)));
  }
  listeners_.push_back(std::move(listener));
  return {};
}

void HttpServer::OnConnection(uv_stream_t* listener, int status) {
  auto* self = static_cast<HttpServer*>(listener->data);
  if (self == nullptr) return;
  if (status == 0) return self->AcceptOne(listener);
  base::Log(base::LogLevel::kWarning, "accepting a client: {}", uv_strerror(status));
}

void HttpServer::AcceptOne(uv_stream_t* listener) {
  auto connection = std::make_shared<HttpConnection>(context_.get());
  if (!connection->Accept(listener)) return;
  const bool full = connections_.size() >= context_->settings.max_connections;
  connections_.emplace(connection.get(), connection);
  context_->traffic->connections = connections_.size();
  ++context_->traffic->accepted;
  if (!full) return;
  ++context_->traffic->refused;
  connection->RefuseOverload();
}

void HttpServer::Forget(HttpConnection* connection) {
  connections_.erase(connection);
  context_->traffic->connections = connections_.size();
  if (context_->stopping && connections_.empty() && on_all_gone_)
    std::exchange(on_all_gone_, nullptr)();
}

void HttpServer::OnSweep(uv_timer_t* timer) {
  if (auto* self = static_cast<HttpServer*>(timer->data)) self->Sweep();
}

void HttpServer::Sweep() {
  context_->date = HttpDate(base::WallMicros());
  const uint64_t now_ms = context_->now_ms();
  // A connection that is closed leaves the map: the next one is taken first.
  for (auto next = connections_.begin(); next != connections_.end();) {
    const std::shared_ptr<HttpConnection> connection = (next++)->second;
    connection->CheckTimes(now_ms);
  }
}

void HttpServer::Stop(std::function<void()> on_all_gone) {
  context_->stopping = true;
  on_all_gone_ = std::move(on_all_gone);
  listeners_.clear();
  std::vector<std::shared_ptr<HttpConnection>> all;
  all.reserve(connections_.size());
  for (const auto& [key, connection] : connections_) all.push_back(connection);
  for (const auto& connection : all) connection->Stop();
  if (connections_.empty() && on_all_gone_) std::exchange(on_all_gone_, nullptr)();
}

}  // namespace partita::gateway
