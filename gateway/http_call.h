// One HTTP request from its head until its answer is on the way.
//
// Its connection holds it in the order of arrival, whoever answers it holds it too. When the client
// leaves first, the connection lets go of it and the answer is dropped.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "gateway/api_call.h"
#include "gateway/http_context.h"
#include "gateway/http_request_reader.h"
#include "gateway/http_response.h"
#include "gateway/request_id.h"

namespace partita::gateway {

class HttpConnection;

// What the Content-Type says the body is. The two JSON types are told apart only to be echoed.
enum class BodyType : uint8_t { kAmzJson, kJson, kForm, kOther };
BodyType BodyTypeOf(std::string_view content_type);

class HttpCall final : public ApiCall {
 public:
  HttpCall(HttpConnection* connection, HttpContext* context, const HttpRequestHead& head);
  ~HttpCall() override;
  HttpCall(const HttpCall&) = delete;
  HttpCall& operator=(const HttpCall&) = delete;

  std::string_view target() const override { return target_; }
  std::string_view body() const override { return body_; }
  std::string_view request_id() const override { return request_id_.view(); }
  void Succeed(std::string json) override;
  void Fail(const model::ApiError& error) override;

  // Any answer; the first one counts.
  void Answer(HttpResponse response);
  // Known at the head: given as soon as the body has been read.
  void AnswerLater(HttpResponse response);

  void set_body(std::string body) { body_ = std::move(body); }
  BodyType body_type() const { return body_type_; }
  bool body_is_gzip() const { return body_is_gzip_; }

  // ---- for the connection
  bool HasAnswerForLater() const { return answer_later_; }
  void GiveAnswer();
  bool answered() const { return answered_; }
  // All of it has been read.
  void Arrived(int64_t at_ns, size_t body_bytes);
  // Its answer has been handed to the socket, or could not be.
  void Sent(bool written);
  HttpResponse& response() { return response_; }
  bool without_body() const { return without_body_; }  // HEAD
  bool keep_alive() const { return keep_alive_; }
  void Detach() { connection_ = nullptr; }  // served
  void Abandon();                           // the client has left
  // So many bytes are held for this call; replaces what was said before.
  void Charge(size_t bytes);

 private:
  HttpConnection* connection_;  // null: the client has left
  HttpContext* context_;        // lives as long as the connection
  std::shared_ptr<HttpTraffic> traffic_;
  RequestId request_id_;
  BodyType body_type_;
  bool keep_alive_;
  bool without_body_;
  bool accepts_gzip_;
  bool body_is_gzip_;
  bool answer_later_ = false;
  bool answered_ = false;
  size_t charged_ = 0;
  std::string target_;
  std::string body_;
  std::string cors_fields_;
  HttpResponse response_;
};

}  // namespace partita::gateway
