#include "bench/load/native_connection.h"

#include <fmt/format.h>

#include "bench/load/http_requests.h"

namespace partita::load {
namespace {

constexpr uint64_t kTickMs = 100;

// As HTTP would have said it.
int StatusOf(const partita_result* result) {
  switch (partita_result_status(result)) {
    case PARTITA_OK:
      return 200;
    case PARTITA_REFUSED:
      return std::string_view(partita_result_error(result)) == "InternalServerError" ? 500 : 400;
    case PARTITA_INVALID:
      return 400;
    default:
      return 503;
  }
}

void Shut(uv_handle_t* handle) { uv_close(handle, nullptr); }

}  // namespace

NativeClient::NativeClient(uv_loop_t* loop, const std::string& socket_path)
    : loop_(loop), client_(partita_client_new(socket_path.c_str())) {}

void NativeClient::Start() {
  started_ = true;
  uv_poll_init(loop_, &poll_, partita_fd(client_.get()));
  uv_prepare_init(loop_, &prepare_);
  uv_timer_init(loop_, &timer_);
  poll_.data = prepare_.data = timer_.data = this;
  uv_poll_start(&poll_, UV_READABLE, [](uv_poll_t* poll, int, int) {
    static_cast<NativeClient*>(poll->data)->Process();
  });
  uv_prepare_start(&prepare_, [](uv_prepare_t* prepare) {
    auto* self = static_cast<NativeClient*>(prepare->data);
    if (self->submitted_) self->Process();
  });
  uv_timer_start(
      &timer_, [](uv_timer_t* timer) { static_cast<NativeClient*>(timer->data)->Process(); },
      kTickMs, kTickMs);
}

void NativeClient::Detach() {
  if (--users_ > 0 || !started_) return;
  started_ = false;
  Shut(reinterpret_cast<uv_handle_t*>(&poll_));
  Shut(reinterpret_cast<uv_handle_t*>(&prepare_));
  Shut(reinterpret_cast<uv_handle_t*>(&timer_));
}

void NativeClient::Submit(const partita_request* request, Waiter* waiter) {
  if (!started_) Start();
  waiters_.emplace(partita_submit(client_.get(), request), waiter);
  submitted_ = true;
}

void NativeClient::Process() {
  submitted_ = false;
  partita_process(client_.get());
  uint64_t number = 0;
  while (partita_result* result = partita_take(client_.get(), &number)) {
    const auto waiter = waiters_.extract(number);
    if (!waiter.empty()) waiter.mapped()->Done(result);
    partita_result_free(result);
  }
}

NativeConnection::NativeConnection(uv_loop_t* loop, std::shared_ptr<NativeClient> client,
                                   const WorkloadOptions& options, Records* records, Owner* owner,
                                   size_t lane)
    : loop_(loop),
      client_(std::move(client)),
      requests_(options, records),
      owner_(owner),
      lane_(lane) {}

void NativeConnection::Later(void (*what)(NativeConnection*)) {
  what_ = what;
  uv_timer_start(
      &later_,
      [](uv_timer_t* timer) {
        auto* self = static_cast<NativeConnection*>(timer->data);
        self->what_(self);
      },
      0, 0);
}

void NativeConnection::Open() {
  client_->Attach();
  uv_timer_init(loop_, &later_);
  later_.data = this;
  Later([](NativeConnection* self) { self->owner_->Ready(self->lane_); });
}

void NativeConnection::Send(const Call& call) {
  operation_ = call.operation;
  reply_ = Reply();
  error_.clear();
  const auto requests = requests_.For(call);
  open_ = requests.size();
  for (const partita_request* request : requests) client_->Submit(request, this);
}

void NativeConnection::Done(const partita_result* result) {
  const int status = StatusOf(result);
  if (status != 200 && reply_.status == 200) {
    reply_.status = status;
    error_ = std::string(partita_result_error(result)) + ": " + partita_result_message(result);
  }
  if (operation_ == Operation::kGet) reply_.found = partita_result_has_item(result) != 0;
  if (--open_ > 0) return;
  reply_.error = error_;
  owner_->Answered(lane_, reply_);
  owner_->Ready(lane_);
}

void NativeConnection::Close() {
  if (uv_is_closing(reinterpret_cast<uv_handle_t*>(&later_))) return;
  client_->Detach();
  uv_close(reinterpret_cast<uv_handle_t*>(&later_), [](uv_handle_t* handle) {
    auto* self = static_cast<NativeConnection*>(handle->data);
    self->owner_->Closed(self->lane_, false);
  });
}

base::Status CreateTableOverSocket(const std::string& socket_path, const WorkloadOptions& options) {
  const std::unique_ptr<partita_client, decltype(&partita_client_free)> client(
      partita_client_new(socket_path.c_str()), &partita_client_free);
  const std::string json = HttpRequests(options, "").CreateTableBody();
  const std::unique_ptr<partita_result, decltype(&partita_result_free)> made(
      partita_call(client.get(), "DynamoDB_20120810.CreateTable", json.data(), json.size(), 0),
      &partita_result_free);
  const std::string_view error = partita_result_error(made.get());
  if (error.empty() || error == "ResourceInUseException") return {};
  return base::Error::Failed(
      fmt::format("CreateTable: {}: {}", error, partita_result_message(made.get())));
}

}  // namespace partita::load
