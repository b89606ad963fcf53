// Any bytes as an encoded item: refused, or canonical — written again they are the same bytes.
#include <cstdint>

#include "base/check.h"
#include "model/item_codec.h"
#include "model/item_json.h"
#include "model/item_size.h"

using namespace partita;

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  std::string json;
  const bool written = model::AppendEncodedItemJson(bytes, &json);
  const auto item = model::DecodeItem(bytes);
  model::FindEncodedAttribute(bytes, "a");
  if (!item.ok()) return 0;
  std::string again;
  model::EncodeItem(*item, &again);
  PARTITA_CHECK(again == bytes, "an item has one encoding");
  std::string from_tree;
  model::AppendItemJson(*item, &from_tree);
  PARTITA_CHECK(written && from_tree == json, "bytes and tree give the same JSON");
  model::ItemSize(*item);
  for (const model::Attribute& attribute : *item) {
    std::string value;
    model::EncodeValue(attribute.value, &value);
    PARTITA_CHECK(model::FindEncodedAttribute(bytes, attribute.name) == value, "found as encoded");
  }
  return 0;
}
