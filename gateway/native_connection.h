// One native client's connection: frames read as they come, answered in whatever order the owners
// reply.
//
// Its life: kGreeting until the client's hello, then kOpen, then kLeaving — a last frame that says
// why has been written and is being taken —, then kClosed. While too many of its requests are open
// or too much is unsent, nothing more is read.
//
// Every byte is a stranger's: a frame's size is bounded before memory is taken for it, its kind
// must be one that clients send, and whoever breaks the protocol is told and closed.
//
// Thread safety: the loop's one thread.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "base/coding.h"
#include "gateway/native_context.h"
#include "gateway/pipe_stream.h"
#include "model/api_error.h"
#include "wire/frame.h"

namespace partita::gateway {

class NativeConnection final : public PipeStream::Events,
                               public std::enable_shared_from_this<NativeConnection> {
 public:
  explicit NativeConnection(std::shared_ptr<NativeContext> context);
  ~NativeConnection() override;

  // Takes the connection waiting at `listener`, and lets its peer in or tells it why not. False:
  // there was none.
  bool Accept(uv_stream_t* listener);
  // The last frame: why this connection ends. Then it is closed.
  void Leave(const model::ApiError& why);
  // No further request is read; the connection ends when the open ones are answered.
  void Stop();
  // Enforces NativeSettings' times; called by the server's sweep.
  void CheckTimes(uint64_t now_ms);
  // Drops everything at once.
  void Close();
  // Sends what was written since; once a turn.
  void Flush();

  // An open request has its answer. How many bytes it takes; 0: the client has left.
  size_t Reply(wire::MessageKind kind, uint64_t number,
             const std::function<void(base::ByteWriter*)>& encode);

  void OnBytes(std::string_view bytes) override;
  void OnEnd() override;
  void OnSent() override;

 private:
  enum class Phase { kGreeting, kOpen, kLeaving, kClosed };

  bool LetIn();
  void Parse(std::string_view bytes);
  // The next whole frame of `bytes`, cut from them; empty: there is none yet, or the peer was told
  // off.
  std::string_view NextFrame(std::string_view* bytes);
  void OnFrame(std::string_view bytes);
  void OnHello(const wire::Frame& frame);
  void OnRequest(const wire::Frame& frame);
  bool MayRead() const;
  void ReadOn();
  size_t Write(wire::MessageKind kind, uint64_t number,
               const std::function<void(base::ByteWriter*)>& encode);
  void HoldBytes();
  bool IsReading() const { return phase_ == Phase::kGreeting || phase_ == Phase::kOpen; }

  const std::shared_ptr<NativeContext> context_;
  std::unique_ptr<PipeStream> stream_;
  Phase phase_ = Phase::kGreeting;
  std::string partial_;  // a frame that has begun; or, paused, what was not looked at yet
  bool paused_ = false;
  bool dirty_ = false;  // in the context's list
  bool parsing_ = false;
  std::string out_;
  size_t open_ = 0;  // requests
  int64_t read_ns_ = 0;  // when the bytes that are being parsed were read
  size_t held_ = 0;  // bytes, as the context counts them
  uint64_t partial_since_ms_ = 0;  // 0: no frame has begun
  uint64_t unsent_since_ms_ = 0;   // 0: nothing is unsent
};

}  // namespace partita::gateway
