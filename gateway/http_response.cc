#include "gateway/http_response.h"

#include <fmt/format.h>
#include <libdeflate.h>

#include <ctime>
#include <iterator>

#include "gateway/token.h"

namespace partita::gateway {
namespace {

std::string_view Reason(int status) {
  switch (status) {
    case 200:
      return "OK";
    case 304:
      return "Not Modified";
    case 400:
      return "Bad Request";
    case 403:
      return "Forbidden";
    case 404:
      return "Not Found";
    case 408:
      return "Request Timeout";
    case 413:
      return "Payload Too Large";
    case 415:
      return "Unsupported Media Type";
    case 417:
      return "Expectation Failed";
    case 431:
      return "Request Header Fields Too Large";
    case 500:
      return "Internal Server Error";
    case 503:
      return "Service Unavailable";
    default:
      return "Status";
  }
}

std::string_view Trimmed(std::string_view text) {
  const size_t first = text.find_first_not_of(" \t");
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

// "gzip;q=0" and its longer spellings say no.
bool WeightIsZero(std::string_view parameters) {
  const std::string_view weight = Trimmed(parameters);
  return weight.size() >= 3 && SameToken(weight.substr(0, 2), "q=") &&
         weight.substr(2).find_first_not_of("0.") == std::string_view::npos;
}

void Field(std::string_view name, std::string_view value, std::string* out) {
  out->append(name).append(value).append("\r\n");
}

}  // namespace

void AppendResponseHead(const HttpResponse& response, const HttpFraming& framing,
                        std::string* out) {
  const auto crc = libdeflate_crc32(0, response.body.data(), response.body.size());
  const fmt::format_int status(response.status);
  out->append("HTTP/1.1 ").append(status.data(), status.size()).append(" ");
  Field("", Reason(response.status), out);
  Field("x-amzn-RequestId: ", framing.request_id, out);
  const fmt::format_int crc_text(crc);
  Field("x-amz-crc32: ", {crc_text.data(), crc_text.size()}, out);
  if (!response.content_type.empty()) Field("Content-Type: ", response.content_type, out);
  const fmt::format_int length(response.body.size());
  Field("Content-Length: ", {length.data(), length.size()}, out);
  if (!framing.date.empty()) Field("Date: ", framing.date, out);
  if (framing.close) out->append("Connection: close\r\n");
  out->append(response.fields).append("\r\n");
}

std::string HttpDate(int64_t wall_micros) {
  constexpr const char* kDays[] = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
  constexpr const char* kMonths[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                     "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  const time_t seconds = wall_micros / 1'000'000;
  tm parts{};
  gmtime_r(&seconds, &parts);
  return fmt::format("{}, {:02} {} {} {:02}:{:02}:{:02} GMT", kDays[parts.tm_wday], parts.tm_mday,
                     kMonths[parts.tm_mon], parts.tm_year + 1900, parts.tm_hour, parts.tm_min,
                     parts.tm_sec);
}

bool AcceptsGzip(std::string_view accept_encoding) {
  while (!accept_encoding.empty()) {
    const size_t comma = accept_encoding.find(',');
    const std::string_view element = accept_encoding.substr(0, comma);
    accept_encoding = comma == std::string_view::npos ? "" : accept_encoding.substr(comma + 1);
    const size_t semicolon = element.find(';');
    const std::string_view coding = Trimmed(element.substr(0, semicolon));
    if (!SameToken(coding, "gzip") && coding != "*") continue;
    return semicolon == std::string_view::npos || !WeightIsZero(element.substr(semicolon + 1));
  }
  return false;
}

}  // namespace partita::gateway
