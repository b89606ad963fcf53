#include "libclient/client.h"

#include <poll.h>
#include <sys/epoll.h>

#include <algorithm>
#include <cerrno>
#include <vector>

#include "base/clock.h"
#include "base/coding.h"
#include "wire/native_call.h"
#include "wire/native_hello.h"
#include "wire/outcome.h"

namespace partita::libclient {
namespace {

constexpr int64_t kNsPerMs = 1'000'000;
constexpr int64_t kShortestPauseNs = 10 * kNsPerMs;
constexpr int64_t kLongestPauseNs = 1000 * kNsPerMs;
constexpr uint32_t kMostRequestBytes = 17u << 20;  // what a house takes

constexpr std::string_view kUnreachable = "PartitaUnavailable";
constexpr std::string_view kLost = "PartitaConnectionLost";
constexpr std::string_view kLate = "PartitaDeadlineExceeded";
constexpr std::string_view kInternal = "InternalServerError";
constexpr std::string_view kNoSuchRequest = "PartitaInvalidRequest";

std::string HelloFrame() {
  std::string frame;
  wire::StartFrame({.kind = wire::MessageKind::kNativeHello}, &frame);
  base::ByteWriter writer(&frame);
  wire::Encode(wire::NativeHelloRequest{wire::kNativeVersion, "libpartita-client"}, &writer);
  wire::FinishFrame(&frame);
  return frame;
}

int MsUntil(int64_t at_ns, int64_t now_ns) {
  return static_cast<int>(std::clamp<int64_t>((at_ns - now_ns) / kNsPerMs + 1, 0, 60'000));
}

}  // namespace

Client::Client(std::string socket_path)
    : path_(std::move(socket_path)), epoll_(epoll_create1(EPOLL_CLOEXEC)) {}

uint64_t Client::Submit(const Request& request) {
  const auto kind = KindOf(request.operation);
  if (!kind) {
    return SubmitFailure(Failed(PARTITA_INVALID, kNoSuchRequest,
                                "a condition check is only part of a transaction"));
  }
  const uint64_t number = ++last_number_;
  std::string frame;
  wire::StartFrame({.kind = *kind, .request_id = number}, &frame);
  const model::ApiStatus encoded = EncodePayload(request, &frame);
  if (!encoded.ok()) {
    Finish(number, Refused(PARTITA_INVALID, encoded.error()));
    return number;
  }
  return Add(*kind, request.is_read(), request.deadline_ms, std::move(frame), number);
}

uint64_t Client::SubmitCall(std::string_view target, std::string_view json, bool is_read,
                            uint32_t deadline_ms) {
  const uint64_t number = ++last_number_;
  std::string frame;
  wire::StartFrame({.kind = wire::MessageKind::kNativeCall, .request_id = number}, &frame);
  base::ByteWriter writer(&frame);
  wire::Encode(wire::NativeCallRequest{target, json}, &writer);
  return Add(wire::MessageKind::kNativeCall, is_read, deadline_ms, std::move(frame), number);
}

uint64_t Client::SubmitFailure(Result result) {
  Finish(++last_number_, std::move(result));
  return last_number_;
}

uint64_t Client::Add(wire::MessageKind kind, bool is_read, uint32_t deadline_ms,
                     std::string frame, uint64_t number) {
  if (frame.size() > kMostRequestBytes) {
    Finish(number, Failed(PARTITA_INVALID, kNoSuchRequest, "the request is larger than 17 MiB"));
    return number;
  }
  wire::FinishFrame(&frame);
  Open& open = open_[number];
  open.kind = kind;
  open.is_read = is_read;
  open.deadline_ns = base::MonotonicNs() +
                     int64_t{deadline_ms == 0 ? deadline_ms_ : deadline_ms} * kNsPerMs;
  next_deadline_ns_ = std::min(next_deadline_ns_, open.deadline_ns);
  open.frame = std::move(frame);
  if (connection_) open.begin = connection_->Queue(open.frame);
  return number;
}

void Client::Connect() {
  base::Result<Connection> connection = Connection::Open(path_);
  if (!connection.ok()) return Lose(connection.error().message);
  connection_ = std::move(connection).value();
  greeted_ = false;
  goodbye_.reset();
  connection_->Queue(HelloFrame());
  std::vector<uint64_t> numbers;
  for (const auto& [number, open] : open_) numbers.push_back(number);
  std::sort(numbers.begin(), numbers.end());
  for (const uint64_t number : numbers) {
    Open& open = open_[number];
    open.retry_at_ns = 0;
    open.begin = connection_->Queue(open.frame);
  }
  next_retry_ns_ = INT64_MAX;
  epoll_event event{};
  event.events = EPOLLIN;
  watches_writable_ = false;
  if (epoll_ctl(epoll_.get(), EPOLL_CTL_ADD, connection_->fd(), &event) != 0)
    Lose("watching the socket");
}

// Without a connection: when to try again, and who is not asked again.
void Client::Lose(const std::string& why) {
  const int64_t now_ns = base::MonotonicNs();
  const uint64_t sent = connection_ ? connection_->sent() : 0;
  const bool connected = connection_.has_value();
  why_away_ = goodbye_ ? goodbye_->message : why;
  connection_.reset();  // and with it its place in the epoll set
  if (away_since_ns_ == 0) away_since_ns_ = now_ns;
  pause_ns_ = std::clamp(pause_ns_ * 2, kShortestPauseNs, kLongestPauseNs);
  // Not in step with other clients of the same house.
  connect_at_ns_ = now_ns + pause_ns_ / 2 + now_ns % (pause_ns_ / 2 + 1);
  const bool refused = goodbye_ && goodbye_->error == "AccessDeniedException";
  std::vector<uint64_t> ended;
  for (const auto& [number, open] : open_) {
    const bool maybe_done = connected && !refused && open.begin < sent && !open.is_read;
    if (refused || maybe_done) ended.push_back(number);
  }
  std::sort(ended.begin(), ended.end());
  for (const uint64_t number : ended) {
    Finish(number, refused ? *goodbye_
                           : Failed(PARTITA_UNKNOWN, kLost,
                                    why_away_ + "; the write may have been done, or not"));
  }
  goodbye_.reset();
  FailUnsent(now_ns);
}

// Patience has ended: what is open was not sent, or was only a read.
void Client::FailUnsent(int64_t now_ns) {
  if (!patience_ms_ || away_since_ns_ == 0 || connection_) return;
  if (now_ns - away_since_ns_ < int64_t{*patience_ms_} * kNsPerMs) return;
  std::vector<uint64_t> numbers;
  for (const auto& [number, open] : open_) numbers.push_back(number);
  std::sort(numbers.begin(), numbers.end());
  for (const uint64_t number : numbers)
    Finish(number, Failed(PARTITA_UNAVAILABLE, kUnreachable, why_away_));
  away_since_ns_ = 0;  // whatever is asked next is given the same patience
}

void Client::EndLate(int64_t now_ns) {
  if (now_ns < next_deadline_ns_) return;
  next_deadline_ns_ = INT64_MAX;
  std::vector<uint64_t> late;
  for (const auto& [number, open] : open_) {
    if (open.deadline_ns <= now_ns) {
      late.push_back(number);
    } else {
      next_deadline_ns_ = std::min(next_deadline_ns_, open.deadline_ns);
    }
  }
  std::sort(late.begin(), late.end());
  for (const uint64_t number : late) {
    Finish(number, connection_ ? Failed(PARTITA_LATE, kLate, "no answer before the deadline")
                               : Failed(PARTITA_UNAVAILABLE, kUnreachable, why_away_));
  }
}

void Client::Process() {
  const int64_t now_ns = base::MonotonicNs();
  if (!connection_ && !open_.empty() && now_ns >= connect_at_ns_) Connect();
  Retry(now_ns);
  if (connection_) Exchange();
  FailUnsent(now_ns);
  EndLate(now_ns);
  WatchSocket();
}

void Client::Exchange() {
  base::Status status = connection_->Send();
  // What the house said before it closed is read even when nothing can be sent any more.
  const base::Status received =
      connection_->Receive([this](const wire::Frame& frame) { OnFrame(frame); });
  if (!received.ok()) return Lose(received.error().message);
  if (!status.ok()) return Lose(status.error().message);
  if (goodbye_) Lose(goodbye_->message);
}

void Client::OnFrame(const wire::Frame& frame) {
  if (frame.header.kind == wire::MessageKind::kNativeHello) return OnHello(frame);
  if (frame.header.kind == wire::MessageKind::kNativeGoodbye) {
    goodbye_ = ReadReply(frame.header.kind, frame.payload);
    return;
  }
  const auto open = open_.find(frame.header.request_id);
  if (open == open_.end() || open->second.kind != frame.header.kind) return;  // ended late
  Result result = ReadReply(frame.header.kind, frame.payload);
  if (result.error == kInternal) {
    if (RetryLater(&open->second, result)) return;
    if (!open->second.is_read) result.status = PARTITA_UNKNOWN;
  }
  Finish(open->first, std::move(result));
}

// False: a write, or there is no time for it.
bool Client::RetryLater(Open* open, const Result& result) {
  if (!open->is_read) return false;
  open->retry_pause_ns = std::clamp(open->retry_pause_ns * 2, kShortestPauseNs, kLongestPauseNs);
  const int64_t at_ns = base::MonotonicNs() + open->retry_pause_ns;
  if (at_ns >= open->deadline_ns) return false;
  why_away_ = result.message;
  open->retry_at_ns = at_ns;
  next_retry_ns_ = std::min(next_retry_ns_, at_ns);
  return true;
}

void Client::Retry(int64_t now_ns) {
  if (now_ns < next_retry_ns_ || !connection_) return;
  next_retry_ns_ = INT64_MAX;
  for (auto& [number, open] : open_) {
    if (open.retry_at_ns == 0) continue;
    if (open.retry_at_ns <= now_ns) {
      open.retry_at_ns = 0;
      open.begin = connection_->Queue(open.frame);
    } else {
      next_retry_ns_ = std::min(next_retry_ns_, open.retry_at_ns);
    }
  }
}

void Client::OnHello(const wire::Frame& frame) {
  base::ByteReader reader(frame.payload);
  greeted_ = wire::DecodeOutcome(&reader).ok();
  if (!greeted_) return;
  away_since_ns_ = 0;
  pause_ns_ = 0;
}

void Client::Finish(uint64_t number, Result result) {
  open_.erase(number);
  auto finished = std::make_unique<partita_result>();
  static_cast<Result&>(*finished) = std::move(result);
  done_.push_back({number, std::move(finished)});
}

void Client::WatchSocket() {
  if (!connection_ || connection_->has_unsent() == watches_writable_) return;
  watches_writable_ = connection_->has_unsent();
  epoll_event event{};
  event.events = EPOLLIN | (watches_writable_ ? EPOLLOUT : 0u);
  epoll_ctl(epoll_.get(), EPOLL_CTL_MOD, connection_->fd(), &event);
}

int Client::TimeoutMs() const {
  if (open_.empty()) return -1;
  const int64_t now_ns = base::MonotonicNs();
  int64_t at_ns = next_deadline_ns_;
  at_ns = std::min(at_ns, connection_ ? next_retry_ns_ : connect_at_ns_);
  if (connection_ && connection_->has_unsent() && !watches_writable_) return 0;
  return at_ns <= now_ns ? 0 : MsUntil(at_ns, now_ns);
}

std::unique_ptr<partita_result> Client::Take(uint64_t* number) {
  if (done_.empty()) return nullptr;
  Done done = std::move(done_.front());
  done_.pop_front();
  if (number != nullptr) *number = done.number;
  return std::move(done.result);
}

std::unique_ptr<partita_result> Client::Wait(uint64_t number) {
  for (;;) {
    const auto done = std::find_if(done_.begin(), done_.end(),
                                   [&](const Done& each) { return each.number == number; });
    if (done != done_.end()) {
      std::unique_ptr<partita_result> result = std::move(done->result);
      done_.erase(done);
      return result;
    }
    if (!open_.contains(number)) return nullptr;
    Process();
    if (!open_.contains(number)) continue;
    pollfd readable{connection_ ? connection_->fd() : -1, POLLIN, 0};
    if (connection_ && connection_->has_unsent()) readable.events |= POLLOUT;
    const int timeout = connection_ && connection_->has_unsent()
                            ? MsUntil(std::min(next_deadline_ns_, next_retry_ns_),
                                      base::MonotonicNs())
                            : TimeoutMs();
    poll(&readable, 1, timeout);
  }
}

}  // namespace partita::libclient
