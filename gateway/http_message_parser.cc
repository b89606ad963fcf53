#include "gateway/http_message_parser.h"

#include <simdjson.h>

#include <algorithm>
#include <limits>
#include <utility>

#include "gateway/token.h"

namespace partita::gateway {
namespace {

using boost::beast::http::field;
using boost::beast::http::verb;

// What a body may reserve on the client's word alone; beyond it memory follows the bytes that
// really come.
constexpr size_t kReservedOnPromise = 256u << 10;
constexpr size_t kMaxLengthDigits = 18;  // no sum of such numbers leaves 64 bits

std::string_view View(boost::beast::string_view text) { return {text.data(), text.size()}; }

bool IsPlainNumber(std::string_view text) {
  return !text.empty() && text.size() <= kMaxLengthDigits &&
         text.find_first_not_of("0123456789") == std::string_view::npos;
}

HttpMethod MethodOf(verb method) {
  switch (method) {
    case verb::get:
      return HttpMethod::kGet;
    case verb::head:
      return HttpMethod::kHead;
    case verb::post:
      return HttpMethod::kPost;
    case verb::options:
      return HttpMethod::kOptions;
    default:
      return HttpMethod::kOther;
  }
}

}  // namespace

HttpMessageParser::HttpMessageParser(const HttpLimits& limits, HttpRequestHead* head,
                                     std::string* body)
    : limits_(limits), head_(head), body_(body) {
  header_limit(static_cast<uint32_t>(limits.head_bytes));
  // Ours is judged in the callbacks, with its own status. (No limit at all would be read as zero:
  // Boost 1.74 compares the length with the empty optional.)
  body_limit(std::numeric_limits<uint64_t>::max());
}

void HttpMessageParser::Refuse(Code& code, int status, std::string_view reason) {
  refusal_ = {status, reason};
  code = boost::beast::http::error::bad_field;
}

void HttpMessageParser::on_request_impl(verb method, Text, Text target, int version, Code&) {
  head_->method = MethodOf(method);
  head_->path = View(target);
  http_1_1_ = version == 11;
}

void HttpMessageParser::on_response_impl(int, Text, int, Code& code) {
  Refuse(code, 400, "not a request");
}

void HttpMessageParser::on_field_impl(FieldName name, Text text, Text value, Code& code) {
  if (++fields_ > limits_.fields) return Refuse(code, 431, "too many header fields");
  if (header_read_) return;  // a trailer: counted, else of no meaning
  if (!JudgeFraming(name, View(value), code)) Keep(name, View(text), View(value));
}

bool HttpMessageParser::JudgeFraming(FieldName name, std::string_view value, Code& code) {
  switch (name) {
    case field::content_length:
      if (std::exchange(has_length_, true)) Refuse(code, 400, "several Content-Length fields");
      if (!IsPlainNumber(value)) Refuse(code, 400, "Content-Length is not a plain number");
      return true;
    case field::transfer_encoding:
      if (std::exchange(has_encoding_, true)) Refuse(code, 400, "several Transfer-Encoding fields");
      if (!SameToken(value, "chunked")) Refuse(code, 400, "Transfer-Encoding other than chunked");
      return true;
    case field::host:
      if (std::exchange(has_host_, true)) Refuse(code, 400, "several Host fields");
      head_->host = value;
      return true;
    case field::upgrade:
      Refuse(code, 400, "Upgrade is not offered");
      return true;
    case field::expect:
      if (!SameToken(value, "100-continue")) Refuse(code, 417, "unknown expectation");
      head_->expects_continue = true;
      return true;
    default:
      return false;
  }
}

void HttpMessageParser::Keep(FieldName name, std::string_view text, std::string_view value) {
  switch (name) {
    case field::content_type:
      head_->content_type = value;
      break;
    case field::content_encoding:
      head_->content_encoding = value;
      break;
    case field::accept_encoding:
      head_->accept_encoding = value;
      break;
    case field::origin:
      head_->origin = value;
      break;
    case field::if_none_match:
      head_->if_none_match = value;
      break;
    case field::access_control_request_method:
      head_->access_control_request_method = value;
      break;
    case field::access_control_request_headers:
      head_->access_control_request_headers = value;
      break;
    default:
      if (SameToken(text, "x-amz-target")) head_->amz_target = value;
      if (SameToken(text, "traceparent")) head_->traceparent = value;
      if (SameToken(text, "sec-fetch-site")) head_->sec_fetch_site = value;
  }
}

void HttpMessageParser::on_header_impl(Code& code) {
  header_read_ = true;
  if (has_length_ && has_encoding_)
    return Refuse(code, 400, "Content-Length beside Transfer-Encoding");
  if (has_encoding_ && !http_1_1_) return Refuse(code, 400, "Transfer-Encoding under HTTP/1.0");
  if (http_1_1_ && !has_host_) return Refuse(code, 400, "no Host field");
  const uint64_t length = content_length().value_or(0);
  if (length > limits_.body_bytes) return Refuse(code, 413, "body too large");
  if (!http_1_1_ || (length == 0 && !has_encoding_)) head_->expects_continue = false;
  head_->keep_alive = keep_alive();
  body_->reserve(std::min<size_t>(length, kReservedOnPromise) + simdjson::SIMDJSON_PADDING);
}

void HttpMessageParser::on_chunk_header_impl(std::uint64_t size, Text, Code& code) {
  if (size > limits_.body_bytes - body_->size()) Refuse(code, 413, "body too large");
}

size_t HttpMessageParser::Append(Text bytes, Code& code) {
  if (bytes.size() > limits_.body_bytes - body_->size()) {
    Refuse(code, 413, "body too large");
    return 0;
  }
  body_->append(bytes.data(), bytes.size());
  return bytes.size();
}

}  // namespace partita::gateway
