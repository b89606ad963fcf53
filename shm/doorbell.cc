#include "shm/doorbell.h"

#include <fcntl.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <cerrno>
#include <utility>

#include "shm/fence.h"

namespace partita::shm {

DoorbellButton::DoorbellButton(DoorbellWord* word, base::UniqueFd event_fd)
    : word_(word), event_fd_(std::move(event_fd)) {}

void DoorbellButton::Ring() {
  // The caller has published (a ring's tail) or freed (a ring's head); the word must be read after
  // that store is visible, a store-load order that only a full fence gives. Pairs with the fence in
  // Announce(): of the two fences one is first, hence either the consumer's last look sees the
  // store or the load below sees the announcement.
  Fence(std::memory_order_seq_cst);
  // Relaxed: the fence has ordered it, and nothing is read on the strength of the word. A plain
  // load first, so that the line stays shared while the consumer is awake.
  if (word_->asleep.load(std::memory_order_relaxed) == 0) return;
  // Relaxed: of several producers the exchange's own atomicity picks the one who pays.
  if (word_->asleep.exchange(0, std::memory_order_relaxed) == 0) return;
  const uint64_t one = 1;
  while (write(event_fd_.get(), &one, sizeof one) < 0 && errno == EINTR) {
  }  // EAGAIN: the counter is full, the descriptor is readable, the consumer wakes all the same.
  ++rings_;
}

base::Result<base::UniqueFd> Doorbell::CreateEventFd() {
  base::UniqueFd fd(eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK));
  if (!fd.valid()) return base::Error::FromErrno("eventfd", errno);
  return fd;
}

Doorbell::Doorbell(DoorbellWord* word, base::UniqueFd event_fd)
    : word_(word), event_fd_(std::move(event_fd)) {
  const int flags = fcntl(event_fd_.get(), F_GETFL);
  if (flags >= 0 && (flags & O_NONBLOCK) == 0) fcntl(event_fd_.get(), F_SETFL, flags | O_NONBLOCK);
  Cancel();  // a former life may have died asleep
}

void Doorbell::Announce() {
  // Relaxed: the fence orders it before the caller's last look at its rings. Pairs with the fence
  // in DoorbellButton::Ring().
  word_->asleep.store(1, std::memory_order_relaxed);
  Fence(std::memory_order_seq_cst);
}

void Doorbell::Cancel() {
  // Relaxed: a producer that still sees the announcement rings once in vain; that costs a wake-up,
  // never a message.
  word_->asleep.store(0, std::memory_order_relaxed);
}

void Doorbell::Clear() {
  Cancel();
  uint64_t count;
  while (read(event_fd_.get(), &count, sizeof count) < 0 && errno == EINTR) {
  }  // EAGAIN: nobody rang.
}

}  // namespace partita::shm
