#include "gateway/native_call.h"

#include <simdjson.h>

#include <utility>

#include "base/log.h"
#include "gateway/call_tracker.h"
#include "gateway/native_connection.h"
#include "wire/outcome.h"

namespace partita::gateway {
namespace {

constexpr int kHttpOk = 200;  // what timelines call a call that was not refused

}  // namespace

NativeCall::NativeCall(std::shared_ptr<NativeConnection> connection, CallTracker* tracker,
                       wire::MessageKind kind, uint64_t number, const RequestId& request_id)
    : ApiCall(tracker),
      tracker_(tracker),
      connection_(std::move(connection)),
      kind_(kind),
      number_(number),
      request_id_(request_id) {}

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
  if (answered_) return;
  Reply(kHttpOk, [&encode](base::ByteWriter* writer) {
    wire::EncodeDone(writer);
    encode(writer);
  });
}

// What is written now leaves with the other replies of this turn of the loop: for its timeline it
// has been sent.
void NativeCall::Reply(int status, const std::function<void(base::ByteWriter*)>& encode) {
  answered_ = true;
  const size_t bytes = connection_->Reply(kind_, number_, encode);
  Answered(status, bytes);
  if (bytes == 0) timeline().flags |= kCallClientLeft;
  if (tracker_ != nullptr && bytes > 0) timeline().sent_ns = tracker_->Last();
  Finish();
}

void NativeCall::Arrived(int64_t at_ns, size_t payload_bytes) {
  timeline().received_ns = timeline().arrived_ns = at_ns;
  timeline().bytes_in = payload_bytes;
}

void NativeCall::Fail(const model::ApiError& error) {
  if (answered_) return;
  NoteFailure(error);
  if (model::ApiErrorHttpStatus(error.type) >= 500) {
    base::Log(base::LogLevel::kWarning, "{} {}: {} {}", request_id(),
              target_.empty() ? wire::MessageKindName(kind_) : std::string_view(target_),
              model::ApiErrorName(error.type), error.message);
  }
  Reply(model::ApiErrorHttpStatus(error.type),
        [&error](base::ByteWriter* writer) { wire::EncodeRefused(error, writer); });
}

}  // namespace partita::gateway
