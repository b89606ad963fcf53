// A keep-alive HTTP connection that asks one thing at a time; every answer is parsed whole.
//
// Its libuv handle lives inside it: it may be destroyed only after Closed(). Thread safety: its
// loop's thread.
#pragma once

#include <uv.h>

#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/string_body.hpp>
#include <optional>
#include <string>

#include "base/result.h"
#include "bench/load/connection.h"
#include "bench/load/http_requests.h"

namespace partita::load {

struct Endpoint {
  std::string host;  // an IP address
  uint16_t port = 0;
  std::string Host() const;  // "127.0.0.1:8000"
};
base::Result<Endpoint> ParseEndpoint(const std::string& url);  // "http://127.0.0.1:8000"

class HttpConnection final : public Connection {
 public:
  // `requests` and `owner` outlive it.
  HttpConnection(uv_loop_t* loop, const Endpoint& endpoint, HttpRequests* requests, Owner* owner,
                 size_t lane);
  void Open() override;
  void Send(const Call& call) override;
  void Close() override { Shut(false); }

 private:
  using Parser = boost::beast::http::response_parser<boost::beast::http::string_body>;
  static void OnConnect(uv_connect_t* request, int status);
  static void OnRead(uv_stream_t* stream, ssize_t size, const uv_buf_t* buffer);
  void Consume(std::string_view bytes);
  void Finish();
  void Shut(bool broken);
  uv_stream_t* stream() { return reinterpret_cast<uv_stream_t*>(&tcp_); }

  uv_loop_t* loop_;
  sockaddr_in address_{};
  HttpRequests* requests_;
  Owner* owner_;
  size_t lane_;
  uv_tcp_t tcp_{};
  uv_connect_t connect_{};
  uv_write_t write_{};
  Operation operation_ = Operation::kGet;
  std::string request_;
  std::optional<Parser> parser_;
  std::string unparsed_;
  bool reopens_ = false;  // the server ends the connection after an answer, as it may
  bool broken_ = false;
};

// One request, one answer, on a connection of its own.
struct HttpAnswer {
  int status = 0;
  std::string body;
};
base::Result<HttpAnswer> Ask(const Endpoint& endpoint, const std::string& request);

}  // namespace partita::load
