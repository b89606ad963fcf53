// One request on the native socket until its reply is on the way.
//
// Its connection lives as long as the call; when the client has left by then, the answer goes
// nowhere. A call made by JSON (wire/native_call.h) has a target and a body, a binary one has
// neither.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "base/coding.h"
#include "gateway/api_call.h"
#include "gateway/request_id.h"
#include "wire/message_kind.h"

namespace partita::gateway {

class NativeConnection;

class NativeCall final : public ApiCall {
 public:
  NativeCall(std::shared_ptr<NativeConnection> connection, CallTracker* tracker,
             wire::MessageKind kind, uint64_t number, const RequestId& request_id);
  ~NativeCall() override;
  NativeCall(const NativeCall&) = delete;
  NativeCall& operator=(const NativeCall&) = delete;

  wire::MessageKind kind() const { return kind_; }
  // The client's number of the request; unique among its open ones.
  uint64_t number() const { return number_; }

  std::string_view target() const override { return target_; }
  std::string_view body() const override { return body_; }
  std::string_view request_id() const override { return request_id_.view(); }
  // Of a call made by JSON.
  void Succeed(std::string json) override;
  void Fail(const model::ApiError& error) override;
  // Of a binary call: `encode` appends what follows the outcome.
  void SucceedWith(const std::function<void(base::ByteWriter*)>& encode);

  void SetCall(std::string_view target, std::string_view json);
  // Its last byte was read then.
  void Arrived(int64_t at_ns, size_t payload_bytes);

 private:
  void Reply(int status, const std::function<void(base::ByteWriter*)>& encode);

  CallTracker* tracker_;
  std::shared_ptr<NativeConnection> connection_;
  wire::MessageKind kind_;
  bool answered_ = false;
  uint64_t number_;
  RequestId request_id_;
  std::string target_;
  std::string body_;
};

}  // namespace partita::gateway
