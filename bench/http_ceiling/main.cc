// http-ceiling: what HTTP alone costs on a machine. Every request is parsed whole with Boost.Beast
// and answered with the same 1.1 KB body, over libuv, on one thread.
//
//   http-ceiling <port>
//
// A yardstick for GetItem, not a server: a request that is no HTTP ends its connection.
#include <fmt/format.h>
#include <uv.h>

#include <boost/asio/buffer.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/string_body.hpp>
#include <csignal>
#include <cstdlib>
#include <optional>
#include <string>
#include <string_view>

namespace {

namespace http = boost::beast::http;

constexpr size_t kBodyBytes = 1100;
constexpr int kBacklog = 1024;

const std::string& Answer() {
  static const std::string answer = fmt::format(
      "HTTP/1.1 200 OK\r\nx-amzn-RequestId: {:0>52}\r\nx-amz-crc32: 2745614147\r\n"
      "Content-Type: application/x-amz-json-1.0\r\nContent-Length: {}\r\n"
      "Date: Sun, 06 Nov 1994 08:49:37 GMT\r\n\r\n{}",
      1, kBodyBytes, std::string(kBodyBytes, 'a'));
  return answer;
}

struct Connection {
  uv_tcp_t tcp{};
  std::optional<http::request_parser<http::string_body>> parser;
  std::string pending;  // the beginning of a request, as far as Beast did not take it
};

void Close(Connection* connection) {
  uv_close(reinterpret_cast<uv_handle_t*>(&connection->tcp),
           [](uv_handle_t* handle) { delete static_cast<Connection*>(handle->data); });
}

// The kernel takes so little of a client that waits for it; false: it did not.
bool Send(Connection* connection) {
  const std::string& answer = Answer();
  const uv_buf_t buffer =
      uv_buf_init(const_cast<char*>(answer.data()), static_cast<unsigned>(answer.size()));
  return uv_try_write(reinterpret_cast<uv_stream_t*>(&connection->tcp), &buffer, 1) ==
         static_cast<int>(buffer.len);
}

// Parses as much as there is; false: the connection is of no more use.
bool Consume(Connection* connection, std::string_view bytes) {
  if (!connection->pending.empty()) bytes = connection->pending.append(bytes);
  while (!bytes.empty()) {
    if (!connection->parser) connection->parser.emplace().eager(true);
    boost::system::error_code error;
    bytes.remove_prefix(
        connection->parser->put(boost::asio::buffer(bytes.data(), bytes.size()), error));
    if (error == http::error::need_more) break;
    if (error) return false;
    if (!connection->parser->is_done()) continue;
    connection->parser.reset();
    if (!Send(connection)) return false;
  }
  connection->pending = std::string(bytes);
  return true;
}

void OnAlloc(uv_handle_t*, size_t, uv_buf_t* buffer) {
  static char bytes[64 * 1024];
  *buffer = uv_buf_init(bytes, sizeof bytes);
}

void OnRead(uv_stream_t* stream, ssize_t size, const uv_buf_t* buffer) {
  auto* connection = static_cast<Connection*>(stream->data);
  if (size < 0 || !Consume(connection, {buffer->base, static_cast<size_t>(size)}))
    Close(connection);
}

void OnConnection(uv_stream_t* listener, int status) {
  if (status != 0) return;
  auto* connection = new Connection;
  uv_tcp_init(listener->loop, &connection->tcp);
  connection->tcp.data = connection;
  auto* stream = reinterpret_cast<uv_stream_t*>(&connection->tcp);
  if (uv_accept(listener, stream) != 0) return Close(connection);
  uv_tcp_nodelay(&connection->tcp, 1);
  uv_read_start(stream, OnAlloc, OnRead);
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 2) {
    fmt::print(stderr, "usage: http-ceiling <port>\n");
    return 2;
  }
  std::signal(SIGPIPE, SIG_IGN);
  uv_loop_t* loop = uv_default_loop();
  uv_tcp_t listener;
  uv_tcp_init(loop, &listener);
  sockaddr_in address{};
  uv_ip4_addr("127.0.0.1", std::atoi(argv[1]), &address);
  int status = uv_tcp_bind(&listener, reinterpret_cast<const sockaddr*>(&address), 0);
  if (status == 0) {
    status = uv_listen(reinterpret_cast<uv_stream_t*>(&listener), kBacklog, OnConnection);
  }
  if (status != 0) {
    fmt::print(stderr, "http-ceiling: {}\n", uv_strerror(status));
    return 1;
  }
  return uv_run(loop, UV_RUN_DEFAULT);
}
