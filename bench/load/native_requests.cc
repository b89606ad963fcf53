#include "bench/load/native_requests.h"

#include <fmt/format.h>

namespace partita::load {

NativeRequests::NativeRequests(const WorkloadOptions& options, Records* records)
    : options_(options), records_(records) {}

std::span<const partita_request* const> NativeRequests::For(const Call& call) {
  made_.clear();
  handles_.clear();
  switch (call.operation) {
    case Operation::kPut:
    case Operation::kInsert:
    case Operation::kBatchWrite:
    case Operation::kTransact:
      Write(call);
      break;
    case Operation::kUpdate:
    case Operation::kReadModifyWrite:
      Update(call.number);
      break;
    case Operation::kGet:
    case Operation::kDelete:
      Read(call);
      break;
    case Operation::kQueryIndex:
    case Operation::kScan:
    case Operation::kShortScan:
      Range(call);
  }
  for (const Request& request : made_) handles_.push_back(request.get());
  return handles_;
}

NativeRequests::Value NativeRequests::Text(std::string_view text) const {
  return Value(partita_string(text.data(), text.size()));
}

NativeRequests::Value NativeRequests::Key(uint64_t number) const {
  Value key(partita_map());
  partita_map_put(key.get(), "pk", 2, Text(records_->PartitionKey(number)).release());
  partita_map_put(key.get(), "sk", 2, Text(records_->SortKey(number)).release());
  return key;
}

NativeRequests::Value NativeRequests::Item(uint64_t number) {
  Value item = Key(number);
  for (uint32_t field = 0; field < options_.fields; ++field) {
    const std::string name = fmt::format("field{}", field);
    partita_map_put(item.get(), name.data(), name.size(), Text(records_->FieldText()).release());
  }
  for (uint32_t index = 0; index < options_.indexes; ++index) {
    const std::string name = fmt::format("g{}", index);
    partita_map_put(item.get(), name.data(), name.size(), Text(records_->Group(number)).release());
  }
  return item;
}

partita_request* NativeRequests::New(partita_operation operation) {
  made_.emplace_back(partita_request_new(operation, options_.table.c_str()));
  return made_.back().get();
}

void NativeRequests::Write(const Call& call) {
  const bool one = call.operation == Operation::kPut || call.operation == Operation::kInsert;
  for (uint32_t i = 0; i < call.length; ++i) {
    const uint64_t number = one ? call.number : records_->InBatch(call.number, i, call.length);
    partita_request_item(New(PARTITA_PUT), Item(number).get());
  }
}

void NativeRequests::Update(uint64_t number) {
  partita_request* request = New(PARTITA_UPDATE);
  partita_request_item(request, Key(number).get());
  const std::string expression = fmt::format("SET field{} = :v", records_->AnyField());
  partita_request_update(request, expression.c_str());
  partita_request_value(request, ":v", Text(records_->FieldText()).get());
}

void NativeRequests::Read(const Call& call) {
  partita_request* request = New(call.operation == Operation::kGet ? PARTITA_GET : PARTITA_DELETE);
  partita_request_item(request, Key(call.number).get());
  if (call.operation == Operation::kGet)
    partita_request_consistent(request, options_.consistent ? 1 : 0);
}

void NativeRequests::Range(const Call& call) {
  if (call.operation == Operation::kQueryIndex) {
    partita_request* query = New(PARTITA_QUERY);
    partita_request_index(query, "by-g0");
    partita_request_key_condition(query, "g0 = :g");
    partita_request_value(query, ":g", Text(records_->Group(call.number)).get());
    return;
  }
  if (call.operation == Operation::kShortScan && !options_.one_partition.empty()) {
    partita_request* query = New(PARTITA_QUERY);
    partita_request_key_condition(query, "pk = :p AND sk >= :s");
    partita_request_value(query, ":p", Text(options_.one_partition).get());
    partita_request_value(query, ":s", Text(records_->SortKey(call.number)).get());
    partita_request_limit(query, call.length);
    partita_request_consistent(query, options_.consistent ? 1 : 0);
    return;
  }
  partita_request* scan = New(PARTITA_SCAN);
  if (call.operation == Operation::kScan) {
    partita_request_segment(scan, call.number % 2, 2);
    return;
  }
  partita_request_start_key(scan, Key(call.number).get());
  partita_request_limit(scan, call.length);
  partita_request_consistent(scan, options_.consistent ? 1 : 0);
}

}  // namespace partita::load
