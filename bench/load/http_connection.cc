#include "bench/load/http_connection.h"

#include <fmt/format.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <boost/asio/buffer.hpp>
#include <charconv>

#include "base/fd.h"

namespace partita::load {
namespace {

namespace http = boost::beast::http;
constexpr uint64_t kBodyLimit = 64u << 20;
constexpr size_t kEmptyAnswerBytes = 64;  // {} or {"ConsumedCapacity":…}: no item in it

// As many bytes as the parser takes; no value: they are not HTTP.
template <typename Parser>
std::optional<size_t> Parse(Parser* parser, std::string_view bytes) {
  boost::system::error_code error;
  size_t used = 0;
  while (used < bytes.size() && !parser->is_done()) {
    const size_t taken =
        parser->put(boost::asio::buffer(bytes.data() + used, bytes.size() - used), error);
    used += taken;
    if (error == http::error::need_more) break;
    if (error) return std::nullopt;
    if (taken == 0) break;
  }
  return used;
}

}  // namespace

std::string Endpoint::Host() const { return fmt::format("{}:{}", host, port); }

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

HttpConnection::HttpConnection(uv_loop_t* loop, const Endpoint& endpoint, HttpRequests* requests,
                               Owner* owner, size_t lane)
    : loop_(loop), requests_(requests), owner_(owner), lane_(lane) {
  uv_ip4_addr(endpoint.host.c_str(), endpoint.port, &address_);
}

void HttpConnection::Open() {
  reopens_ = false;
  broken_ = false;
  unparsed_.clear();
  uv_tcp_init(loop_, &tcp_);
  uv_tcp_nodelay(&tcp_, 1);
  tcp_.data = this;
  connect_.data = this;
  if (uv_tcp_connect(&connect_, &tcp_, reinterpret_cast<const sockaddr*>(&address_), OnConnect) !=
      0)
    Shut(true);
}

void HttpConnection::OnConnect(uv_connect_t* request, int status) {
  auto* self = static_cast<HttpConnection*>(request->data);
  if (status != 0) return self->Shut(true);
  const auto allocate = [](uv_handle_t*, size_t, uv_buf_t* buffer) {
    static char bytes[256 * 1024];
    *buffer = uv_buf_init(bytes, sizeof bytes);
  };
  uv_read_start(self->stream(), allocate, OnRead);
  self->owner_->Ready(self->lane_);
}

void HttpConnection::Send(const Call& call) {
  operation_ = call.operation;
  request_ = requests_->Bytes(call);
  parser_.emplace();
  parser_->body_limit(kBodyLimit);
  parser_->eager(true);
  uv_buf_t buffer = uv_buf_init(request_.data(), static_cast<unsigned>(request_.size()));
  const int sent = uv_try_write(stream(), &buffer, 1);
  if (sent == static_cast<int>(buffer.len)) return;
  if (sent > 0) buffer = uv_buf_init(buffer.base + sent, buffer.len - static_cast<unsigned>(sent));
  uv_write(&write_, stream(), &buffer, 1, nullptr);
}

void HttpConnection::OnRead(uv_stream_t* stream, ssize_t size, const uv_buf_t* buffer) {
  auto* self = static_cast<HttpConnection*>(stream->data);
  if (size < 0) return self->Shut(true);
  if (size > 0) self->Consume({buffer->base, static_cast<size_t>(size)});
}

void HttpConnection::Consume(std::string_view bytes) {
  if (!parser_) return Shut(true);  // nobody asked
  if (!unparsed_.empty()) bytes = unparsed_.append(bytes);
  const std::optional<size_t> used = Parse(&*parser_, bytes);
  if (!used) return Shut(true);
  unparsed_ = std::string(bytes.substr(*used));
  if (parser_->is_done()) Finish();
}

void HttpConnection::Finish() {
  const auto& answer = parser_->get();
  Reply reply{.status = static_cast<int>(answer.result_int())};
  if (reply.status != 200) reply.error = answer.body();
  reply.found = operation_ != Operation::kGet || answer.body().size() > kEmptyAnswerBytes;
  reopens_ = !parser_->keep_alive();
  owner_->Answered(lane_, reply);
  parser_.reset();
  if (reopens_) return Shut(false);
  owner_->Ready(lane_);
}

void HttpConnection::Shut(bool broken) {
  if (uv_is_closing(reinterpret_cast<uv_handle_t*>(&tcp_))) return;
  broken_ = broken;
  parser_.reset();
  uv_close(reinterpret_cast<uv_handle_t*>(&tcp_), [](uv_handle_t* handle) {
    auto* self = static_cast<HttpConnection*>(handle->data);
    if (self->reopens_) return self->Open();
    self->owner_->Closed(self->lane_, self->broken_);
  });
}

base::Result<HttpAnswer> Ask(const Endpoint& endpoint, const std::string& request) {
  const base::UniqueFd socket(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
  sockaddr_in address{};
  uv_ip4_addr(endpoint.host.c_str(), endpoint.port, &address);
  const auto gone = base::Error::Unavailable("no answer from " + endpoint.Host());
  if (connect(socket.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0)
    return gone;
  if (send(socket.get(), request.data(), request.size(), MSG_NOSIGNAL) !=
      static_cast<ssize_t>(request.size()))
    return gone;
  http::response_parser<http::string_body> parser;
  parser.body_limit(kBodyLimit);
  parser.eager(true);
  std::string bytes;
  std::array<char, 4096> buffer{};
  while (!parser.is_done()) {
    const ssize_t size = recv(socket.get(), buffer.data(), buffer.size(), 0);
    if (size <= 0) return gone;
    bytes.append(buffer.data(), static_cast<size_t>(size));
    const std::optional<size_t> used = Parse(&parser, bytes);
    if (!used) return base::Error::Failed(endpoint.Host() + " does not answer HTTP");
    bytes.erase(0, *used);
  }
  return HttpAnswer{static_cast<int>(parser.get().result_int()), parser.get().body()};
}

}  // namespace partita::load
