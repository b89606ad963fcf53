#include "gateway/pipe_stream.h"

#include <memory>
#include <utility>

namespace partita::gateway {

// What the kernel did not take at once; owned by libuv until OnWritten().
struct PipeStream::Unsent {
  uv_write_t request{};
  std::string bytes;
};

PipeStream::PipeStream(uv_loop_t* loop, std::span<char> read_buffer, Events* events)
    : read_buffer_(read_buffer), events_(events) {
  uv_pipe_init(loop, handle_.get(), /*ipc=*/0);
  handle_->data = this;
}

PipeStream* PipeStream::Of(const void* handle) {
  return static_cast<PipeStream*>(static_cast<const uv_handle_t*>(handle)->data);
}

bool PipeStream::Accept(uv_stream_t* listener) { return uv_accept(listener, stream()) == 0; }

int PipeStream::descriptor() const {
  uv_os_fd_t descriptor = -1;
  return uv_fileno(handle_.base(), &descriptor) == 0 ? descriptor : -1;
}

void PipeStream::StartReading() { uv_read_start(stream(), OnAlloc, OnRead); }
void PipeStream::StopReading() { uv_read_stop(stream()); }

void PipeStream::OnAlloc(uv_handle_t* handle, size_t, uv_buf_t* buffer) {
  const PipeStream* self = Of(handle);
  *buffer =
      uv_buf_init(self->read_buffer_.data(), static_cast<unsigned>(self->read_buffer_.size()));
}

void PipeStream::OnRead(uv_stream_t* handle, ssize_t count, const uv_buf_t* buffer) {
  PipeStream* self = Of(handle);
  if (self == nullptr || count == 0) return;
  if (count > 0) return self->events_->OnBytes({buffer->base, static_cast<size_t>(count)});
  self->StopReading();
  self->events_->OnEnd();
}

bool PipeStream::Write(std::string* bytes) {
  size_t sent = 0;
  if (unsent_bytes() == 0) {
    const uv_buf_t buffer = uv_buf_init(bytes->data(), static_cast<unsigned>(bytes->size()));
    const int taken = uv_try_write(stream(), &buffer, 1);
    if (taken < 0 && taken != UV_EAGAIN) return false;
    sent = taken < 0 ? 0 : static_cast<size_t>(taken);
  }
  if (sent == bytes->size()) {
    bytes->clear();
    return true;
  }
  return Keep(std::exchange(*bytes, {}), sent);
}

bool PipeStream::Keep(std::string bytes, size_t sent) {
  auto unsent = std::make_unique<Unsent>();
  unsent->bytes = std::move(bytes);
  const uv_buf_t buffer = uv_buf_init(unsent->bytes.data() + sent,
                                      static_cast<unsigned>(unsent->bytes.size() - sent));
  unsent->request.data = unsent.get();
  if (uv_write(&unsent->request, stream(), &buffer, 1, OnWritten) != 0) return false;
  unsent.release();
  return true;
}

void PipeStream::OnWritten(uv_write_t* request, int status) {
  const std::unique_ptr<Unsent> unsent(static_cast<Unsent*>(request->data));
  PipeStream* self = Of(request->handle);
  if (self == nullptr) return;
  if (status < 0) return self->events_->OnEnd();
  self->events_->OnSent();
}

}  // namespace partita::gateway
