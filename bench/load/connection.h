// One connection to a server, with at most one call in flight, on somebody's libuv loop.
//
// HTTP and the native protocol are two of it; the driver cannot tell them apart. Thread safety: its
// loop's thread; callbacks come from the loop, never from within Open(), Send() or Close().
#pragma once

#include <cstddef>
#include <string_view>

#include "bench/load/operation.h"

namespace partita::load {

struct Reply {
  int status = 200;             // as in HTTP; anything else is an error
  bool found = true;            // a get found its item
  std::string_view error = {};  // what the server said of an error; valid during the callback
};

class Connection {
 public:
  // Who uses it; `lane` is the number it was made with.
  class Owner {
   public:
    virtual void Ready(size_t lane) = 0;                         // the next Send() may come
    virtual void Answered(size_t lane, const Reply& reply) = 0;  // Ready() follows
    // Its resources are free; Open() may be called again. Broken: not because of Close().
    virtual void Closed(size_t lane, bool broken) = 0;

   protected:
    ~Owner() = default;
  };

  virtual ~Connection() = default;
  virtual void Open() = 0;
  virtual void Send(const Call& call) = 0;
  virtual void Close() = 0;
};

}  // namespace partita::load
