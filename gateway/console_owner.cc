#include "gateway/console_owner.h"

#include <fmt/format.h>

#include <optional>
#include <utility>

#include "gateway/api/json_writer.h"
#include "gateway/query_string.h"
#include "model/base64.h"
#include "model/key.h"
#include "model/key_codec.h"
#include "model/limits.h"
#include "shm/process_name.h"

namespace partita::gateway {
namespace {

// The value that a text and a type name mean; none: they mean no value of a key.
std::optional<model::AttributeValue> KeyValue(std::string_view type, std::string text) {
  if (text.empty() || text.size() > model::Base64Size(model::kMaxPartitionKeyBytes))
    return std::nullopt;
  if (type == "S") return model::AttributeValue{std::move(text)};
  if (type == "N") {
    auto number = model::Number::Parse(text);
    if (!number.ok()) return std::nullopt;
    return model::AttributeValue{*std::move(number)};
  }
  model::Binary binary;
  if (type != "B" || !model::DecodeBase64(text, &binary.bytes)) return std::nullopt;
  return model::AttributeValue{std::move(binary)};
}

std::string OwnerJson(uint64_t hash, uint32_t slot, uint32_t slots,
                      const shm::ProcessEntry& entry) {
  const auto state = static_cast<shm::ProcessState>(entry.state.load(std::memory_order_relaxed));
  api::JsonWriter json;
  json.BeginObject().Key("hash").String(fmt::format("{:016x}", hash));
  json.Key("slot").Integer(slot).Key("slots").Integer(slots);
  json.Key("process").String(shm::ProcessName(shm::Role::kPartition, slot));
  json.Key("pid").Integer(entry.pid.load(std::memory_order_relaxed));
  json.Key("state").String(shm::ProcessStateName(state)).EndObject();
  return json.Take();
}

}  // namespace

ConsoleAnswer FindOwner(std::string_view query, const shm::ControlBlock& block, Router* router) {
  const auto name = QueryParameter(query, "table");
  const auto type = QueryParameter(query, "type");
  auto text = QueryParameter(query, "key");
  if (!name.has_value() || !type.has_value() || !text.has_value())
    return ConsoleRefusal(400, "table, type and key are needed.");
  const auto table = router->FindTable(*name);
  if (table == nullptr) return ConsoleRefusal(404, "There is no table of this name.");
  const auto value = KeyValue(*type, *std::move(text));
  if (!value.has_value())
    return ConsoleRefusal(400, fmt::format("This is no value of type {} for a key.", *type));
  const model::KeyAttribute& key = table->key.partition.front();
  if (value->type() != key.type) {
    return ConsoleRefusal(400, fmt::format("The partition key {} is of type {}.", key.name,
                                           model::AttributeTypeName(key.type)));
  }
  std::string encoded;
  model::EncodeKeyValue(*value, &encoded);
  const uint64_t hash = model::HashPartitionKey(table->id, encoded, &router->sha256());
  const uint32_t slot = router->SlotOf(hash);
  return {200, OwnerJson(hash, slot, router->slots(), block.Entry(shm::Role::kPartition, slot))};
}

}  // namespace partita::gateway
