// A client: requests that are open, the connection they go through and what has come of them.
//
// Its connection is made when there is something to send, and again, with pauses that grow from
// 10 ms to a second, while there is. When it is lost, reads and whatever the kernel had not yet
// taken are sent again over the next one; a write of which a byte was taken ends as
// PARTITA_UNKNOWN: it may have been done. A read that a dying process could not answer is asked
// again after a pause; a write of that fate is PARTITA_UNKNOWN too.
//
// Thread safety: one thread at a time.
#pragma once

#include <cstdint>
#include <deque>
#include <memory>
#include <optional>
#include <string>
#include <unordered_map>
#include <utility>

#include "base/fd.h"
#include "base/result.h"
#include "libclient/connection.h"
#include "libclient/request.h"
#include "libclient/result.h"

namespace partita::libclient {

class Client {
 public:
  explicit Client(std::string socket_path);

  void set_deadline_ms(uint32_t ms) { deadline_ms_ = ms; }
  void set_patience_ms(uint32_t ms) { patience_ms_ = ms; }

  uint64_t Submit(const Request& request);
  // Whether it may be sent again when its connection is lost: `is_read`.
  uint64_t SubmitCall(std::string_view target, std::string_view json, bool is_read,
                      uint32_t deadline_ms);
  // Submits what failed before it could be sent.
  uint64_t SubmitFailure(Result result);

  void Process();
  size_t open() const { return open_.size(); }
  int fd() const { return epoll_.get(); }
  int TimeoutMs() const;  // until Process() must be called though nothing comes; -1: never
  std::unique_ptr<partita_result> Take(uint64_t* number);
  // Null: no such request is open or finished.
  std::unique_ptr<partita_result> Wait(uint64_t number);

 private:
  struct Open {
    wire::MessageKind kind{};
    bool is_read = false;
    int64_t deadline_ns = 0;
    uint64_t begin = 0;         // in the connection's stream
    int64_t retry_at_ns = 0;    // 0: it is on its way
    int64_t retry_pause_ns = 0;  // the last one
    std::string frame;
  };
  struct Done {
    uint64_t number;
    std::unique_ptr<partita_result> result;
  };

  uint64_t Add(wire::MessageKind kind, bool is_read, uint32_t deadline_ms, std::string frame,
               uint64_t number);
  void Connect();
  void Exchange();
  void OnFrame(const wire::Frame& frame);
  void OnHello(const wire::Frame& frame);
  void Lose(const std::string& why);
  void FailUnsent(int64_t now_ns);
  void EndLate(int64_t now_ns);
  bool RetryLater(Open* open, const Result& result);
  void Retry(int64_t now_ns);
  void Finish(uint64_t number, Result result);
  void WatchSocket();

  const std::string path_;
  uint32_t deadline_ms_ = 10'000;
  std::optional<uint32_t> patience_ms_;
  base::UniqueFd epoll_;
  std::optional<Connection> connection_;
  bool watches_writable_ = false;
  bool greeted_ = false;               // the house has answered the hello
  std::optional<Result> goodbye_;      // why the house closes the connection
  std::string why_away_;               // the last reason for having no connection
  int64_t away_since_ns_ = 0;          // 0: the house is there
  int64_t connect_at_ns_ = 0;          // not before
  int64_t pause_ns_ = 0;               // the last one
  uint64_t last_number_ = 0;
  int64_t next_deadline_ns_ = INT64_MAX;  // none is earlier
  int64_t next_retry_ns_ = INT64_MAX;     // the same of retries
  std::unordered_map<uint64_t, Open> open_;
  std::deque<Done> done_;
};

}  // namespace partita::libclient

struct partita_client {
  explicit partita_client(std::string path) : client(std::move(path)) {}
  partita::libclient::Client client;
};
