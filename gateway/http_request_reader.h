// Bytes of one client in, requests out: HTTP/1.1 read strictly, without a socket.
//
// Boost.Beast's parser does the reading; before it sees a head, folded lines and bare line feeds
// are refused, and every field that decides where a message ends is judged here: whoever stands
// before us (a proxy) and we must never disagree about that. Source of the rules: RFC 9112 §2.2,
// §5.1, §5.2, §6.1–6.3, §11.2; RFC 9110 §10.1.1.
//
// Refused with 400: Content-Length beside Transfer-Encoding, several, listed or signed
// Content-Lengths, a Transfer-Encoding other than `chunked` or under HTTP/1.0, folded fields,
// blanks before a colon, bare CR or LF, NUL and other controls, HTTP/0.9, HTTP/1.1 without Host or
// any with several, Upgrade. 431: too large a head. 413: too large a body. 417: an expectation
// other than 100-continue. After a refusal nothing more is read.
//
// Thread safety: one reader, one thread.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "model/limits.h"

namespace partita::gateway {

struct HttpLimits {
  size_t head_bytes =
      16u << 10;  // request line and fields; also bounds a chunk's header and the trailer
  size_t fields = 100;
  size_t body_bytes = model::kMaxRequestBytes;  // as sent: before any Content-Encoding is undone
};

enum class HttpMethod : uint8_t { kGet, kHead, kPost, kOptions, kOther };

// What the house wants to know of a request before its body. Empty: the field was not sent.
struct HttpRequestHead {
  HttpMethod method = HttpMethod::kOther;
  bool keep_alive = false;
  bool expects_continue = false;
  std::string_view path;  // the request target as sent
  std::string_view host;
  std::string_view amz_target;
  std::string_view traceparent;
  std::string_view content_type;
  std::string_view content_encoding;
  std::string_view accept_encoding;
  std::string_view origin;
  std::string_view sec_fetch_site;  // where a browser says the request comes from
  std::string_view if_none_match;
  std::string_view access_control_request_method;
  std::string_view access_control_request_headers;
};

struct HttpRefusal {
  int status = 400;
  std::string_view reason;  // a literal, for people
};

class HttpRequestReader {
 public:
  explicit HttpRequestReader(const HttpLimits& limits);
  ~HttpRequestReader();
  HttpRequestReader(const HttpRequestReader&) = delete;
  HttpRequestReader& operator=(const HttpRequestReader&) = delete;

  enum class Event {
    kNeedMore,  // all bytes were taken
    kHead,      // head() is complete; its views live until the next Read()
    kComplete,  // TakeBody() now; the next Read() starts the next request
    kRefused,   // refusal() says why; for good
  };
  // Takes bytes from the front of `bytes` until something happens. Call again, also with none left,
  // until kNeedMore.
  Event Read(std::string_view* bytes);

  const HttpRequestHead& head() const;
  const HttpRefusal& refusal() const;
  // The body, with simdjson::SIMDJSON_PADDING readable bytes behind its end.
  std::string TakeBody();

  size_t body_bytes() const;  // gathered so far of the request being read
  bool in_head() const;       // some bytes of a head have come, not all
  bool in_body() const;       // the head is complete, the body is not

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace partita::gateway
