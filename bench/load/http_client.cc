#include "bench/load/http_client.h"

#include <uv.h>

#include <boost/asio/buffer.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/string_body.hpp>
#include <charconv>
#include <memory>
#include <vector>

#include "base/clock.h"

namespace partita::load {
namespace {

namespace http = boost::beast::http;
using Parser = http::response_parser<http::string_body>;

class Runner;

// One connection; its libuv handle lives inside it, so it is freed in the handle's close callback
// alone.
class Connection {
 public:
  Connection(Runner* runner, uv_loop_t* loop, const sockaddr_in& address)
      : runner_(runner), loop_(loop), address_(address) {}
  void Open();
  void Close();

 private:
  static void OnConnect(uv_connect_t* request, int status);
  static void OnRead(uv_stream_t* stream, ssize_t size, const uv_buf_t* buffer);
  void SendNext();
  void Consume(std::string_view bytes);
  void Broken();

  Runner* runner_;
  uv_loop_t* loop_;
  sockaddr_in address_;
  uv_tcp_t tcp_{};
  uv_connect_t connect_{};
  uv_write_t write_{};
  std::optional<Parser> parser_;
  std::string unparsed_;
  std::optional<Workload::Request> request_;
  int64_t sent_at_ns_ = 0;
  bool open_ = false;
  bool reopen_ = false;
};

class Runner {
 public:
  Runner(const RunOptions& options, const NextRequest& next) : options_(options), next_(next) {}

  RunResult Run() {
    uv_loop_init(&loop_);
    sockaddr_in address{};
    uv_ip4_addr(options_.endpoint.host.c_str(), options_.endpoint.port, &address);
    started_ns_ = base::MonotonicNs();
    count_from_ns_ = started_ns_ + static_cast<int64_t>(options_.warmup_seconds * 1e9);
    stop_ns_ = options_.seconds > 0 ? count_from_ns_ + static_cast<int64_t>(options_.seconds * 1e9)
                                    : INT64_MAX;
    for (uint32_t i = 0; i < options_.connections; ++i) {
      connections_.push_back(std::make_unique<Connection>(this, &loop_, address));
      connections_.back()->Open();
    }
    uv_run(&loop_, UV_RUN_DEFAULT);
    uv_loop_close(&loop_);
    result_.seconds = static_cast<double>(last_ns_ - count_from_ns_) / 1e9;
    return std::move(result_);
  }

  std::optional<Workload::Request> Next() {
    if (base::MonotonicNs() >= stop_ns_ ||
        (options_.operations > 0 && asked_ >= options_.operations))
      return std::nullopt;
    ++asked_;
    return next_();
  }

  void Answered(Operation operation, int64_t sent_at_ns, int status, const std::string& body) {
    const int64_t now = base::MonotonicNs();
    last_ns_ = now;
    if (status != 200) return Failed(status, body);
    if (sent_at_ns >= count_from_ns_)
      result_.latency[static_cast<size_t>(operation)].Record(now - sent_at_ns);
  }

  void Failed(int status, const std::string& body) {
    if (result_.first_error.empty()) result_.first_error = body;
    ++result_.errors_by_status[status];
    last_ns_ = base::MonotonicNs();
  }

 private:
  const RunOptions& options_;
  const NextRequest& next_;
  uv_loop_t loop_{};
  std::vector<std::unique_ptr<Connection>> connections_;
  RunResult result_;
  uint64_t asked_ = 0;
  int64_t started_ns_ = 0;
  int64_t count_from_ns_ = 0;
  int64_t stop_ns_ = 0;
  int64_t last_ns_ = 0;
};

void Connection::Open() {
  reopen_ = false;
  uv_tcp_init(loop_, &tcp_);
  uv_tcp_nodelay(&tcp_, 1);
  tcp_.data = this;
  connect_.data = this;
  if (uv_tcp_connect(&connect_, &tcp_, reinterpret_cast<const sockaddr*>(&address_), OnConnect) !=
      0)
    Broken();
}

void Connection::OnConnect(uv_connect_t* request, int status) {
  auto* self = static_cast<Connection*>(request->data);
  if (status != 0) return self->Broken();
  self->open_ = true;
  const auto allocate = [](uv_handle_t*, size_t, uv_buf_t* buffer) {
    static char bytes[256 * 1024];
    *buffer = uv_buf_init(bytes, sizeof bytes);
  };
  uv_read_start(reinterpret_cast<uv_stream_t*>(&self->tcp_), allocate, OnRead);
  self->SendNext();
}

void Connection::SendNext() {
  request_ = runner_->Next();
  if (!request_) return Close();
  parser_.emplace();
  parser_->body_limit(64u << 20);
  parser_->eager(true);
  sent_at_ns_ = base::MonotonicNs();
  uv_buf_t buffer =
      uv_buf_init(request_->bytes.data(), static_cast<unsigned>(request_->bytes.size()));
  const int sent = uv_try_write(reinterpret_cast<uv_stream_t*>(&tcp_), &buffer, 1);
  if (sent == static_cast<int>(buffer.len)) return;
  if (sent > 0) buffer = uv_buf_init(buffer.base + sent, buffer.len - static_cast<unsigned>(sent));
  uv_write(&write_, reinterpret_cast<uv_stream_t*>(&tcp_), &buffer, 1, nullptr);
}

void Connection::OnRead(uv_stream_t* stream, ssize_t size, const uv_buf_t* buffer) {
  auto* self = static_cast<Connection*>(stream->data);
  if (size < 0) return self->Broken();
  if (size > 0) self->Consume({buffer->base, static_cast<size_t>(size)});
}

void Connection::Consume(std::string_view bytes) {
  if (!unparsed_.empty()) {
    unparsed_.append(bytes);
    bytes = unparsed_;
  }
  boost::system::error_code error;
  size_t used = 0;
  while (used < bytes.size() && !parser_->is_done()) {
    const size_t taken =
        parser_->put(boost::asio::buffer(bytes.data() + used, bytes.size() - used), error);
    used += taken;
    if (error == http::error::need_more) break;
    if (error) return Broken();
    if (taken == 0) break;
  }
  unparsed_ = std::string(bytes.substr(used));
  if (!parser_->is_done()) return;
  runner_->Answered(request_->operation, sent_at_ns_, parser_->get().result_int(),
                    parser_->get().body());
  request_.reset();
  if (!parser_->keep_alive()) {
    reopen_ = true;
    return Close();
  }
  SendNext();
}

void Connection::Broken() {
  // An answer that will not come is an error; a connection that was only waiting for the end is
  // not.
  if (request_ || !open_) runner_->Failed(0, "connection broken");
  request_.reset();
  reopen_ = runner_->Next().has_value();
  Close();
}

void Connection::Close() {
  if (uv_is_closing(reinterpret_cast<uv_handle_t*>(&tcp_))) return;
  uv_close(reinterpret_cast<uv_handle_t*>(&tcp_), [](uv_handle_t* handle) {
    auto* self = static_cast<Connection*>(handle->data);
    self->open_ = false;
    self->unparsed_.clear();
    if (self->reopen_) self->Open();
  });
}

}  // namespace

uint64_t RunResult::Operations() const {
  uint64_t sum = 0;
  for (const Histogram& histogram : latency) sum += histogram.count();
  return sum;
}

uint64_t RunResult::Errors() const {
  uint64_t sum = 0;
  for (const auto& [status, count] : errors_by_status) sum += count;
  return sum;
}

base::Result<Endpoint> ParseEndpoint(const std::string& url) {
  constexpr std::string_view kScheme = "http://";
  Endpoint endpoint;
  const size_t colon = url.rfind(':');
  if (url.rfind(kScheme, 0) != 0 || colon == std::string::npos || colon < kScheme.size()) {
    return base::Error::Invalid("endpoint: '" + url + "' is not http://ADDRESS:PORT");
  }
  endpoint.host = url.substr(kScheme.size(), colon - kScheme.size());
  if (endpoint.host == "localhost") endpoint.host = "127.0.0.1";
  const auto parsed =
      std::from_chars(url.data() + colon + 1, url.data() + url.size(), endpoint.port);
  sockaddr_in address{};
  if (parsed.ec != std::errc{} ||
      uv_ip4_addr(endpoint.host.c_str(), endpoint.port, &address) != 0) {
    return base::Error::Invalid("endpoint: '" + url + "' is not http://ADDRESS:PORT");
  }
  return endpoint;
}

RunResult Run(const RunOptions& options, const NextRequest& next) {
  return Runner(options, next).Run();
}

base::Result<Answer> Ask(const Endpoint& endpoint, const std::string& request) {
  Answer answer;
  RunOptions options{.endpoint = endpoint, .operations = 1};
  const NextRequest once = [&] {
    return std::optional<Workload::Request>({Operation::kGet, request});
  };
  const RunResult result = Run(options, once);
  if (result.errors_by_status.empty()) return Answer{200, {}};
  const int status = result.errors_by_status.begin()->first;
  if (status == 0) return base::Error::Unavailable("no answer from " + endpoint.host);
  return Answer{status, result.first_error};
}

}  // namespace partita::load
