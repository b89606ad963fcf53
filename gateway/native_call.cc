#include "gateway/native_call.h"

#include <simdjson.h>

#include <utility>

#include "base/log.h"
#include "gateway/native_connection.h"
#include "wire/outcome.h"

namespace partita::gateway {

NativeCall::NativeCall(std::shared_ptr<NativeConnection> connection, wire::MessageKind kind,
                       uint64_t number, const RequestId& request_id)
    : connection_(std::move(connection)), kind_(kind), number_(number), request_id_(request_id) {}

// Whoever forgets to answer must not leave the client waiting.
NativeCall::~NativeCall() {
  if (!answered_) Fail(model::ApiError::Of(model::ApiErrorType::kInternalServerError));
}

void NativeCall::SetCall(std::string_view target, std::string_view json) {
  target_ = target;
  body_.reserve(json.size() + simdjson::SIMDJSON_PADDING);
  body_ = json;
}

void NativeCall::Succeed(std::string json) {
  SucceedWith([&json](base::ByteWriter* writer) { writer->Bytes(json); });
}

void NativeCall::SucceedWith(const std::function<void(base::ByteWriter*)>& encode) {
  if (std::exchange(answered_, true)) return;
  connection_->Reply(kind_, number_, [&encode](base::ByteWriter* writer) {
    wire::EncodeDone(writer);
    encode(writer);
  });
}

void NativeCall::Fail(const model::ApiError& error) {
  if (std::exchange(answered_, true)) return;
  if (model::ApiErrorHttpStatus(error.type) >= 500) {
    base::Log(base::LogLevel::kWarning, "{} {}: {} {}", request_id(),
              target_.empty() ? wire::MessageKindName(kind_) : std::string_view(target_),
              model::ApiErrorName(error.type), error.message);
  }
  connection_->Reply(kind_, number_, [&error](base::ByteWriter* writer) {
    wire::EncodeRefused(error, writer);
  });
}

}  // namespace partita::gateway
