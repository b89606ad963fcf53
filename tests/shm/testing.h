// What the tests of this room share: ring memory, the two ends of a channel, a child process.
#pragma once

#include <gtest/gtest.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <functional>
#include <memory>
#include <random>
#include <string>
#include <string_view>
#include <utility>

#include "shm/channel.h"
#include "shm/segment.h"
#include "shm/spsc_ring.h"

namespace partita::shm::testing {

// The value of a result that must be good.
template <typename T>
T Good(base::Result<T> result) {
  if (!result.ok()) {
    ADD_FAILURE() << result.error().message;
    std::abort();
  }
  return std::move(result).value();
}

// A process that runs `body` and exits with what it returns; killed by the destructor if need be,
// and when the test program ends.
class Child {
 public:
  explicit Child(const std::function<int()>& body) : pid_(fork()) {
    if (pid_ != 0) return;
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    _exit(body());
  }
  Child(const Child&) = delete;
  Child& operator=(const Child&) = delete;
  ~Child() {
    if (pid_ > 0) Kill();
  }

  // Its exit code; 128 and the signal's number if a signal ended it.
  int Wait() {
    int status = 0;
    waitpid(std::exchange(pid_, -1), &status, 0);
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
  }
  int Kill() {
    kill(pid_, SIGKILL);
    return Wait();
  }

 private:
  pid_t pid_;
};

// Zeroed memory with a ring in it, aligned as a segment is.
class RingMemory {
 public:
  explicit RingMemory(uint32_t capacity)
      : capacity_(capacity),
        bytes_(static_cast<char*>(aligned_alloc(128, RingFootprint(capacity))), &free) {
    std::memset(bytes_.get(), 0, RingFootprint(capacity));
    LayOutRing(bytes_.get(), capacity);
  }

  RingProducer Producer() { return Good(RingProducer::Attach(bytes_.get(), capacity_)); }
  RingConsumer Consumer() { return Good(RingConsumer::Attach(bytes_.get(), capacity_)); }
  RingHeader* header() { return reinterpret_cast<RingHeader*>(bytes_.get()); }
  char* bytes() { return bytes_.get(); }
  char* data() { return bytes_.get() + kRingHeaderBytes; }
  uint32_t capacity() const { return capacity_; }

 private:
  uint32_t capacity_;
  std::unique_ptr<char, decltype(&free)> bytes_;
};

// Another mapping of the same memory, as the other process has it.
inline Segment MapAgain(const Segment& segment) {
  return Good(Segment::Map(base::UniqueFd(dup(segment.fd())), segment.size(), Access::kReadWrite));
}

inline std::unique_ptr<Channel> AttachEnd(const Segment& segment, ChannelSide side, uint32_t epoch,
                                          std::shared_ptr<DoorbellButton> peer = nullptr) {
  return Good(Channel::Attach(MapAgain(segment), side, epoch, std::move(peer)));
}

// A message whose bytes follow from its number, of a size that does too: mostly small, now and then
// of several records.
inline size_t SizeOf(uint64_t number) {
  std::minstd_rand random(static_cast<unsigned>(number * 2654435761u + 1));
  const unsigned kind = random() % 200;
  if (kind == 0) return random() % (2u << 20);
  if (kind < 20) return random() % (200u << 10);
  return random() % 2000;
}

inline std::string Patterned(uint64_t number, size_t size) {
  std::string bytes(size, '\0');
  uint64_t word = number * 0x9e3779b97f4a7c15u + size;
  for (size_t at = 0; at < size; at += sizeof word) {
    word ^= word << 13;
    word ^= word >> 7;
    word ^= word << 17;
    std::memcpy(bytes.data() + at, &word, std::min(sizeof word, size - at));
  }
  return bytes;
}

inline std::string MessageOf(uint64_t number) { return Patterned(number, SizeOf(number)); }

}  // namespace partita::shm::testing
