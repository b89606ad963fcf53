#include "gateway/native_connection.h"

#include <fmt/format.h>

#include <cstring>
#include <utility>

#include "base/log.h"
#include "gateway/call_tracker.h"
#include "gateway/native_call.h"
#include "model/api_message.h"
#include "model/encoded_item.h"
#include "wire/native_call.h"
#include "wire/native_hello.h"
#include "wire/outcome.h"

namespace partita::gateway {
namespace {

namespace message = model::message;
using model::ApiError;
using model::ApiErrorType;

constexpr size_t kKeptBytes = 1u << 20;  // of a buffer's memory; beyond it is given back

// What the frame that `begun` starts will take; less than a header: not yet known.
size_t FrameSize(std::string_view begun) {
  uint32_t payload_bytes = 0;
  if (begun.size() < sizeof payload_bytes) return sizeof payload_bytes;
  std::memcpy(&payload_bytes, begun.data(), sizeof payload_bytes);
  return wire::kFrameHeaderBytes + payload_bytes;
}

bool IsRequest(wire::MessageKind kind) {
  return kind >= wire::MessageKind::kNativeCall && kind <= wire::MessageKind::kNativeScan;
}

}  // namespace

NativeConnection::NativeConnection(std::shared_ptr<NativeContext> context)
    : context_(std::move(context)),
      stream_(std::make_unique<PipeStream>(context_->loop, context_->read_buffer, this)) {}

NativeConnection::~NativeConnection() {
  context_->traffic.bytes_in_flight -= held_;
  context_->traffic.open_calls -= open_;
}

bool NativeConnection::Accept(uv_stream_t* listener) {
  if (!stream_->Accept(listener)) return false;
  if (LetIn()) stream_->StartReading();
  return true;
}

bool NativeConnection::LetIn() {
  const base::Result<NativePeer> peer = PeerOf(stream_->descriptor());
  if (peer.ok() && context_->settings.peers.Allows(*peer)) return true;
  ++context_->traffic.refused;
  base::Log(base::LogLevel::kWarning, "native client refused: {}",
            peer.ok() ? fmt::format("user {}, process {}", peer->uid, peer->pid)
                      : peer.error().message);
  Leave(ApiError::Of(
      ApiErrorType::kAccessDenied,
      fmt::format(message::kNativePeerRefused, peer.ok() ? std::to_string(peer->uid) : "?")));
  return false;
}

bool NativeConnection::MayRead() const {
  return open_ < context_->settings.max_open_requests &&
         stream_->unsent_bytes() + out_.size() <= context_->settings.max_unsent_bytes;
}

void NativeConnection::OnBytes(std::string_view bytes) {
  const auto self = shared_from_this();
  context_->traffic.received_bytes += bytes.size();
  if (!IsReading() || context_->stopping) return;
  if (partial_.empty()) return Parse(bytes);
  partial_.append(bytes);
  const size_t most = wire::kFrameHeaderBytes + context_->settings.max_request_bytes;
  if (partial_.size() < FrameSize(partial_) && FrameSize(partial_) <= most) return HoldBytes();
  const std::string all = std::exchange(partial_, {});
  Parse(all);
}

void NativeConnection::Parse(std::string_view bytes) {
  parsing_ = true;
  if (CallTracker* tracker = context_->edge->tracker()) read_ns_ = tracker->Now();
  while (IsReading()) {
    if (!MayRead()) {
      paused_ = true;
      stream_->StopReading();
      break;
    }
    const std::string_view frame = NextFrame(&bytes);
    if (frame.empty()) break;
    OnFrame(frame);
  }
  parsing_ = false;
  if (!IsReading()) return;
  if (bytes.empty() || paused_) {
    partial_since_ms_ = 0;
  } else if (partial_since_ms_ == 0) {
    partial_since_ms_ = context_->now_ms();
  }
  partial_.assign(bytes);
  HoldBytes();
}

std::string_view NativeConnection::NextFrame(std::string_view* bytes) {
  const size_t size = FrameSize(*bytes);
  const size_t most = wire::kFrameHeaderBytes + context_->settings.max_request_bytes;
  if (size > most) {
    Leave(ApiError::Of(ApiErrorType::kSerialization,
                       fmt::format(message::kNativeTooLarge, size, most)));
    return {};
  }
  if (bytes->size() < size || bytes->size() < wire::kFrameHeaderBytes) return {};
  const std::string_view frame = bytes->substr(0, size);
  bytes->remove_prefix(size);
  partial_since_ms_ = 0;
  return frame;
}

void NativeConnection::OnFrame(std::string_view bytes) {
  const auto frame = wire::DecodeFrame(bytes);
  if (!frame) return Leave(model::MalformedBytes(wire::WhyInvalid(bytes)));
  if (frame->header.flags != 0) return Leave(model::MalformedBytes("unknown flags"));
  if (phase_ == Phase::kGreeting) return OnHello(*frame);
  if (!IsRequest(frame->header.kind)) return Leave(model::MalformedBytes("not a request"));
  OnRequest(*frame);
}

void NativeConnection::OnHello(const wire::Frame& frame) {
  base::ByteReader reader(frame.payload);
  const wire::NativeHelloRequest hello = wire::DecodeNativeHelloRequest(&reader);
  if (frame.header.kind != wire::MessageKind::kNativeHello || !reader.Finished() ||
      hello.version != wire::kNativeVersion) {
    return Leave(ApiError::Of(ApiErrorType::kSerialization,
                              fmt::format(message::kNativeHelloFirst, wire::kNativeVersion)));
  }
  phase_ = Phase::kOpen;
  const auto schemas = context_->edge->Schemas();
  Write(wire::MessageKind::kNativeHello, frame.header.request_id, [&](base::ByteWriter* writer) {
    wire::EncodeDone(writer);
    wire::Encode(wire::NativeHelloReply{wire::kNativeVersion, context_->settings.max_request_bytes,
                                        context_->settings.max_open_requests, schemas->account_id,
                                        schemas->region},
                 writer);
  });
}

void NativeConnection::OnRequest(const wire::Frame& frame) {
  ++open_;
  ++context_->traffic.open_calls;
  const auto call =
      std::make_shared<NativeCall>(shared_from_this(), context_->edge->tracker(),
                                   frame.header.kind, frame.header.request_id,
                                   context_->request_ids.Next());
  call->Arrived(read_ns_, frame.payload.size());
  context_->handler(call, base::ByteReader(frame.payload));
}

size_t NativeConnection::Reply(wire::MessageKind kind, uint64_t number,
                               const std::function<void(base::ByteWriter*)>& encode) {
  --open_;
  --context_->traffic.open_calls;
  return phase_ == Phase::kOpen ? Write(kind, number, encode) : 0;
}

size_t NativeConnection::Write(wire::MessageKind kind, uint64_t number,
                               const std::function<void(base::ByteWriter*)>& encode) {
  const size_t begin = wire::BeginFrame(
      {.kind = kind, .flags = wire::kReplyBit, .request_id = number}, &out_);
  base::ByteWriter writer(&out_);
  encode(&writer);
  wire::EndFrame(begin, &out_);
  context_->traffic.sent_bytes += out_.size() - begin;
  if (!std::exchange(dirty_, true)) context_->dirty.push_back(shared_from_this());
  return out_.size() - begin;
}

void NativeConnection::Flush() {
  dirty_ = false;
  if (phase_ == Phase::kClosed) return;
  if (!out_.empty()) {
    if (!stream_->Write(&out_)) return Close();
    if (out_.capacity() > kKeptBytes) out_ = {};
  }
  if (stream_->unsent_bytes() > 0 && unsent_since_ms_ == 0) unsent_since_ms_ = context_->now_ms();
  HoldBytes();
  if (phase_ == Phase::kLeaving && stream_->unsent_bytes() == 0) return Close();
  if (context_->stopping && phase_ == Phase::kOpen && open_ == 0) return Stop();
  ReadOn();
}

void NativeConnection::OnSent() {
  const auto self = shared_from_this();
  unsent_since_ms_ = stream_->unsent_bytes() > 0 ? context_->now_ms() : 0;
  Flush();
}

// Goes on where Parse() paused.
void NativeConnection::ReadOn() {
  if (!paused_ || parsing_ || !IsReading() || !MayRead() || context_->stopping) return;
  paused_ = false;
  const std::string bytes = std::exchange(partial_, {});
  Parse(bytes);
  if (!paused_ && IsReading()) stream_->StartReading();
}

void NativeConnection::HoldBytes() {
  const size_t now =
      partial_.capacity() + out_.size() + (stream_ == nullptr ? 0 : stream_->unsent_bytes());
  context_->traffic.bytes_in_flight += now - held_;
  held_ = now;
  if (IsReading() && context_->traffic.bytes_in_flight > context_->settings.max_held_bytes)
    Leave(ApiError::Of(ApiErrorType::kServiceUnavailable, std::string(message::kNativeBusy)));
}

void NativeConnection::CheckTimes(uint64_t now_ms) {
  if (unsent_since_ms_ != 0 && now_ms - unsent_since_ms_ > context_->settings.unsent_ms)
    return Close();
  if (!IsReading() || paused_ || partial_since_ms_ == 0) return;
  if (now_ms - partial_since_ms_ > context_->settings.frame_ms)
    Leave(ApiError::Of(ApiErrorType::kSerialization, std::string(message::kNativeTooLate)));
}

void NativeConnection::Leave(const ApiError& why) {
  if (!IsReading()) return;
  stream_->StopReading();
  partial_ = {};
  Write(wire::MessageKind::kNativeGoodbye, 0,
        [&why](base::ByteWriter* writer) { wire::EncodeRefused(why, writer); });
  phase_ = Phase::kLeaving;
}

void NativeConnection::Stop() {
  if (open_ > 0) return;  // with the last answer
  Leave(ApiError::Of(ApiErrorType::kServiceUnavailable, std::string(message::kNativeStopping)));
}

// A client that sends no more does not wait for answers either.
void NativeConnection::OnEnd() { Close(); }

void NativeConnection::Close() {
  if (phase_ == Phase::kClosed) return;
  const auto self = shared_from_this();
  phase_ = Phase::kClosed;
  stream_.reset();
  partial_ = {};
  out_ = {};
  HoldBytes();
  context_->owner->Forget(this);
}

}  // namespace partita::gateway
