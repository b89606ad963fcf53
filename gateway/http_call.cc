#include "gateway/http_call.h"

#include <utility>

#include "base/log.h"
#include "gateway/error_body.h"
#include "gateway/front_door.h"
#include "gateway/http_connection.h"
#include "gateway/sts.h"
#include "gateway/token.h"

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
    : connection_(connection),
      context_(context),
      traffic_(context->traffic),
      request_id_(context->request_ids.Next()),
      body_type_(BodyTypeOf(head.content_type)),
      keep_alive_(head.keep_alive),
      without_body_(head.method == HttpMethod::kHead),
      accepts_gzip_(AcceptsGzip(head.accept_encoding)),
      body_is_gzip_(SameToken(head.content_encoding, "gzip")),
      target_(head.amz_target) {
  if (!head.origin.empty() && head.method != HttpMethod::kOptions) {
    context->front_door->AppendCorsFields(head.origin, &cors_fields_);
  }
}

HttpCall::~HttpCall() { Charge(0); }

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
  if (std::exchange(answered_, true) || connection_ == nullptr) return;
  response_ = std::move(response);
  response_.fields += cors_fields_;
  if (accepts_gzip_ && response_.body.size() >= context_->settings.gzip_from_bytes) {
    response_.body = context_->gzip.Compress(response_.body);
    response_.fields += "Content-Encoding: gzip\r\n";
  }
  Charge(body_.size() + response_.body.size());
  connection_->OnAnswered();
}

void HttpCall::AnswerLater(HttpResponse response) {
  response_ = std::move(response);
  answer_later_ = true;
}

void HttpCall::GiveAnswer() { Answer(std::move(response_)); }

}  // namespace partita::gateway
