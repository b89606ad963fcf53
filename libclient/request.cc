#include "libclient/request.h"

#include <string_view>
#include <utility>

#include "base/coding.h"
#include "expr/condition.h"
#include "expr/key_terms.h"
#include "expr/projection.h"
#include "expr/update.h"
#include "libclient/value.h"
#include "model/api_message.h"
#include "model/item_codec.h"
#include "wire/native_item.h"
#include "wire/native_page.h"

namespace partita::libclient {
namespace {

using model::ApiStatus;

// All expressions of a request as programs.
struct Programs {
  std::string condition, update, projection, filter, key_terms;
};

expr::Placeholders PlaceholdersOf(const Request& request) {
  expr::Placeholders placeholders;
  for (const auto& [placeholder, name] : request.names) placeholders.AddName(placeholder, name);
  for (const auto& [placeholder, value] : request.values)
    placeholders.AddValue(placeholder, value);
  return placeholders;
}

ApiStatus CheckPlaceholders(const Request& request) {
  for (const auto& [placeholder, name] : request.names)
    PARTITA_TRY(expr::Placeholders::CheckNameSyntax(placeholder));
  for (const auto& [placeholder, value] : request.values)
    PARTITA_TRY(expr::Placeholders::CheckValueSyntax(placeholder));
  return {};
}

ApiStatus CompileCondition(const std::string& text, std::string_view parameter,
                           expr::Placeholders* placeholders, std::string* program) {
  PARTITA_ASSIGN(const expr::Condition condition,
                 expr::Condition::Compile(text, parameter, placeholders));
  condition.EncodeTo(program);
  return {};
}

ApiStatus CompileAll(const Request& request, expr::Placeholders* placeholders, Programs* programs) {
  if (request.key_condition) {
    PARTITA_ASSIGN(const expr::KeyTerms terms,
                   expr::CompileKeyCondition(*request.key_condition, placeholders));
    if (terms.size() > expr::kMaxKeyTerms)
      return model::ApiError::Validation(model::message::kKeyConditionUnsupported);
    base::ByteWriter writer(&programs->key_terms);
    expr::Encode(terms, &writer);
  }
  if (request.update) {
    PARTITA_ASSIGN(const expr::Update update,
                   expr::Update::Compile(*request.update, placeholders));
    update.EncodeTo(&programs->update);
  }
  if (request.condition) {
    PARTITA_TRY(CompileCondition(*request.condition, "ConditionExpression", placeholders,
                                 &programs->condition));
  }
  if (request.filter) {
    PARTITA_TRY(CompileCondition(*request.filter, "FilterExpression", placeholders,
                                 &programs->filter));
  }
  if (request.projection) {
    PARTITA_ASSIGN(const expr::Projection projection,
                   expr::Projection::Compile(*request.projection, placeholders));
    projection.EncodeTo(&programs->projection);
  }
  return placeholders->CheckAllUsed();
}

ApiStatus Compile(const Request& request, Programs* programs) {
  const bool nothing = !request.condition && !request.update && !request.projection &&
                       !request.filter && !request.key_condition && request.names.empty() &&
                       request.values.empty();
  if (nothing) return {};
  PARTITA_TRY(CheckPlaceholders(request));
  expr::Placeholders placeholders = PlaceholdersOf(request);
  return CompileAll(request, &placeholders, programs);
}

wire::NativeCapacityMode CapacityMode(const Request& request) {
  return request.return_capacity ? wire::NativeCapacityMode::kTotal
                                 : wire::NativeCapacityMode::kNone;
}

wire::WriteOptions WriteOptionsOf(const Request& request, const Programs& programs) {
  wire::WriteOptions options;
  options.condition = programs.condition;
  options.return_values = static_cast<wire::ReturnValues>(request.return_values);
  options.return_old_on_condition_failure = request.return_old_on_failure;
  return options;
}

// `start_key` lives as long as what comes back.
template <typename ReadRequest>
ReadRequest ReadOf(const Request& request, const Programs& programs, std::string* start_key) {
  ReadRequest read;
  read.table = request.table;
  read.index = request.index;
  read.consistent = request.consistent;
  read.select = static_cast<wire::NativeSelect>(request.select);
  read.capacity = CapacityMode(request);
  read.limit = request.limit;
  if (request.start_key) model::EncodeItem(*request.start_key, start_key);
  read.start_key = *start_key;
  read.filter = programs.filter;
  read.projection = programs.projection;
  return read;
}

void EncodeQuery(const Request& request, const Programs& programs, base::ByteWriter* writer) {
  std::string start_key;
  auto query = ReadOf<wire::NativeQueryRequest>(request, programs, &start_key);
  query.backward = request.backward;
  query.key_terms = programs.key_terms;
  wire::Encode(query, writer);
}

void EncodeScan(const Request& request, const Programs& programs, base::ByteWriter* writer) {
  std::string start_key;
  auto scan = ReadOf<wire::NativeScanRequest>(request, programs, &start_key);
  scan.total_segments = request.total_segments;
  scan.segment = request.segment;
  wire::Encode(scan, writer);
}

}  // namespace

std::optional<wire::MessageKind> KindOf(partita_operation operation) {
  switch (operation) {
    case PARTITA_GET:
      return wire::MessageKind::kNativeGetItem;
    case PARTITA_PUT:
      return wire::MessageKind::kNativePutItem;
    case PARTITA_UPDATE:
      return wire::MessageKind::kNativeUpdateItem;
    case PARTITA_DELETE:
      return wire::MessageKind::kNativeDeleteItem;
    case PARTITA_QUERY:
      return wire::MessageKind::kNativeQuery;
    case PARTITA_SCAN:
      return wire::MessageKind::kNativeScan;
    case PARTITA_CHECK:
      break;
  }
  return std::nullopt;
}

ApiStatus EncodePayload(const Request& request, std::string* out) {
  Programs programs;
  PARTITA_TRY(Compile(request, &programs));
  base::ByteWriter writer(out);
  if (request.operation == PARTITA_QUERY) {
    if (!request.key_condition) return model::ApiError::Validation(model::message::kNoKeyCondition);
    EncodeQuery(request, programs, &writer);
    return {};
  }
  if (request.operation == PARTITA_SCAN) {
    EncodeScan(request, programs, &writer);
    return {};
  }
  std::string item;
  model::EncodeItem(request.item, &item);
  const wire::NativeCapacityMode capacity = CapacityMode(request);
  const wire::WriteOptions options = WriteOptionsOf(request, programs);
  if (request.operation == PARTITA_GET) {
    wire::Encode(wire::NativeGetRequest{request.table, request.consistent, capacity, item,
                                        programs.projection},
                 &writer);
  } else if (request.operation == PARTITA_PUT) {
    wire::Encode(wire::NativePutRequest{request.table, capacity, options, item}, &writer);
  } else if (request.operation == PARTITA_UPDATE) {
    wire::Encode(
        wire::NativeUpdateRequest{request.table, capacity, options, item, programs.update},
        &writer);
  } else {
    wire::Encode(wire::NativeDeleteRequest{request.table, capacity, options, item}, &writer);
  }
  return {};
}

}  // namespace partita::libclient

using namespace partita;
using namespace partita::libclient;

namespace {

void SetText(const char* text, std::optional<std::string>* to) {
  if (text == nullptr) {
    to->reset();
  } else {
    to->emplace(text);
  }
}

}  // namespace

extern "C" {

partita_request* partita_request_new(partita_operation operation, const char* table) {
  auto* request = new partita_request();
  request->operation = operation;
  request->table = table;
  return request;
}
void partita_request_free(partita_request* request) { delete request; }

void partita_request_item(partita_request* request, const partita_value* item) {
  const auto* attributes = FromC(item)->As<model::AttributeMap>();
  request->item = attributes == nullptr ? model::Item() : *attributes;
}
void partita_request_condition(partita_request* request, const char* text) {
  SetText(text, &request->condition);
}
void partita_request_update(partita_request* request, const char* text) {
  SetText(text, &request->update);
}
void partita_request_projection(partita_request* request, const char* text) {
  SetText(text, &request->projection);
}
void partita_request_filter(partita_request* request, const char* text) {
  SetText(text, &request->filter);
}
void partita_request_key_condition(partita_request* request, const char* text) {
  SetText(text, &request->key_condition);
}
void partita_request_name(partita_request* request, const char* placeholder, const char* name) {
  request->names[placeholder] = name;
}
void partita_request_value(partita_request* request, const char* placeholder,
                           const partita_value* value) {
  request->values[placeholder] = *FromC(value);
}
void partita_request_return_values(partita_request* request, partita_return_values which) {
  request->return_values = which;
}
void partita_request_return_old_on_failure(partita_request* request, int yes) {
  request->return_old_on_failure = yes != 0;
}
void partita_request_return_capacity(partita_request* request, int yes) {
  request->return_capacity = yes != 0;
}
void partita_request_consistent(partita_request* request, int yes) {
  request->consistent = yes != 0;
}
void partita_request_index(partita_request* request, const char* index) {
  request->index = index == nullptr ? "" : index;
}
void partita_request_limit(partita_request* request, uint64_t items) { request->limit = items; }
void partita_request_backward(partita_request* request, int yes) { request->backward = yes != 0; }
void partita_request_select(partita_request* request, partita_select select) {
  request->select = select;
}
void partita_request_segment(partita_request* request, uint32_t segment,
                             uint32_t total_segments) {
  request->segment = segment;
  request->total_segments = total_segments;
}
void partita_request_start_key(partita_request* request, const partita_value* key) {
  request->start_key.reset();
  const auto* attributes = key == nullptr ? nullptr : FromC(key)->As<model::AttributeMap>();
  if (attributes != nullptr) request->start_key = *attributes;
}
void partita_request_deadline(partita_request* request, uint32_t ms) { request->deadline_ms = ms; }
}
