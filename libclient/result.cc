#include "libclient/result.h"

#include <simdjson.h>

#include <utility>

#include "base/coding.h"
#include "libclient/value.h"
#include "model/item_codec.h"
#include "model/item_json.h"
#include "wire/native_item.h"
#include "wire/native_page.h"
#include "wire/outcome.h"

namespace partita::libclient {
namespace {

using model::AttributeValue;

constexpr std::string_view kBadReply = "PartitaProtocolError";

// False: the bytes are no item.
bool ReadItem(std::string_view encoded, std::optional<AttributeValue>* to) {
  base::Result<model::Item> item = model::DecodeItem(encoded);
  if (!item.ok()) return false;
  to->emplace(AttributeValue{*std::move(item)});
  return true;
}

double Units(const wire::NativeCapacity& capacity) {
  return static_cast<double>(capacity.total_half_units) / 2;
}

bool ReadGet(base::ByteReader* reader, Result* result) {
  const wire::NativeGetReply reply = wire::DecodeNativeGetReply(reader);
  result->capacity = Units(reply.capacity);
  if (reply.found) result->item = reply.item;
  return true;
}

bool ReadWrite(base::ByteReader* reader, Result* result) {
  const wire::NativeWriteReply reply = wire::DecodeNativeWriteReply(reader);
  result->capacity = Units(reply.capacity);
  result->item = reply.attributes;
  return true;
}

bool ReadPage(base::ByteReader* reader, Result* result) {
  std::string_view item;
  while (wire::DecodeNativePageItem(reader, &item)) {
    if (!ReadItem(item, &result->items.emplace_back())) return false;
  }
  const wire::NativePageEnd end = wire::DecodeNativePageEnd(reader);
  result->count = end.count;
  result->scanned = end.scanned;
  result->capacity = Units(end.capacity);
  return end.last_key.empty() || ReadItem(end.last_key, &result->last_key);
}

bool ReadFields(wire::MessageKind kind, base::ByteReader* reader, Result* result) {
  switch (kind) {
    case wire::MessageKind::kNativeGetItem:
      return ReadGet(reader, result);
    case wire::MessageKind::kNativeQuery:
    case wire::MessageKind::kNativeScan:
      return ReadPage(reader, result);
    case wire::MessageKind::kNativeCall:
      result->json = reader->Bytes();
      return true;
    default:
      return ReadWrite(reader, result);
  }
}

}  // namespace

Result Failed(partita_status status, std::string_view error, std::string_view message) {
  Result result;
  result.status = status;
  result.error = error;
  result.message = message;
  return result;
}

Result Refused(partita_status status, const model::ApiError& error) {
  Result result = Failed(status, model::ApiErrorName(error.type), error.message);
  result.item = error.item;
  for (const model::CancellationReason& reason : error.reasons) {
    result.reasons.push_back({reason.code, reason.message, {}});
    if (!reason.item.empty()) ReadItem(reason.item, &result.reasons.back().item);
  }
  return result;
}

Result ReadReply(wire::MessageKind kind, std::string_view payload) {
  base::ByteReader reader(payload);
  const model::ApiStatus outcome = wire::DecodeOutcome(&reader);
  if (!outcome.ok()) return Refused(PARTITA_REFUSED, outcome.error());
  Result result;
  if (ReadFields(kind, &reader, &result) && reader.Finished()) return result;
  return Failed(PARTITA_UNKNOWN, kBadReply, "the house's answer is not of this protocol");
}

const AttributeValue* Result::Item() const {
  if (!values_ && !item.empty()) ReadItem(item, &values_);
  return values_ ? &*values_ : nullptr;
}

bool ReadTransactedItems(Result* result) {
  simdjson::dom::parser parser;
  simdjson::dom::array responses;
  if (parser.parse(result->json)["Responses"].get(responses) != simdjson::SUCCESS) return false;
  for (const simdjson::dom::element response : responses) {
    auto& item = result->items.emplace_back();
    simdjson::dom::element json;
    if (response["Item"].get(json) != simdjson::SUCCESS) continue;
    auto parsed = model::ParseItem(json);
    if (!parsed.ok()) return false;
    item.emplace(AttributeValue{*std::move(parsed)});
  }
  return true;
}

}  // namespace partita::libclient

using partita::libclient::ToC;

namespace {

const partita_value* Lent(const std::optional<partita::model::AttributeValue>& value) {
  return value ? ToC(&*value) : nullptr;
}

}  // namespace

extern "C" {

void partita_result_free(partita_result* result) { delete result; }
partita_status partita_result_status(const partita_result* result) { return result->status; }
const char* partita_result_error(const partita_result* result) { return result->error.c_str(); }
const char* partita_result_message(const partita_result* result) {
  return result->message.c_str();
}
int partita_result_has_item(const partita_result* result) { return result->item.empty() ? 0 : 1; }
const partita_value* partita_result_item(const partita_result* result) {
  const partita::model::AttributeValue* item = result->Item();
  return item == nullptr ? nullptr : ToC(item);
}
size_t partita_result_items(const partita_result* result) { return result->items.size(); }
const partita_value* partita_result_item_at(const partita_result* result, size_t index) {
  return index < result->items.size() ? Lent(result->items[index]) : nullptr;
}
uint64_t partita_result_count(const partita_result* result) { return result->count; }
uint64_t partita_result_scanned(const partita_result* result) { return result->scanned; }
const partita_value* partita_result_last_key(const partita_result* result) {
  return Lent(result->last_key);
}
double partita_result_capacity(const partita_result* result) { return result->capacity; }
const char* partita_result_json(const partita_result* result, size_t* size) {
  *size = result->json.size();
  return result->json.c_str();
}
size_t partita_result_reasons(const partita_result* result) { return result->reasons.size(); }
const char* partita_result_reason_code(const partita_result* result, size_t index) {
  return index < result->reasons.size() ? result->reasons[index].code.c_str() : "";
}
const char* partita_result_reason_message(const partita_result* result, size_t index) {
  return index < result->reasons.size() ? result->reasons[index].message.c_str() : "";
}
const partita_value* partita_result_reason_item(const partita_result* result, size_t index) {
  return index < result->reasons.size() ? Lent(result->reasons[index].item) : nullptr;
}
}
