// The native protocol as a transport: all connections of a driver are lanes of one socket, their
// calls in flight side by side, as a program with one client would have them.
//
// Thread safety: its loop's thread.
#pragma once

#include <uv.h>

#include <cstdint>
#include <deque>
#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

#include "bench/load/connection.h"
#include "bench/load/record.h"
#include "bench/load/workload.h"
#include "libclient/include/partita/client.h"

namespace partita::load {

// The client of all lanes of one loop.
class NativeHub {
 public:
  NativeHub(uv_loop_t* loop, const std::string& socket_path, const WorkloadOptions& options);
  ~NativeHub();
  NativeHub(const NativeHub&) = delete;
  NativeHub& operator=(const NativeHub&) = delete;

  void Open(Connection::Owner* owner, size_t lane);
  void Send(const Call& call, Connection::Owner* owner, size_t lane);
  void Close(Connection::Owner* owner, size_t lane);

 private:
  struct Asked {
    Connection::Owner* owner;
    size_t lane;
    bool get;
  };
  enum class News { kReady, kClosed };

  partita_request* RequestOf(const Call& call);
  void SetKey(partita_request* request, uint64_t number);
  void SetItem(partita_request* request, uint64_t number);
  partita_value* KeyOf(uint64_t number);
  void Turn();  // sends and receives, once a turn of the loop
  void Finish();
  void Tell();
  void EndHandles();

  uv_prepare_t* prepare_;
  uv_poll_t* poll_;
  uv_timer_t* timer_;
  uv_idle_t* idle_;
  WorkloadOptions options_;
  Records records_;
  partita_client* client_;
  partita_request* requests_[kOperations] = {};  // reused; made when first asked for
  std::unordered_map<uint64_t, Asked> asked_;
  std::deque<std::pair<News, Asked>> news_;  // told from the loop, not from within a call
  size_t lanes_ = 0;
  bool ended_ = false;
};

class NativeLane final : public Connection {
 public:
  NativeLane(std::shared_ptr<NativeHub> hub, Owner* owner, size_t lane)
      : hub_(std::move(hub)), owner_(owner), lane_(lane) {}
  void Open() override { hub_->Open(owner_, lane_); }
  void Send(const Call& call) override { hub_->Send(call, owner_, lane_); }
  void Close() override { hub_->Close(owner_, lane_); }

 private:
  std::shared_ptr<NativeHub> hub_;
  Owner* owner_;
  size_t lane_;
};

}  // namespace partita::load
