// Lanes over the native client: each has one call in flight, on a socket of its own or all on one.
//
// One socket for all is what the native protocol is made for: the calls of many lanes travel
// together. A socket of its own for each is what HTTP clients do, for a fair comparison. Thread
// safety: its loop's thread.
#pragma once

#include <uv.h>

#include <memory>
#include <string>
#include <unordered_map>

#include "base/result.h"
#include "bench/load/connection.h"
#include "bench/load/native_requests.h"
#include "libclient/include/partita/client.h"

namespace partita::load {

// One partita_client on the loop; lives until its last lane has closed.
class NativeClient {
 public:
  class Waiter {
   public:
    virtual void Done(const partita_result* result) = 0;

   protected:
    ~Waiter() = default;
  };

  NativeClient(uv_loop_t* loop, const std::string& socket_path);
  NativeClient(const NativeClient&) = delete;
  NativeClient& operator=(const NativeClient&) = delete;

  void Attach() { ++users_; }
  void Detach();  // the last one closes the handles
  // Leaves with whatever else is submitted in this turn of the loop.
  void Submit(const partita_request* request, Waiter* waiter);

 private:
  struct Free {
    void operator()(partita_client* client) const { partita_client_free(client); }
  };
  void Start();
  void Process();

  uv_loop_t* loop_;
  std::unique_ptr<partita_client, Free> client_;
  uv_poll_t poll_{};
  uv_prepare_t prepare_{};  // what was submitted leaves before the loop sleeps
  uv_timer_t timer_{};      // reconnects and deadlines
  std::unordered_map<uint64_t, Waiter*> waiters_;
  size_t users_ = 0;
  bool started_ = false;
  bool submitted_ = false;
};

class NativeConnection final : public Connection, private NativeClient::Waiter {
 public:
  NativeConnection(uv_loop_t* loop, std::shared_ptr<NativeClient> client,
                   const WorkloadOptions& options, Records* records, Owner* owner, size_t lane);
  void Open() override;
  void Send(const Call& call) override;
  void Close() override;

 private:
  void Done(const partita_result* result) override;
  // Calls the owner from the loop, never from within Open() or Close().
  void Later(void (*what)(NativeConnection*));

  uv_loop_t* loop_;
  std::shared_ptr<NativeClient> client_;
  NativeRequests requests_;
  Owner* owner_;
  size_t lane_;
  uv_timer_t later_{};
  void (*what_)(NativeConnection*) = nullptr;
  Operation operation_ = Operation::kGet;
  size_t open_ = 0;  // requests of the call without a result
  Reply reply_;
  std::string error_;
};

base::Status CreateTableOverSocket(const std::string& socket_path, const WorkloadOptions& options);

}  // namespace partita::load
