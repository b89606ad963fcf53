#include "gateway/front_door.h"

#include <fmt/format.h>

#include <utility>

#include "gateway/error_body.h"
#include "gateway/sts.h"
#include "gateway/token.h"

namespace partita::gateway {
namespace {

constexpr std::string_view kPlainText = "text/plain";

bool IsRoot(std::string_view path) { return path == "/" || path.starts_with("/?"); }

bool KnowsEncoding(std::string_view coding) {
  return coding.empty() || SameToken(coding, "gzip") || SameToken(coding, "identity");
}

HttpResponse PlainText(int status, std::string body) {
  HttpResponse response;
  response.status = status;
  response.content_type = kPlainText;
  response.body = std::move(body);
  return response;
}

}  // namespace

HttpResponse NotFound() {
  HttpResponse response;
  response.status = 404;
  response.body = "<UnknownOperationException/>\n";
  return response;
}

FrontDoor::FrontDoor(Edge* edge, const Pages* pages, Handler handler,
                     std::vector<std::string> cors_origins, std::vector<std::string> host_names)
    : edge_(edge),
      pages_(pages),
      handler_(std::move(handler)),
      cors_(std::move(cors_origins)),
      hosts_(std::move(host_names)) {}

std::optional<HttpResponse> FrontDoor::AnswerHead(const HttpRequestHead& head) const {
  if (!hosts_.Allows(head.host)) return WrongHost(head.host);
  switch (head.method) {
    case HttpMethod::kOptions:
      if (head.origin.empty()) return NotFound();
      return cors_.AnswerPreflight(head.origin, head.access_control_request_method,
                                   head.access_control_request_headers);
    case HttpMethod::kGet:
    case HttpMethod::kHead:
      if (IsRoot(head.path)) return Health();
      if (auto page = pages_->Answer(head)) return page;
      return NotFound();
    case HttpMethod::kPost:
      if (!IsRoot(head.path) || BodyTypeOf(head.content_type) == BodyType::kOther)
        return NotFound();
      if (!KnowsEncoding(head.content_encoding))
        return PlainText(415, "Content-Encoding may be gzip\n");
      return std::nullopt;
    case HttpMethod::kOther:
      break;
  }
  return NotFound();
}

void FrontDoor::Enter(std::shared_ptr<HttpCall> call, Gzip* gzip, size_t max_body_bytes) {
  if (call->body_is_gzip()) {
    auto unpacked = gzip->Inflate(call->body(), max_body_bytes);
    if (!unpacked.ok()) {
      const bool bomb = unpacked.error().kind == base::ErrorKind::kFailed;
      return call->Answer(PlainText(bomb ? 413 : 400, unpacked.error().message + "\n"));
    }
    call->set_body(std::move(unpacked).value());
    call->Charge(call->body().size());
  }
  if (call->body_type() == BodyType::kForm) return call->Answer(Sts(*call));
  handler_(std::move(call));
}

void FrontDoor::AppendCorsFields(std::string_view origin, std::string* fields) const {
  if (cors_.Allows(origin)) Cors::AppendFields(origin, fields);
}

HttpResponse FrontDoor::Health() const {
  return PlainText(200,
                   fmt::format("healthy: dynamodb.{}.amazonaws.com ", edge_->Schemas()->region));
}

HttpResponse FrontDoor::Sts(const HttpCall& call) const {
  auto xml = AnswerSts(call.body(), edge_->Schemas()->account_id, call.request_id());
  if (!xml.has_value()) return NotFound();
  HttpResponse response;
  response.content_type = "text/xml";
  response.body = *std::move(xml);
  return response;
}

HttpResponse FrontDoor::WrongHost(std::string_view host) const {
  HttpResponse response;
  response.status = 403;
  response.content_type = "application/x-amz-json-1.0";
  response.body = ErrorBody(model::ApiError::Of(
      model::ApiErrorType::kAccessDenied,
      fmt::format("The host name '{}' is not one of this server's; --host-allow adds it", host)));
  return response;
}

}  // namespace partita::gateway
