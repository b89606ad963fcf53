// A fence between processes that share memory.
//
// Every caller names the fence or the access it pairs with. ThreadSanitizer does not model fences;
// that is harmless here, because no fence of this room protects plain memory: payloads are
// published by release and acquire alone, and fences only order the atomic words around them. The
// compiler's warning about it is therefore silenced in this one place.
#pragma once

#include <atomic>

namespace partita::shm {

inline void Fence(std::memory_order order) {
#if defined(__SANITIZE_THREAD__) && !defined(__clang__)
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wtsan"
#endif
  std::atomic_thread_fence(order);
#if defined(__SANITIZE_THREAD__) && !defined(__clang__)
#pragma GCC diagnostic pop
#endif
}

}  // namespace partita::shm
