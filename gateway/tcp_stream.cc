#include "gateway/tcp_stream.h"

#include <algorithm>
#include <memory>
#include <utility>

namespace partita::gateway {

// What the kernel did not take at once; owned by libuv until OnWritten().
struct TcpStream::Unsent {
  uv_write_t request{};
  std::string head;
  std::string body;
};

TcpStream::TcpStream(uv_loop_t* loop, std::span<char> read_buffer, Events* events)
    : read_buffer_(read_buffer), events_(events) {
  uv_tcp_init(loop, handle_.get());
  handle_->data = this;
}

TcpStream* TcpStream::Of(const void* handle) {
  return static_cast<TcpStream*>(static_cast<const uv_handle_t*>(handle)->data);
}

bool TcpStream::Accept(uv_stream_t* listener) {
  if (uv_accept(listener, stream()) != 0) return false;
  uv_tcp_nodelay(handle_.get(),
                 1);  // an answer is one write: nothing is gained by waiting for more
  return true;
}

void TcpStream::StartReading() { uv_read_start(stream(), OnAlloc, OnRead); }
void TcpStream::StopReading() { uv_read_stop(stream()); }

void TcpStream::OnAlloc(uv_handle_t* handle, size_t, uv_buf_t* buffer) {
  const TcpStream* self = Of(handle);
  *buffer =
      uv_buf_init(self->read_buffer_.data(), static_cast<unsigned>(self->read_buffer_.size()));
}

void TcpStream::OnRead(uv_stream_t* handle, ssize_t count, const uv_buf_t* buffer) {
  TcpStream* self = Of(handle);
  if (self == nullptr || count == 0) return;
  if (count > 0) return self->events_->OnBytes({buffer->base, static_cast<size_t>(count)});
  self->StopReading();
  if (count == UV_EOF) return self->events_->OnEnd();
  self->events_->OnBroken();
}

bool TcpStream::Write(std::string_view head, std::string body) {
  const uv_buf_t buffers[] = {
      uv_buf_init(const_cast<char*>(head.data()), static_cast<unsigned>(head.size())),
      uv_buf_init(body.data(), static_cast<unsigned>(body.size()))};
  const int sent = uv_try_write(stream(), buffers, body.empty() ? 1 : 2);
  if (sent == UV_EAGAIN) return Keep(head, std::move(body), 0);
  if (sent < 0) return false;
  if (static_cast<size_t>(sent) == head.size() + body.size()) return true;
  return Keep(head, std::move(body), static_cast<size_t>(sent));
}

bool TcpStream::Keep(std::string_view head, std::string body, size_t sent) {
  auto unsent = std::make_unique<Unsent>();
  const size_t sent_of_head = std::min(sent, head.size());
  unsent->head = head.substr(sent_of_head);
  unsent->body = std::move(body);
  const size_t sent_of_body = sent - sent_of_head;
  uv_buf_t buffers[] = {
      uv_buf_init(unsent->head.data(), static_cast<unsigned>(unsent->head.size())),
      uv_buf_init(unsent->body.data() + sent_of_body,
                  static_cast<unsigned>(unsent->body.size() - sent_of_body))};
  unsent->request.data = unsent.get();
  if (uv_write(&unsent->request, stream(), buffers, 2, OnWritten) != 0) return false;
  unsent.release();
  return true;
}

void TcpStream::OnWritten(uv_write_t* request, int status) {
  const std::unique_ptr<Unsent> unsent(static_cast<Unsent*>(request->data));
  TcpStream* self = Of(request->handle);
  if (self == nullptr) return;
  if (status < 0) return self->events_->OnBroken();
  if (self->unsent_bytes() == 0) self->events_->OnSent();
}

void TcpStream::Shutdown() {
  auto request = std::make_unique<uv_shutdown_t>();
  const auto done = [](uv_shutdown_t* finished, int) { delete finished; };
  if (uv_shutdown(request.get(), stream(), done) == 0) request.release();
}

}  // namespace partita::gateway
