#include "gateway/native_api.h"

#include <algorithm>
#include <array>
#include <utility>

#include "gateway/native/request.h"
#include "wire/native_call.h"

namespace partita::gateway {
namespace {

struct NativeRow {
  wire::MessageKind kind;
  native::Handler handler;
};

constexpr std::array kNativeOperations = {
    NativeRow{wire::MessageKind::kNativeGetItem, native::GetItem},
    NativeRow{wire::MessageKind::kNativePutItem, native::PutItem},
    NativeRow{wire::MessageKind::kNativeUpdateItem, native::UpdateItem},
    NativeRow{wire::MessageKind::kNativeDeleteItem, native::DeleteItem},
    NativeRow{wire::MessageKind::kNativeQuery, native::Query},
    NativeRow{wire::MessageKind::kNativeScan, native::Scan},
};

}  // namespace

NativeApi::NativeApi(Edge* edge, std::function<void(std::shared_ptr<ApiCall>)> json)
    : edge_(edge), json_(std::move(json)) {}

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
  native::Request request{edge_, call, payload};
  const model::ApiStatus status = row->handler(&request);
  if (!status.ok()) call->Fail(status.error());
}

}  // namespace partita::gateway
