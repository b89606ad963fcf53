#include "gateway/turn.h"

#include <fmt/format.h>

#include <utility>

namespace partita::gateway {
namespace {

constexpr uint64_t kBeatMs = 500;

}  // namespace

Turn::Turn(uv_loop_t* loop, shm::Doorbell* doorbell, Router* router, std::atomic<uint64_t>* beat,
           std::function<void(bool sleeps)> on_turn_end)
    : loop_(loop),
      doorbell_(doorbell),
      router_(router),
      beat_(beat),
      on_turn_end_(std::move(on_turn_end)) {}

Turn::~Turn() { doorbell_->Cancel(); }

base::Status Turn::Start() {
  if (const int status = uv_poll_init(loop_, bell_.get(), doorbell_->event_fd()); status != 0) {
    return base::Error::Failed(fmt::format("polling the doorbell: {}", uv_strerror(status)));
  }
  uv_prepare_init(loop_, prepare_.get());
  uv_check_init(loop_, check_.get());
  uv_idle_init(loop_, idle_.get());
  uv_timer_init(loop_, timer_.get());
  prepare_->data = check_->data = bell_->data = this;
  uv_prepare_start(prepare_.get(),
                   [](uv_prepare_t* handle) { static_cast<Turn*>(handle->data)->BeforeSleep(); });
  uv_check_start(check_.get(),
                 [](uv_check_t* handle) { static_cast<Turn*>(handle->data)->AfterSleep(); });
  uv_poll_start(bell_.get(), UV_READABLE, [](uv_poll_t* handle, int, int) {
    static_cast<Turn*>(handle->data)->doorbell_->Clear();
  });
  uv_timer_start(
      timer_.get(), [](uv_timer_t*) {}, kBeatMs, kBeatMs);
  return {};
}

void Turn::BeforeSleep() {
  if (deed_) deed_();
  router_->Flush();
  doorbell_->Announce();
  const bool has_work = router_->HasWork();
  if (has_work) {
    doorbell_->Cancel();
    uv_idle_start(idle_.get(), [](uv_idle_t*) {});
  } else {
    uv_idle_stop(idle_.get());
  }
  on_turn_end_(!has_work);
}

void Turn::AfterSleep() {
  doorbell_->Cancel();
  // Relaxed: the supervisor only looks whether it moves. One writer, hence no read-modify-write.
  beat_->store(beat_->load(std::memory_order_relaxed) + 1, std::memory_order_relaxed);
  router_->Flush();
  router_->Drain();
}

}  // namespace partita::gateway
