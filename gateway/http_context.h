// What all HTTP connections of a gateway share.
#pragma once

#include <uv.h>

#include <array>
#include <cstdint>
#include <memory>
#include <string>

#include "gateway/connection_traffic.h"
#include "gateway/gzip.h"
#include "gateway/http_request_reader.h"
#include "gateway/request_id.h"

namespace partita::gateway {

class CallTracker;
class FrontDoor;
class HttpConnection;

// How long a client may take. A sweep twice a second enforces them, so each may last that much
// longer.
struct HttpTimes {
  uint64_t head_ms = 10'000;               // from the first byte of a head to its last
  uint64_t body_window_ms = 10'000;        // in each such window of a body …
  uint64_t body_window_bytes = 10u << 10;  // … so much must come: 1 KiB/s
  uint64_t idle_ms = 60'000;  // without a request, or without reading what was answered
  uint64_t linger_ms = 10'000;  // after the last answer, reading and dropping (RFC 9112 §9.6)
  uint64_t linger_at_stop_ms = 1'000;  // the same when the server stops
};

struct HttpSettings {
  HttpLimits limits;
  HttpTimes times;
  size_t max_connections = 10'000;
  size_t max_bytes_in_flight = 256u << 20;  // requests not yet answered and answers not yet taken
  size_t max_open_calls = 64;          // of one connection; more pipelined requests wait unread
  size_t max_unsent_bytes = 1u << 20;  // of one connection; beyond it no further request is read
  size_t gzip_from_bytes = 8u << 10;   // packing a smaller answer costs more than it saves
};

// Shared with every call: a call may outlive the server it came through.
struct HttpTraffic : ConnectionTraffic {
  std::array<uint64_t, 6> responses{};  // by the hundreds of their status
};

struct HttpContext {
  uv_loop_t* loop = nullptr;
  HttpSettings settings;
  FrontDoor* front_door = nullptr;
  CallTracker* tracker = nullptr;  // null: no call is followed
  std::shared_ptr<HttpTraffic> traffic = std::make_shared<HttpTraffic>();
  RequestIds request_ids;
  Gzip gzip;
  std::string date;     // of this second
  std::string scratch;  // a response's head while it is made
  bool stopping = false;
  std::array<char, 64u << 10> read_buffer;
  // The server's list of connections; forgetting is the end of one.
  class Owner {
   public:
    virtual ~Owner() = default;
    virtual void Forget(HttpConnection* connection) = 0;
  };
  Owner* owner = nullptr;

  uint64_t now_ms() const { return uv_now(loop); }
};

}  // namespace partita::gateway
