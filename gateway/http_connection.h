// One client's connection: requests read as they come, answered in the order they came.
//
// Its life: kOpen until the last answer (the client asked for the end, was refused, or the server
// stops), then kLingering — our half is closed, what still comes is read and dropped, so that the
// client gets to read the answer before its own sending fails — then kClosed. While too many of its
// calls are open or too much is unsent, nothing more is read.
//
// Thread safety: the loop's one thread.
#pragma once

#include <cstdint>
#include <deque>
#include <memory>
#include <string>
#include <string_view>

#include "gateway/http_call.h"
#include "gateway/http_context.h"
#include "gateway/http_request_reader.h"
#include "gateway/tcp_stream.h"

namespace partita::gateway {

class HttpConnection final : public TcpStream::Events,
                             public std::enable_shared_from_this<HttpConnection> {
 public:
  explicit HttpConnection(HttpContext* context);
  ~HttpConnection() override;

  // Takes the connection waiting at `listener`. False: there was none.
  bool Accept(uv_stream_t* listener);
  // As many connections as may be are open already: 503.
  void RefuseOverload();
  // Enforces HttpTimes; called by the server's sweep.
  void CheckTimes(uint64_t now_ms);
  // No further request: idle ones close now, others after what they have begun.
  void Stop();
  // Drops everything at once.
  void Close();

  // A call of this connection has its answer.
  void OnAnswered();

  void OnBytes(std::string_view bytes) override;
  void OnEnd() override;
  void OnBroken() override { Close(); }
  void OnSent() override;

 private:
  enum class Phase { kOpen, kLingering, kClosed };

  void Parse(std::string_view bytes);
  bool MayReadOn() const;
  void ReadOn();
  void OnHead();
  void OnRequest();
  bool ChargeBody();  // false: over the limit, refused
  void Refuse(HttpResponse response);
  void RefuseWith(int status, std::string_view reason);
  void SendAnswered();
  void Send(HttpCall* call);
  void SendContinue();
  void Linger();
  void ChargeUnsent();
  void CheckReading(uint64_t now_ms);
  bool Unsent(uint64_t now_ms);

  HttpContext* context_;
  std::unique_ptr<TcpStream> stream_;
  HttpRequestReader reader_;
  Phase phase_ = Phase::kOpen;

  std::shared_ptr<HttpCall> arriving_;           // its head is read, its body is not
  std::deque<std::shared_ptr<HttpCall>> calls_;  // read, not yet sent, oldest first
  std::string unread_;                           // what came with a read after which we paused
  bool paused_ = false;
  bool parsing_ = false;            // OnAnswered() may come from within Parse()
  bool last_request_read_ = false;  // the connection ends with the last of calls_
  bool peer_ended_ = false;
  bool owes_continue_ = false;  // 100 Continue, once the calls before it are answered

  size_t charged_unsent_ = 0;
  size_t last_unsent_ = 0;  // at the sweep that noticed it
  uint64_t unsent_since_ms_ = 0;
  uint64_t active_ms_;          // last byte read or answer sent
  int64_t read_ns_ = 0;         // last byte read; only while calls are followed
  uint64_t head_since_ms_ = 0;  // 0: between requests
  uint64_t window_since_ms_ = 0;
  uint64_t window_bytes_ = 0;
  uint64_t linger_since_ms_ = 0;
};

}  // namespace partita::gateway
