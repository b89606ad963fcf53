// A libuv handle on the heap whose memory is freed by its close callback, and nowhere else.
//
// libuv may still hold a handle after its owner has no use for it; so the destructor only asks for
// the close, and the loop frees it in its next turn. `data` is null from then on: a callback that
// still comes (a cancelled write) sees that the owner is gone. The loop must run once more after
// the last handle's destruction.
//
// Thread safety: the loop's one thread.
#pragma once

#include <uv.h>

namespace partita::gateway {

template <typename Handle>
class UvHandle {
 public:
  UvHandle() : handle_(new Handle{}) {}
  ~UvHandle() {
    handle_->data = nullptr;
    if (base()->type == UV_UNKNOWN_HANDLE) {  // never initialised
      Free(base());
    } else {
      uv_close(base(), Free);
    }
  }
  UvHandle(const UvHandle&) = delete;
  UvHandle& operator=(const UvHandle&) = delete;

  Handle* get() const { return handle_; }
  Handle* operator->() const { return handle_; }
  uv_handle_t* base() const { return reinterpret_cast<uv_handle_t*>(handle_); }

 private:
  static void Free(uv_handle_t* closed) { delete reinterpret_cast<Handle*>(closed); }

  Handle* handle_;
};

}  // namespace partita::gateway
