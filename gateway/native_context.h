// What all native connections of a gateway share.
#pragma once

#include <uv.h>

#include <array>
#include <cstdint>
#include <functional>
#include <memory>
#include <vector>

#include "base/coding.h"
#include "gateway/connection_traffic.h"
#include "gateway/edge.h"
#include "gateway/native_peers.h"
#include "gateway/request_id.h"

namespace partita::gateway {

class NativeCall;
class NativeConnection;

struct NativeSettings {
  NativePeers peers = {};
  size_t max_connections = 1'000;
  // Of one frame's payload: a request of the API and what its frame adds.
  uint32_t max_request_bytes = 17u << 20;
  uint32_t max_open_requests = 256;    // of one connection; beyond it no further one is read
  size_t max_unsent_bytes = 4u << 20;  // of one connection; the same
  size_t max_held_bytes = 256u << 20;  // of all: frames begun, replies not yet taken
  uint64_t frame_ms = 10'000;          // from a frame's first byte to its last
  uint64_t unsent_ms = 60'000;         // without the client taking anything of what it is owed
};

// Answers the call, now or later. `payload` lives until it returns.
using NativeHandler =
    std::function<void(const std::shared_ptr<NativeCall>& call, base::ByteReader payload)>;

struct NativeContext {
  uv_loop_t* loop = nullptr;
  NativeSettings settings;
  Edge* edge = nullptr;
  NativeHandler handler;
  RequestIds request_ids;
  ConnectionTraffic traffic;
  bool stopping = false;
  // With something to send; sent once a turn.
  std::vector<std::shared_ptr<NativeConnection>> dirty;
  std::array<char, 256u << 10> read_buffer;
  class Owner {
   public:
    virtual ~Owner() = default;
    virtual void Forget(NativeConnection* connection) = 0;
  };
  Owner* owner = nullptr;

  uint64_t now_ms() const { return uv_now(loop); }
};

}  // namespace partita::gateway
