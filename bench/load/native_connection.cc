#include "bench/load/native_connection.h"

#include <fmt/format.h>

#include <utility>

namespace partita::load {
namespace {

constexpr uint32_t kDeadlineMs = 30'000;

partita_value* Text(std::string_view text) { return partita_string(text.data(), text.size()); }

void PutText(partita_value* map, std::string_view name, std::string_view text) {
  partita_map_put(map, name.data(), name.size(), Text(text));
}

partita_operation OperationOf(Operation operation) {
  switch (operation) {
    case Operation::kGet:
      return PARTITA_GET;
    case Operation::kUpdate:
    case Operation::kReadModifyWrite:
      return PARTITA_UPDATE;
    case Operation::kDelete:
      return PARTITA_DELETE;
    case Operation::kQueryIndex:
      return PARTITA_QUERY;
    case Operation::kScan:
    case Operation::kShortScan:
      return PARTITA_SCAN;
    default:
      return PARTITA_PUT;
  }
}

template <typename Handle>
void EndHandle(Handle* handle) {
  uv_close(reinterpret_cast<uv_handle_t*>(handle),
           [](uv_handle_t* closed) { delete reinterpret_cast<Handle*>(closed); });
}

}  // namespace

NativeHub::NativeHub(uv_loop_t* loop, const std::string& socket_path,
                     const WorkloadOptions& options)
    : prepare_(new uv_prepare_t),
      poll_(new uv_poll_t),
      timer_(new uv_timer_t),
      idle_(new uv_idle_t),
      options_(options),
      records_(options),
      client_(partita_client_new(socket_path.c_str())) {
  partita_client_deadline(client_, kDeadlineMs);
  uv_prepare_init(loop, prepare_);
  uv_poll_init(loop, poll_, partita_fd(client_));
  uv_timer_init(loop, timer_);
  uv_idle_init(loop, idle_);
  prepare_->data = poll_->data = this;
  uv_prepare_start(prepare_,
                   [](uv_prepare_t* handle) { static_cast<NativeHub*>(handle->data)->Turn(); });
  uv_poll_start(poll_, UV_READABLE, [](uv_poll_t*, int, int) {});
}

NativeHub::~NativeHub() {
  EndHandles();
  for (partita_request* request : requests_) partita_request_free(request);
  partita_client_free(client_);
}

void NativeHub::EndHandles() {
  if (std::exchange(ended_, true)) return;
  prepare_->data = nullptr;
  uv_prepare_stop(prepare_);
  EndHandle(prepare_);
  EndHandle(poll_);
  EndHandle(timer_);
  EndHandle(idle_);
}

void NativeHub::Open(Connection::Owner* owner, size_t lane) {
  ++lanes_;
  news_.push_back({News::kReady, {owner, lane, false}});
}

void NativeHub::Close(Connection::Owner* owner, size_t lane) {
  news_.push_back({News::kClosed, {owner, lane, false}});
}

partita_value* NativeHub::KeyOf(uint64_t number) {
  partita_value* key = partita_map();
  PutText(key, "pk", records_.PartitionKey(number));
  PutText(key, "sk", records_.SortKey(number));
  return key;
}

void NativeHub::SetKey(partita_request* request, uint64_t number) {
  partita_value* key = KeyOf(number);
  partita_request_item(request, key);
  partita_value_free(key);
}

void NativeHub::SetItem(partita_request* request, uint64_t number) {
  partita_value* item = KeyOf(number);
  for (uint32_t field = 0; field < options_.fields; ++field)
    PutText(item, fmt::format("field{}", field), records_.FieldText());
  for (uint32_t index = 0; index < options_.indexes; ++index)
    PutText(item, fmt::format("g{}", index), records_.Group(number));
  partita_request_item(request, item);
  partita_value_free(item);
}

partita_request* NativeHub::RequestOf(const Call& call) {
  partita_request*& request = requests_[static_cast<size_t>(call.operation)];
  if (request == nullptr)
    request = partita_request_new(OperationOf(call.operation), options_.table.c_str());
  switch (call.operation) {
    case Operation::kGet:
      partita_request_consistent(request, options_.consistent ? 1 : 0);
      SetKey(request, call.number);
      break;
    case Operation::kUpdate:
    case Operation::kReadModifyWrite: {
      SetKey(request, call.number);
      const std::string set = fmt::format("SET field{} = :v", records_.AnyField());
      partita_request_update(request, set.c_str());
      partita_value* text = Text(records_.FieldText());
      partita_request_value(request, ":v", text);
      partita_value_free(text);
      break;
    }
    case Operation::kDelete:
      SetKey(request, call.number);
      break;
    case Operation::kQueryIndex: {
      partita_request_index(request, "by-g0");
      partita_request_key_condition(request, "g0 = :g");
      partita_value* group = Text(records_.Group(call.number));
      partita_request_value(request, ":g", group);
      partita_value_free(group);
      break;
    }
    case Operation::kScan:
      partita_request_segment(request, static_cast<uint32_t>(call.number % 2), 2);
      break;
    case Operation::kShortScan: {
      partita_value* key = KeyOf(call.number);
      partita_request_start_key(request, key);
      partita_value_free(key);
      partita_request_limit(request, call.length);
      partita_request_consistent(request, options_.consistent ? 1 : 0);
      break;
    }
    default:
      SetItem(request, call.number);
      break;
  }
  return request;
}

void NativeHub::Send(const Call& call, Connection::Owner* owner, size_t lane) {
  const uint64_t number = partita_submit(client_, RequestOf(call));
  asked_[number] = {owner, lane, call.operation == Operation::kGet};
}

void NativeHub::Turn() {
  Tell();
  if (ended_) return;
  partita_process(client_);
  Finish();
  if (ended_) return;
  // What the answers led to leaves before the loop sleeps.
  partita_process(client_);
  if (news_.empty() && partita_open(client_) > 0) {
    uv_idle_stop(idle_);
    const int timeout = partita_timeout(client_);
    if (timeout >= 0)
      uv_timer_start(timer_, [](uv_timer_t*) {}, static_cast<uint64_t>(timeout), 0);
  } else if (!news_.empty()) {
    uv_idle_start(idle_, [](uv_idle_t*) {});
  } else {
    uv_idle_stop(idle_);
  }
}

void NativeHub::Finish() {
  uint64_t number = 0;
  while (partita_result* result = partita_take(client_, &number)) {
    const auto asked = asked_.find(number);
    const Asked who = asked->second;
    asked_.erase(asked);
    Reply reply;
    const bool done = partita_result_status(result) == PARTITA_OK;
    reply.status = done ? 200 : 400;
    reply.found = !who.get || !done || partita_result_item(result) != nullptr;
    const std::string error =
        fmt::format("{}: {}", partita_result_error(result), partita_result_message(result));
    if (!done) reply.error = error;
    who.owner->Answered(who.lane, reply);
    partita_result_free(result);
    who.owner->Ready(who.lane);
  }
}

void NativeHub::Tell() {
  for (size_t left = news_.size(); left > 0; --left) {
    const auto [what, who] = news_.front();
    news_.pop_front();
    if (what == News::kReady) {
      who.owner->Ready(who.lane);
    } else {
      if (--lanes_ == 0) EndHandles();
      who.owner->Closed(who.lane, /*broken=*/false);
    }
  }
}

}  // namespace partita::load
