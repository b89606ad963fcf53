#include "gateway/http_connection.h"

#include <utility>

#include "gateway/call_tracker.h"
#include "gateway/error_body.h"
#include "gateway/front_door.h"

namespace partita::gateway {
namespace {

constexpr std::string_view kContinue = "HTTP/1.1 100 Continue\r\n\r\n";

HttpResponse Overloaded() {
  HttpResponse response;
  response.status = 503;
  response.content_type = "application/x-amz-json-1.0";
  response.body = ErrorBody(model::ApiError::Of(model::ApiErrorType::kServiceUnavailable,
                                                "The service is busy; retry the request"));
  return response;
}

}  // namespace

HttpConnection::HttpConnection(HttpContext* context)
    : context_(context),
      stream_(std::make_unique<TcpStream>(context->loop, context->read_buffer, this)),
      reader_(context->settings.limits),
      active_ms_(context->now_ms()) {}

HttpConnection::~HttpConnection() {
  for (const auto& call : calls_) call->Abandon();
}

bool HttpConnection::Accept(uv_stream_t* listener) {
  if (!stream_->Accept(listener)) return false;
  stream_->StartReading();
  return true;
}

void HttpConnection::OnBytes(std::string_view bytes) {
  const auto self = shared_from_this();
  active_ms_ = context_->now_ms();
  if (context_->tracker != nullptr) read_ns_ = context_->tracker->Now();
  window_bytes_ += bytes.size();
  context_->traffic->received_bytes += bytes.size();
  if (phase_ == Phase::kOpen && !last_request_read_) Parse(bytes);
}

bool HttpConnection::MayReadOn() const {
  return calls_.size() < context_->settings.max_open_calls &&
         stream_->unsent_bytes() <= context_->settings.max_unsent_bytes;
}

void HttpConnection::Parse(std::string_view bytes) {
  parsing_ = true;
  while (phase_ == Phase::kOpen && !last_request_read_) {
    if (!MayReadOn()) {
      unread_.assign(bytes);
      paused_ = true;
      stream_->StopReading();
      break;
    }
    const HttpRequestReader::Event event = reader_.Read(&bytes);
    if (event == HttpRequestReader::Event::kNeedMore) {
      if (ChargeBody() && reader_.in_head() && head_since_ms_ == 0) head_since_ms_ = active_ms_;
      break;
    }
    if (event == HttpRequestReader::Event::kHead) OnHead();
    if (event == HttpRequestReader::Event::kComplete) OnRequest();
    if (event == HttpRequestReader::Event::kRefused) {
      RefuseWith(reader_.refusal().status, reader_.refusal().reason);
    }
  }
  parsing_ = false;
}

// Goes on where Parse() paused.
void HttpConnection::ReadOn() {
  if (!paused_ || parsing_ || phase_ != Phase::kOpen || !MayReadOn()) return;
  paused_ = false;
  const std::string bytes = std::exchange(unread_, {});
  Parse(bytes);
  if (!paused_ && stream_ != nullptr) stream_->StartReading();
}

void HttpConnection::OnHead() {
  const HttpRequestHead& head = reader_.head();
  head_since_ms_ = 0;
  window_since_ms_ = active_ms_;
  window_bytes_ = 0;
  arriving_ = std::make_shared<HttpCall>(this, context_, head);
  arriving_->timeline().received_ns = read_ns_;
  if (auto answer = context_->front_door->AnswerHead(head))
    arriving_->AnswerLater(*std::move(answer));
  if (head.expects_continue) {
    owes_continue_ = true;
    SendContinue();
  }
}

bool HttpConnection::ChargeBody() {
  if (arriving_ == nullptr) return true;
  arriving_->Charge(reader_.body_bytes());
  if (context_->traffic->bytes_in_flight <= context_->settings.max_bytes_in_flight) return true;
  Refuse(Overloaded());
  return false;
}

void HttpConnection::OnRequest() {
  if (!ChargeBody()) return;
  owes_continue_ = false;
  last_request_read_ = context_->stopping || !arriving_->keep_alive();
  const std::shared_ptr<HttpCall> call = std::exchange(arriving_, nullptr);
  calls_.push_back(call);
  call->Arrived(read_ns_, reader_.body_bytes());
  if (call->HasAnswerForLater()) return call->GiveAnswer();
  call->set_body(reader_.TakeBody());
  context_->front_door->Enter(call, &context_->gzip, context_->settings.limits.body_bytes);
}

void HttpConnection::RefuseOverload() {
  const auto self = shared_from_this();
  Refuse(Overloaded());
}

void HttpConnection::RefuseWith(int status, std::string_view reason) {
  HttpResponse response;
  response.status = status;
  response.content_type = "text/plain";
  response.body.append(reason).append("\n");
  Refuse(std::move(response));
}

// The last answer of this connection, behind those still owed.
void HttpConnection::Refuse(HttpResponse response) {
  arriving_.reset();
  owes_continue_ = false;
  last_request_read_ = true;
  calls_.push_back(std::make_shared<HttpCall>(this, context_, HttpRequestHead{}));
  calls_.back()->timeline().received_ns = read_ns_;
  calls_.back()->Arrived(read_ns_, 0);
  calls_.back()->Answer(std::move(response));
}

void HttpConnection::OnAnswered() {
  const auto self = shared_from_this();
  SendAnswered();
  ReadOn();
}

void HttpConnection::SendAnswered() {
  while (phase_ == Phase::kOpen && !calls_.empty() && calls_.front()->answered()) {
    const std::shared_ptr<HttpCall> call = std::move(calls_.front());
    calls_.pop_front();
    call->Detach();
    Send(call.get());
  }
  SendContinue();
}

void HttpConnection::Send(HttpCall* call) {
  const bool last = last_request_read_ && calls_.empty();
  std::string& head = context_->scratch;
  head.clear();
  AppendResponseHead(call->response(), {call->request_id(), context_->date, last}, &head);
  std::string body = std::move(call->response().body);
  if (call->without_body()) body.clear();
  active_ms_ = context_->now_ms();
  context_->traffic->sent_bytes += head.size() + body.size();
  ++context_->traffic->responses[call->response().status / 100 % 6];
  const bool written = stream_->Write(head, std::move(body));
  call->Sent(written);
  if (!written) return Close();
  ChargeUnsent();
  if (last) Linger();
}

void HttpConnection::SendContinue() {
  if (!owes_continue_ || !calls_.empty() || phase_ != Phase::kOpen) return;
  owes_continue_ = false;
  if (!stream_->Write(kContinue, {})) Close();
}

void HttpConnection::Linger() {
  phase_ = Phase::kLingering;
  linger_since_ms_ = context_->now_ms();
  unread_.clear();
  stream_->Shutdown();
  if (!peer_ended_) return stream_->StartReading();
  if (stream_->unsent_bytes() == 0) Close();
}

void HttpConnection::OnEnd() {
  const auto self = shared_from_this();
  peer_ended_ = true;
  last_request_read_ = true;
  const bool owes = !calls_.empty() || stream_->unsent_bytes() > 0;
  if (!owes) return Close();
  if (calls_.empty() && phase_ == Phase::kOpen) Linger();
}

void HttpConnection::OnSent() {
  const auto self = shared_from_this();
  ChargeUnsent();
  active_ms_ = context_->now_ms();
  if (phase_ == Phase::kLingering && peer_ended_) return Close();
  ReadOn();
}

void HttpConnection::ChargeUnsent() {
  const size_t unsent = stream_ == nullptr ? 0 : stream_->unsent_bytes();
  context_->traffic->bytes_in_flight += unsent - charged_unsent_;
  charged_unsent_ = unsent;
}

void HttpConnection::Stop() {
  const auto self = shared_from_this();
  if (phase_ != Phase::kOpen || reader_.in_head() || reader_.in_body() || !unread_.empty()) return;
  last_request_read_ = true;
  if (!calls_.empty()) return;
  if (stream_->unsent_bytes() == 0)
    return Close();  // idle: nobody would be there to read a farewell
  Linger();
}

void HttpConnection::Close() {
  if (phase_ == Phase::kClosed) return;
  phase_ = Phase::kClosed;
  const auto self = shared_from_this();
  for (const auto& call : calls_) call->Abandon();
  calls_.clear();
  arriving_.reset();
  stream_.reset();
  ChargeUnsent();
  context_->owner->Forget(this);
}

// True while something is unsent; closes when the client has taken none of it for too long.
bool HttpConnection::Unsent(uint64_t now_ms) {
  const size_t unsent = stream_->unsent_bytes();
  ChargeUnsent();
  if (unsent != last_unsent_) {
    last_unsent_ = unsent;
    unsent_since_ms_ = now_ms;
  } else if (unsent > 0 && now_ms - unsent_since_ms_ > context_->settings.times.idle_ms) {
    Close();
  }
  return unsent > 0;
}

void HttpConnection::CheckReading(uint64_t now_ms) {
  const HttpTimes& times = context_->settings.times;
  if (reader_.in_body()) {
    if (now_ms - window_since_ms_ < times.body_window_ms) return;
    if (window_bytes_ < times.body_window_bytes)
      return RefuseWith(408, "the body comes too slowly");
    window_since_ms_ = now_ms;
    window_bytes_ = 0;
  } else if (reader_.in_head()) {
    if (now_ms - head_since_ms_ > times.head_ms) RefuseWith(408, "the head comes too slowly");
  } else if (calls_.empty() && now_ms - active_ms_ > times.idle_ms) {
    Close();
  }
}

void HttpConnection::CheckTimes(uint64_t now_ms) {
  const auto self = shared_from_this();
  if (phase_ == Phase::kClosed) return;
  if (phase_ == Phase::kLingering) {
    const HttpTimes& times = context_->settings.times;
    const uint64_t limit_ms = context_->stopping ? times.linger_at_stop_ms : times.linger_ms;
    if (now_ms - linger_since_ms_ > limit_ms) Close();
    return;
  }
  if (!Unsent(now_ms) && !paused_ && !last_request_read_) CheckReading(now_ms);
}

}  // namespace partita::gateway
