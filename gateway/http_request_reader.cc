#include "gateway/http_request_reader.h"

#include <simdjson.h>

#include <cstring>
#include <optional>
#include <utility>

#include "gateway/http_message_parser.h"

namespace partita::gateway {
namespace {

namespace http = boost::beast::http;
using boost::beast::error_code;
using Event = HttpRequestReader::Event;

// "0\r\n\r\n": from the start of a chunk's header at least so much must come in any case, and Boost
// 1.74 asserts that it has when it looks at a last chunk for the second time.
constexpr size_t kShortestChunkedEnd = 5;

enum class Scan { kMore, kEnd, kBad };

// Walks the lines of a head from *line on. kEnd: *line is the byte after the empty line. kBad: a
// line that ends in a bare line feed or starts with a blank.
Scan ScanHead(std::string_view bytes, size_t* line) {
  while (const void* found = std::memchr(bytes.data() + *line, '\n', bytes.size() - *line)) {
    const size_t feed = static_cast<size_t>(static_cast<const char*>(found) - bytes.data());
    if (feed == *line || bytes[feed - 1] != '\r') return Scan::kBad;
    if (bytes[*line] == ' ' || bytes[*line] == '\t') return Scan::kBad;
    const bool empty = feed == *line + 1;
    *line = feed + 1;
    if (empty) return Scan::kEnd;
  }
  return Scan::kMore;
}

}  // namespace

struct HttpRequestReader::Impl {
  explicit Impl(const HttpLimits& given) : limits(given) {}

  enum class Phase { kHead, kHeadGiven, kBody, kComplete, kRefused };

  HttpLimits limits;
  Phase phase = Phase::kHead;
  HttpRequestHead head;
  HttpRefusal refusal;
  std::string body;
  std::optional<HttpMessageParser> parser;
  // The beginning of a head, or of a chunk's header, whose end has not come. Empty in the common
  // case: then everything is read where the caller has it.
  std::string pending;
  size_t scanned = 0;  // start of the first line of the head that is not known to be complete

  Event Refuse(const HttpRefusal& why) {
    refusal = why;
    phase = Phase::kRefused;
    return Event::kRefused;
  }

  Event ReadHead(std::string_view* bytes) {
    if (bytes->empty()) return Event::kNeedMore;
    const size_t before = pending.size();
    // One byte more than allowed is enough to know that it is too much.
    const std::string_view taken = bytes->substr(0, limits.head_bytes + 1 - before);
    if (before > 0) pending.append(taken);
    const std::string_view text = before > 0 ? std::string_view(pending) : taken;
    const Scan scan = ScanHead(text, &scanned);
    if (scan == Scan::kBad) return Refuse({400, "a folded line or a bare line feed"});
    if (scan == Scan::kEnd && scanned <= limits.head_bytes) {
      bytes->remove_prefix(scanned - before);
      return ParseHead(text.substr(0, scanned));
    }
    if (text.size() > limits.head_bytes) return Refuse({431, "header fields too large"});
    if (before == 0) pending.assign(taken);
    bytes->remove_prefix(taken.size());
    return Event::kNeedMore;
  }

  Event ParseHead(std::string_view text) {
    head = {};
    body.clear();
    parser.emplace(limits, &head, &body);
    error_code ec;
    const size_t used = parser->put({text.data(), text.size()}, ec);
    if (ec) return Refuse(parser->refusal());
    if (!parser->is_header_done() || used != text.size()) return Refuse({400, "malformed request"});
    phase = Phase::kHeadGiven;
    return Event::kHead;
  }

  void LeaveHead() {
    pending.clear();
    scanned = 0;
    phase = Phase::kBody;
  }

  Event ReadBody(std::string_view* bytes) {
    while (!parser->is_done()) {
      if (bytes->empty()) return Event::kNeedMore;
      if (!(pending.empty() ? ReadInPlace(bytes) : ReadPending(bytes))) return Event::kRefused;
    }
    phase = Phase::kComplete;
    return Event::kComplete;
  }

  // False: refused.
  bool ReadInPlace(std::string_view* bytes) {
    error_code ec;
    bytes->remove_prefix(parser->put({bytes->data(), bytes->size()}, ec));
    if (ec == http::error::need_more) return Keep(bytes);
    if (ec) Refuse(parser->refusal());
    return !ec;
  }

  bool Keep(std::string_view* bytes) {
    if (bytes->size() > limits.head_bytes) {
      Refuse({400, "chunk header too large"});
      return false;
    }
    pending.assign(*bytes);
    bytes->remove_prefix(bytes->size());
    return true;
  }

  bool ReadPending(std::string_view* bytes) {
    const size_t before = pending.size();
    const std::string_view taken = bytes->substr(0, limits.head_bytes + 1 - before);
    pending.append(taken);
    if (pending.size() < kShortestChunkedEnd) {
      bytes->remove_prefix(taken.size());
      return true;
    }
    error_code ec;
    const size_t used = parser->put({pending.data(), pending.size()}, ec);
    if (ec && ec != http::error::need_more) {
      Refuse(parser->refusal());
      return false;
    }
    if (used >= before) {  // what was waiting is read: go on in place
      bytes->remove_prefix(used - before);
      pending.clear();
      return true;
    }
    pending.erase(0, used);
    bytes->remove_prefix(taken.size());
    if (pending.size() <= limits.head_bytes) return true;
    Refuse({400, "chunk header too large"});
    return false;
  }
};

HttpRequestReader::HttpRequestReader(const HttpLimits& limits)
    : impl_(std::make_unique<Impl>(limits)) {}
HttpRequestReader::~HttpRequestReader() = default;

Event HttpRequestReader::Read(std::string_view* bytes) {
  using Phase = Impl::Phase;
  switch (impl_->phase) {
    case Phase::kComplete:
      impl_->phase = Phase::kHead;
      [[fallthrough]];
    case Phase::kHead:
      return impl_->ReadHead(bytes);
    case Phase::kHeadGiven:
      impl_->LeaveHead();
      [[fallthrough]];
    case Phase::kBody:
      return impl_->ReadBody(bytes);
    case Phase::kRefused:
      break;
  }
  return Event::kRefused;
}

const HttpRequestHead& HttpRequestReader::head() const { return impl_->head; }
const HttpRefusal& HttpRequestReader::refusal() const { return impl_->refusal; }

std::string HttpRequestReader::TakeBody() {
  impl_->body.reserve(impl_->body.size() + simdjson::SIMDJSON_PADDING);
  return std::exchange(impl_->body, {});
}

size_t HttpRequestReader::body_bytes() const { return impl_->body.size(); }
bool HttpRequestReader::in_head() const {
  return impl_->phase == Impl::Phase::kHead && !impl_->pending.empty();
}
bool HttpRequestReader::in_body() const {
  return impl_->phase == Impl::Phase::kHeadGiven || impl_->phase == Impl::Phase::kBody;
}

}  // namespace partita::gateway
