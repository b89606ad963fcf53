#include "gateway/http_request_reader.h"

#include <simdjson.h>

#include <algorithm>
#include <boost/beast/http/basic_parser.hpp>
#include <boost/optional.hpp>
#include <cstring>
#include <limits>
#include <optional>
#include <utility>

namespace partita::gateway {
namespace {

namespace http = boost::beast::http;
using boost::beast::error_code;
using Event = HttpRequestReader::Event;

// What a body may reserve on the client's word alone; beyond it memory follows the bytes that really come.
constexpr size_t kReservedOnPromise = 256u << 10;

std::string_view View(boost::beast::string_view text) { return {text.data(), text.size()}; }

bool SameToken(std::string_view a, std::string_view b) {
  return boost::beast::iequals({a.data(), a.size()}, {b.data(), b.size()});
}

bool AllDigits(std::string_view text) {
  return !text.empty() && text.size() <= 18 &&
         std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

HttpMethod MethodOf(http::verb verb) {
  switch (verb) {
    case http::verb::get: return HttpMethod::kGet;
    case http::verb::head: return HttpMethod::kHead;
    case http::verb::post: return HttpMethod::kPost;
    case http::verb::options: return HttpMethod::kOptions;
    default: return HttpMethod::kOther;
  }
}

enum class Scan { kMore, kEnd, kBad };

// Walks the lines of a head from *line on. kEnd: *line is the byte after the empty line. kBad: a line that ends in a bare
// line feed or starts with a blank.
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

// One message. Beast calls back for each part; the judgement of fields is ours.
class MessageParser final : public http::basic_parser<true> {
 public:
  MessageParser(const HttpLimits& limits, HttpRequestHead* head, std::string* body)
      : limits_(limits), head_(head), body_(body) {
    header_limit(static_cast<uint32_t>(limits.head_bytes));
    // Ours is judged in the callbacks, with its own status. (No limit at all would be read as zero: Boost 1.74 compares
    // the length with the empty optional.)
    body_limit(std::numeric_limits<uint64_t>::max());
  }

  const HttpRefusal& refusal() const { return refusal_; }

 private:
  void Refuse(error_code& ec, int status, std::string_view reason) {
    refusal_ = {status, reason};
    ec = http::error::bad_field;
  }

  void on_request_impl(http::verb verb, boost::beast::string_view, boost::beast::string_view target,
                       int version, error_code&) override {
    head_->method = MethodOf(verb);
    head_->path = View(target);
    http_1_1_ = version == 11;
  }

  void on_response_impl(int, boost::beast::string_view, int, error_code& ec) override {
    Refuse(ec, 400, "not a request");
  }

  void on_field_impl(http::field field, boost::beast::string_view name, boost::beast::string_view value,
                     error_code& ec) override {
    if (++fields_ > limits_.fields) return Refuse(ec, 431, "too many header fields");
    if (header_read_) return;  // a trailer: counted, else of no meaning
    JudgeField(field, View(name), View(value), ec);
  }

  void JudgeField(http::field field, std::string_view name, std::string_view value, error_code& ec) {
    switch (field) {
      case http::field::content_length:
        if (std::exchange(has_length_, true)) return Refuse(ec, 400, "several Content-Length fields");
        if (!AllDigits(value)) return Refuse(ec, 400, "Content-Length is not a plain number");
        break;
      case http::field::transfer_encoding:
        if (std::exchange(has_encoding_, true)) return Refuse(ec, 400, "several Transfer-Encoding fields");
        if (!SameToken(value, "chunked")) return Refuse(ec, 400, "Transfer-Encoding other than chunked");
        break;
      case http::field::host:
        if (std::exchange(has_host_, true)) return Refuse(ec, 400, "several Host fields");
        head_->host = value;
        break;
      case http::field::upgrade:
        return Refuse(ec, 400, "Upgrade is not offered");
      case http::field::expect:
        if (!SameToken(value, "100-continue")) return Refuse(ec, 417, "unknown expectation");
        head_->expects_continue = true;
        break;
      case http::field::content_type: head_->content_type = value; break;
      case http::field::content_encoding: head_->content_encoding = value; break;
      case http::field::accept_encoding: head_->accept_encoding = value; break;
      case http::field::origin: head_->origin = value; break;
      case http::field::access_control_request_method:
        head_->access_control_request_method = value;
        break;
      case http::field::access_control_request_headers:
        head_->access_control_request_headers = value;
        break;
      default:
        if (SameToken(name, "x-amz-target")) head_->amz_target = value;
    }
  }

  void on_header_impl(error_code& ec) override {
    header_read_ = true;
    if (has_length_ && has_encoding_) {
      return Refuse(ec, 400, "Content-Length beside Transfer-Encoding");
    }
    if (has_encoding_ && !http_1_1_) return Refuse(ec, 400, "Transfer-Encoding under HTTP/1.0");
    if (http_1_1_ && !has_host_) return Refuse(ec, 400, "no Host field");
    const uint64_t length = content_length().value_or(0);
    if (length > limits_.body_bytes) return Refuse(ec, 413, "body too large");
    if (!http_1_1_ || (length == 0 && !has_encoding_)) head_->expects_continue = false;
    head_->keep_alive = keep_alive();
    body_->reserve(std::min<size_t>(length, kReservedOnPromise) + simdjson::SIMDJSON_PADDING);
  }

  size_t Append(boost::beast::string_view bytes, error_code& ec) {
    if (bytes.size() > limits_.body_bytes - body_->size()) {
      Refuse(ec, 413, "body too large");
      return 0;
    }
    body_->append(bytes.data(), bytes.size());
    return bytes.size();
  }

  void on_body_init_impl(const boost::optional<std::uint64_t>&, error_code&) override {}
  size_t on_body_impl(boost::beast::string_view bytes, error_code& ec) override {
    return Append(bytes, ec);
  }
  void on_chunk_header_impl(std::uint64_t size, boost::beast::string_view, error_code& ec) override {
    if (size > limits_.body_bytes - body_->size()) Refuse(ec, 413, "body too large");
  }
  size_t on_chunk_body_impl(std::uint64_t, boost::beast::string_view bytes, error_code& ec) override {
    return Append(bytes, ec);
  }
  void on_finish_impl(error_code&) override {}

  const HttpLimits& limits_;
  HttpRequestHead* head_;
  std::string* body_;
  HttpRefusal refusal_{400, "malformed request"};
  size_t fields_ = 0;
  bool http_1_1_ = false;
  bool header_read_ = false;
  bool has_length_ = false;
  bool has_encoding_ = false;
  bool has_host_ = false;
};

}  // namespace

struct HttpRequestReader::Impl {
  explicit Impl(const HttpLimits& given) : limits(given) {}

  enum class Phase { kHead, kHeadGiven, kBody, kComplete, kRefused };

  HttpLimits limits;
  Phase phase = Phase::kHead;
  HttpRequestHead head;
  HttpRefusal refusal;
  std::string body;
  std::optional<MessageParser> parser;
  // The beginning of a head, or of a chunk's header, whose end has not come. Empty in the common case: then everything
  // is read where the caller has it.
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
    case Phase::kHead: return impl_->ReadHead(bytes);
    case Phase::kHeadGiven:
      impl_->LeaveHead();
      [[fallthrough]];
    case Phase::kBody: return impl_->ReadBody(bytes);
    case Phase::kRefused: break;
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
