// An answer as it leaves: status line, the fields every DynamoDB client may look for, body.
//
//   HTTP/1.1 200 OK
//   x-amzn-RequestId: 52 characters      (request_id.h)
//   x-amz-crc32: 2745614147              decimal CRC-32 of the body as sent: under gzip, packed
//   Content-Type, Content-Length, Date
//   Content-Encoding: gzip, Connection: close, CORS fields: where they apply
#pragma once

#include <string>
#include <string_view>

namespace partita::gateway {

struct HttpResponse {
  int status = 200;
  std::string_view content_type;  // a literal; empty: none
  std::string fields;             // further field lines, each with its CRLF
  std::string body;
};

// What the connection adds to a response.
struct HttpFraming {
  std::string_view request_id;
  std::string_view date;  // IMF-fixdate; empty: none
  bool close = false;
};

void AppendResponseHead(const HttpResponse& response, const HttpFraming& framing, std::string* out);

// "Sun, 06 Nov 1994 08:49:37 GMT"
std::string HttpDate(int64_t wall_micros);

// True when an Accept-Encoding takes gzip: names it, or "*", with a weight above zero.
bool AcceptsGzip(std::string_view accept_encoding);

}  // namespace partita::gateway
