#include "gateway/http_call.h"

#include <utility>

#include "base/log.h"
#include "gateway/error_body.h"
#include "gateway/front_door.h"
#include "gateway/http_connection.h"
#include "gateway/sts.h"
#include "gateway/token.h"
#include "gateway/trace_parent.h"

namespace partita::gateway {
namespace {

constexpr std::string_view kAmzJson = "application/x-amz-json-1.0";
constexpr std::string_view kJson = "application/json";

}  // namespace

BodyType BodyTypeOf(std::string_view content_type) {
  std::string_view type = content_type.substr(0, content_type.find(';'));
  while (!type.empty() && (type.back() == ' ' || type.back() == '\t')) type.remove_suffix(1);
  if (SameToken(type, kAmzJson)) return BodyType::kAmzJson;
  if (SameToken(type, kJson)) return BodyType::kJson;
  if (SameToken(type, kFormContentType)) return BodyType::kForm;
  return BodyType::kOther;
}

HttpCall::HttpCall(HttpConnection* connection, HttpContext* context, const HttpRequestHead& head)
    : ApiCall(context->tracker),
      connection_(connection),
      context_(context),
      traffic_(context->traffic),
      request_id_(context->request_ids.Next()),
      body_type_(BodyTypeOf(head.content_type)),
      keep_alive_(head.keep_alive),
      without_body_(head.method == HttpMethod::kHead),
      accepts_gzip_(AcceptsGzip(head.accept_encoding)),
      body_is_gzip_(SameToken(head.content_encoding, "gzip")),
      target_(head.amz_target) {
  ++traffic_->open_calls;
  if (!head.traceparent.empty()) ReadTraceParent(head.traceparent, &timeline());
  if (!head.origin.empty() && head.method != HttpMethod::kOptions) {
    context->front_door->AppendCorsFields(head.origin, &cors_fields_);
  }
}

// A call that is let go of unanswered, as all are that are open at the end of the process.
HttpCall::~HttpCall() {
  Charge(0);
  --traffic_->open_calls;
  if (timeline().arrived_ns != 0) Finish();
}

void HttpCall::Arrived(int64_t at_ns, size_t body_bytes) {
  timeline().arrived_ns = at_ns;
  timeline().bytes_in = body_bytes;
}

void HttpCall::Sent(bool written) {
  if (!written) timeline().flags |= kCallClientLeft;
  if (context_->tracker != nullptr && written) timeline().sent_ns = context_->tracker->Now();
  Finish();
}

void HttpCall::Abandon() {
  connection_ = nullptr;
  timeline().flags |= kCallClientLeft;
  if (answered_) Finish();
}

void HttpCall::Charge(size_t bytes) {
  traffic_->bytes_in_flight += bytes - charged_;
  charged_ = bytes;
}

void HttpCall::Succeed(std::string json) {
  HttpResponse response;
  response.content_type = body_type_ == BodyType::kJson ? kJson : kAmzJson;
  response.body = std::move(json);
  Answer(std::move(response));
}

void HttpCall::Fail(const model::ApiError& error) {
  NoteFailure(error);
  HttpResponse response;
  response.status = model::ApiErrorHttpStatus(error.type);
  response.content_type = body_type_ == BodyType::kJson ? kJson : kAmzJson;
  response.body = ErrorBody(error);
  if (response.status >= 500) {
    base::Log(base::LogLevel::kWarning, "{} {}: {} {}", request_id(), target_,
              model::ApiErrorName(error.type), error.message);
  }
  Answer(std::move(response));
}

void HttpCall::Answer(HttpResponse response) {
  if (std::exchange(answered_, true)) return;
  if (connection_ == nullptr) {
    Answered(response.status, 0);
    return Finish();
  }
  response_ = std::move(response);
  response_.fields += cors_fields_;
  if (accepts_gzip_ && response_.body.size() >= context_->settings.gzip_from_bytes) {
    response_.body = context_->gzip.Compress(response_.body);
    response_.fields += "Content-Encoding: gzip\r\n";
  }
  Charge(body_.size() + response_.body.size());
  Answered(response_.status, response_.body.size());
  connection_->OnAnswered();
}

void HttpCall::AnswerLater(HttpResponse response) {
  response_ = std::move(response);
  answer_later_ = true;
}

void HttpCall::GiveAnswer() { Answer(std::move(response_)); }

}  // namespace partita::gateway
