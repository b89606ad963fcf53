// libuv's loop, timer, poll and signal handles as objects that are closed by their destructor.
//
// A libuv handle may only be freed in its close callback; each class here owns its handle through
// that callback, so that an object may be destroyed at any time, also inside its own callback. All
// objects must be gone before their loop.
//
// Thread safety: one loop, one thread.
#pragma once

#include <functional>

#include "base/fd.h"

struct uv_loop_s;

namespace partita::supervisor {

class EventLoop {
 public:
  EventLoop();
  ~EventLoop();
  EventLoop(const EventLoop&) = delete;
  EventLoop& operator=(const EventLoop&) = delete;

  void Run();   // until Stop()
  void Stop();  // from a callback; what is ready in this turn is still called
  uv_loop_s* uv() const { return loop_; }

 private:
  uv_loop_s* loop_;
};

class Timer {
 public:
  Timer(EventLoop* loop, std::function<void()> on_time);
  ~Timer();
  Timer(const Timer&) = delete;
  Timer& operator=(const Timer&) = delete;

  void Start(int delay_ms, int repeat_ms = 0);  // anew if it runs; 0: once
  void Stop();

 private:
  struct Handle;
  Handle* handle_;
};

// Calls whenever `fd` is readable, or its other end is gone. Owns the descriptor.
class FdWatch {
 public:
  FdWatch(EventLoop* loop, base::UniqueFd fd, std::function<void()> on_readable);
  ~FdWatch();
  FdWatch(const FdWatch&) = delete;
  FdWatch& operator=(const FdWatch&) = delete;

  int fd() const;
  void Stop();  // watches no more; the descriptor stays open

 private:
  struct Handle;
  Handle* handle_;
};

class SignalWatch {
 public:
  SignalWatch(EventLoop* loop, int number, std::function<void()> on_signal);
  ~SignalWatch();
  SignalWatch(const SignalWatch&) = delete;
  SignalWatch& operator=(const SignalWatch&) = delete;

 private:
  struct Handle;
  Handle* handle_;
};

}  // namespace partita::supervisor
