#include "tests/gateway/http_harness.h"

#include <arpa/inet.h>
#include <fmt/format.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <utility>

namespace partita::gateway::testing {
namespace {

constexpr int kPatienceSeconds =
    20;  // a busy machine may take its time; nothing waits this long when all is well

sockaddr_in Loopback(int port) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(static_cast<uint16_t>(port));
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  return address;
}

}  // namespace

TestServer::TestServer(const HttpSettings& settings, std::vector<std::string> cors_origins,
                       std::vector<std::string> host_names) {
  std::signal(SIGPIPE, SIG_IGN);
  socket_ = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address = Loopback(0);
  socklen_t size = sizeof address;
  PARTITA_CHECK(bind(socket_, reinterpret_cast<sockaddr*>(&address), size) == 0, "bind");
  PARTITA_CHECK(listen(socket_, 64) == 0, "listen");
  getsockname(socket_, reinterpret_cast<sockaddr*>(&address), &size);
  port_ = ntohs(address.sin_port);
  uv_loop_init(&loop_);
  wake_.data = check_.data = this;
  uv_async_init(&loop_, &wake_,
                [](uv_async_t* handle) { static_cast<TestServer*>(handle->data)->OnWake(); });
  uv_check_init(&loop_, &check_);
  uv_check_start(&check_, [](uv_check_t* handle) {
    auto* self = static_cast<TestServer*>(handle->data);
    self->bytes_in_flight_ = self->server_->traffic().bytes_in_flight;
    self->connections_ = self->server_->connections();
  });
  thread_ = std::thread([=, this] { Run(settings, cors_origins, host_names); });
  while (!running_) std::this_thread::yield();
}

TestServer::~TestServer() {
  wants_end_ = true;
  uv_async_send(&wake_);
  thread_.join();
}

std::vector<CallTimeline> TestServer::finished() const { return witness_.seen(); }

void TestServer::Witness::OnFinished(const ApiCall& call) {
  const std::lock_guard lock(mutex_);
  seen_.push_back(call.timeline());
}

std::vector<CallTimeline> TestServer::Witness::seen() const {
  const std::lock_guard lock(mutex_);
  return seen_;
}

void TestServer::BeginStop() {
  wants_stop_ = true;
  uv_async_send(&wake_);
}

void TestServer::OnWake() {
  if (wants_stop_.exchange(false)) server_->Stop([this] { all_gone_ = true; });
  if (wants_end_) uv_stop(&loop_);
}

void TestServer::Run(const HttpSettings& settings, std::vector<std::string> cors_origins,
                     std::vector<std::string> host_names) {
  {
    Pages pages;
    pages.Add("/rest/", [](const PageRequest& page) {
      HttpResponse response;
      response.body = page.rest;
      return response;
    });
    FrontDoor door(
        &edge_, &pages, [this](std::shared_ptr<ApiCall> call) { Handle(std::move(call)); },
        std::move(cors_origins), std::move(host_names));
    tracker_.Tell(&witness_);
    HttpServer server(&loop_, &door, settings, &tracker_);
    server_ = &server;
    PARTITA_CHECK(server.Listen(base::UniqueFd(socket_)).ok(), "listen");
    running_ = true;
    uv_run(&loop_, UV_RUN_DEFAULT);
  }
  held_.clear();  // calls may outlive the server
  uv_close(reinterpret_cast<uv_handle_t*>(&wake_), nullptr);
  uv_close(reinterpret_cast<uv_handle_t*>(&check_), nullptr);
  uv_run(&loop_, UV_RUN_DEFAULT);
  PARTITA_CHECK(uv_loop_close(&loop_) == 0, "a handle outlived its owner");
}

void TestServer::Handle(std::shared_ptr<ApiCall> call) {
  const std::string target(call->target());
  if (target == "Echo") return call->Succeed(std::string(call->body()));
  if (target.starts_with("Bytes.")) {
    return call->Succeed(std::string(std::strtoul(target.c_str() + 6, nullptr, 10), 'x'));
  }
  if (target == "Fail") {
    return call->Fail(model::ApiError::Of(model::ApiErrorType::kInternalServerError, "it broke"));
  }
  if (target == "Hold") {
    held_.push_back(std::move(call));
    held_count_ = held_.size();
    return;
  }
  call->Succeed("released");
  held_count_ = 0;
  // An answer may let the next request of its connection in: it is held anew.
  std::vector<std::shared_ptr<ApiCall>> released = std::exchange(held_, {});
  for (; !released.empty(); released.pop_back())
    released.back()->Succeed(std::string(released.back()->body()));
}

Client::Client(const TestServer& server) : fd_(socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
  const timeval patience{kPatienceSeconds, 0};
  setsockopt(fd_, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
  setsockopt(fd_, SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof patience);
  const sockaddr_in address = Loopback(server.port());
  PARTITA_CHECK(connect(fd_, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0,
                "connect");
}

Client::~Client() {
  if (fd_ >= 0) close(fd_);
}

bool Client::Send(std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t sent = send(fd_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (sent <= 0) return false;
    bytes.remove_prefix(static_cast<size_t>(sent));
  }
  return true;
}

bool Client::Fill() {
  char buffer[64 << 10];
  const ssize_t got = recv(fd_, buffer, sizeof buffer, 0);
  if (got <= 0) return false;
  received_.append(buffer, static_cast<size_t>(got));
  return true;
}

std::string Client::ReadRaw(size_t bytes) {
  while (received_.size() < bytes && Fill()) {
  }
  std::string taken = received_.substr(0, bytes);
  received_.erase(0, taken.size());
  return taken;
}

Response Client::Read(bool without_body) {
  size_t end;
  while ((end = received_.find("\r\n\r\n")) == std::string::npos) {
    if (!Fill()) return {};
  }
  const std::string head = ReadRaw(end + 4);
  Response response;
  response.status = std::atoi(head.c_str() + 9);
  for (size_t line = head.find("\r\n") + 2; line < end;) {
    const size_t next = head.find("\r\n", line);
    const size_t colon = head.find(": ", line);
    std::string name = head.substr(line, colon - line);
    std::transform(name.begin(), name.end(), name.begin(),
                   [](unsigned char c) { return std::tolower(c); });
    response.fields[name] = head.substr(colon + 2, next - colon - 2);
    line = next + 2;
  }
  if (!without_body)
    response.body = ReadRaw(std::strtoul(response.fields["content-length"].c_str(), nullptr, 10));
  return response;
}

bool Client::AtEnd() {
  if (!received_.empty()) return false;
  char byte;
  const ssize_t got = recv(fd_, &byte, 1, 0);
  return got == 0 || (got < 0 && errno == ECONNRESET);
}

void Client::HalfClose() { shutdown(fd_, SHUT_WR); }

void Client::Reset() {
  const linger at_once{1, 0};
  setsockopt(fd_, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
  close(fd_);
  fd_ = -1;
}

std::string Post(std::string_view target, std::string_view body, std::string_view fields) {
  return fmt::format(
      "POST / HTTP/1.1\r\nHost: localhost:8000\r\nX-Amz-Target: {}\r\n"
      "Content-Type: application/x-amz-json-1.0\r\n{}Content-Length: {}\r\n\r\n{}",
      target, fields, body.size(), body);
}

bool Eventually(const std::function<bool()>& condition) {
  const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(kPatienceSeconds);
  while (!condition()) {
    if (std::chrono::steady_clock::now() > deadline) return false;
    std::this_thread::sleep_for(std::chrono::milliseconds(2));
  }
  return true;
}

}  // namespace partita::gateway::testing
