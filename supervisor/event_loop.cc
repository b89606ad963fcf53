#include "supervisor/event_loop.h"

#include <uv.h>

#include <memory>
#include <utility>

#include "base/check.h"

namespace partita::supervisor {
namespace {

// The one place where a handle's memory ends.
template <typename Handle>
void CloseAndDelete(Handle* handle) {
  uv_close(reinterpret_cast<uv_handle_t*>(&handle->uv),
           [](uv_handle_t* closed) { delete static_cast<Handle*>(closed->data); });
}

}  // namespace

EventLoop::EventLoop() : loop_(new uv_loop_t) {
  PARTITA_CHECK(uv_loop_init(loop_) == 0, "libuv cannot make a loop");
}

EventLoop::~EventLoop() {
  uv_run(loop_, UV_RUN_DEFAULT);  // the close callbacks
  PARTITA_CHECK(uv_loop_close(loop_) == 0, "a handle outlives its loop");
  delete loop_;
}

void EventLoop::Run() { uv_run(loop_, UV_RUN_DEFAULT); }
void EventLoop::Stop() { uv_stop(loop_); }

struct Timer::Handle {
  uv_timer_t uv{};
  std::function<void()> on_time;
};

Timer::Timer(EventLoop* loop, std::function<void()> on_time)
    : handle_(new Handle{{}, std::move(on_time)}) {
  PARTITA_CHECK(uv_timer_init(loop->uv(), &handle_->uv) == 0, "libuv cannot make a timer");
  handle_->uv.data = handle_;
}

Timer::~Timer() { CloseAndDelete(handle_); }

void Timer::Start(int delay_ms, int repeat_ms) {
  uv_update_time(handle_->uv.loop);
  uv_timer_start(
      &handle_->uv, [](uv_timer_t* timer) { static_cast<Handle*>(timer->data)->on_time(); },
      static_cast<uint64_t>(delay_ms), static_cast<uint64_t>(repeat_ms));
}

void Timer::Stop() { uv_timer_stop(&handle_->uv); }

struct FdWatch::Handle {
  uv_poll_t uv{};
  base::UniqueFd fd;
  std::function<void()> on_readable;
};

FdWatch::FdWatch(EventLoop* loop, base::UniqueFd fd, std::function<void()> on_readable)
    : handle_(new Handle{{}, std::move(fd), std::move(on_readable)}) {
  PARTITA_CHECK(uv_poll_init(loop->uv(), &handle_->uv, handle_->fd.get()) == 0,
                "libuv cannot watch a descriptor");
  handle_->uv.data = handle_;
  uv_poll_start(&handle_->uv, UV_READABLE,
                [](uv_poll_t* poll, int, int) { static_cast<Handle*>(poll->data)->on_readable(); });
}

FdWatch::~FdWatch() { CloseAndDelete(handle_); }
int FdWatch::fd() const { return handle_->fd.get(); }
void FdWatch::Stop() { uv_poll_stop(&handle_->uv); }

struct SignalWatch::Handle {
  uv_signal_t uv{};
  std::function<void()> on_signal;
};

SignalWatch::SignalWatch(EventLoop* loop, int number, std::function<void()> on_signal)
    : handle_(new Handle{{}, std::move(on_signal)}) {
  PARTITA_CHECK(uv_signal_init(loop->uv(), &handle_->uv) == 0, "libuv cannot watch a signal");
  handle_->uv.data = handle_;
  uv_signal_start(
      &handle_->uv,
      [](uv_signal_t* signal, int) { static_cast<Handle*>(signal->data)->on_signal(); }, number);
}

SignalWatch::~SignalWatch() { CloseAndDelete(handle_); }

}  // namespace partita::supervisor
