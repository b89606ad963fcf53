#include "gateway/native_api.h"

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

#include "gateway/call_tracker.h"
#include "gateway/dynamodb_api.h"
#include "gateway/native/request.h"
#include "wire/native_call.h"

namespace partita::gateway {
namespace {

struct NativeRow {
  wire::MessageKind kind;
  std::string_view operation;  // its name in dynamodb_api.h's table
  native::Handler handler;
};

constexpr std::array kNativeOperations = {
    NativeRow{wire::MessageKind::kNativeGetItem, "GetItem", native::GetItem},
    NativeRow{wire::MessageKind::kNativePutItem, "PutItem", native::PutItem},
    NativeRow{wire::MessageKind::kNativeUpdateItem, "UpdateItem", native::UpdateItem},
    NativeRow{wire::MessageKind::kNativeDeleteItem, "DeleteItem", native::DeleteItem},
    NativeRow{wire::MessageKind::kNativeQuery, "Query", native::Query},
    NativeRow{wire::MessageKind::kNativeScan, "Scan", native::Scan},
};

uint16_t OperationOf(std::string_view name) {
  for (uint16_t operation = 0; operation < OperationCount(); ++operation) {
    if (OperationName(operation) == name) return operation;
  }
  return kNoOperation;
}

// The payload has been read: what follows are the operation's own checks.
void StampArrival(CallTracker* tracker, uint16_t operation, CallTimeline* timeline) {
  timeline->operation = operation;
  if (tracker == nullptr) return;
  timeline->parsed_ns = timeline->arrived_ns;
  timeline->authorised_ns = timeline->arrived_ns;
}

}  // namespace

NativeApi::NativeApi(Edge* edge, std::function<void(std::shared_ptr<ApiCall>)> json)
    : edge_(edge), json_(std::move(json)) {
  for (const NativeRow& row : kNativeOperations) operations_.push_back(OperationOf(row.operation));
}

void NativeApi::Handle(const std::shared_ptr<NativeCall>& call, base::ByteReader payload) {
  if (call->kind() == wire::MessageKind::kNativeCall) {
    const wire::NativeCallRequest sent = wire::DecodeNativeCallRequest(&payload);
    if (!payload.Finished()) return call->Fail(native::Malformed("call"));
    call->SetCall(sent.target, sent.json);
    return json_(call);
  }
  const auto row = std::find_if(kNativeOperations.begin(), kNativeOperations.end(),
                                [&](const NativeRow& each) { return each.kind == call->kind(); });
  if (row == kNativeOperations.end())
    return call->Fail(model::ApiError::Of(model::ApiErrorType::kUnknownOperation));
  const std::shared_ptr<ApiCall> followed = call;
  const CallTracker::Scope scope(edge_->tracker(), followed);
  StampArrival(edge_->tracker(),
               operations_[static_cast<size_t>(row - kNativeOperations.begin())],
               &call->timeline());
  native::Request request{edge_, call, payload};
  const model::ApiStatus status = row->handler(&request);
  if (!status.ok()) call->Fail(status.error());
}

}  // namespace partita::gateway
