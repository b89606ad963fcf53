// One accepted Unix-socket connection as bytes in and bytes out.
//
// Lifetime: may be destroyed at any moment, also by its own events; what was not sent by then is
// dropped. Thread safety: the loop's one thread.
#pragma once

#include <uv.h>

#include <span>
#include <string>
#include <string_view>

#include "gateway/uv_handle.h"

namespace partita::gateway {

class PipeStream {
 public:
  class Events {
   public:
    virtual ~Events() = default;
    virtual void OnBytes(std::string_view bytes) = 0;  // live until it returns
    virtual void OnEnd() = 0;     // the peer sends no more, or nothing comes through any more
    virtual void OnSent() = 0;    // the kernel has taken something of what Write() kept
  };

  // `read_buffer` is shared by all streams of a loop.
  PipeStream(uv_loop_t* loop, std::span<char> read_buffer, Events* events);
  PipeStream(const PipeStream&) = delete;
  PipeStream& operator=(const PipeStream&) = delete;

  // Takes the connection that waits at `listener`. False: there was none, or it is gone already.
  bool Accept(uv_stream_t* listener);
  int descriptor() const;  // -1: none

  void StartReading();
  void StopReading();

  // One system call while the kernel takes it all; the rest is kept and sent as it can be. False:
  // broken, and no event follows. `bytes` is left empty with its memory, if it can be.
  bool Write(std::string* bytes);
  size_t unsent_bytes() const { return handle_->write_queue_size; }

 private:
  struct Unsent;
  static PipeStream* Of(const void* handle);  // null: destroyed
  static void OnAlloc(uv_handle_t* handle, size_t suggested, uv_buf_t* buffer);
  static void OnRead(uv_stream_t* handle, ssize_t count, const uv_buf_t* buffer);
  static void OnWritten(uv_write_t* request, int status);
  uv_stream_t* stream() const { return reinterpret_cast<uv_stream_t*>(handle_.get()); }
  bool Keep(std::string bytes, size_t sent);

  UvHandle<uv_pipe_t> handle_;
  std::span<char> read_buffer_;
  Events* events_;
};

}  // namespace partita::gateway
