// Any text as an item in JSON: refused with words, or read, stored, written and read again
// unchanged.
#include <cstdint>

#include "base/check.h"
#include "model/item_codec.h"
#include "model/item_json.h"

using namespace partita;

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  static simdjson::dom::parser parser;
  simdjson::dom::element document;
  const auto* text = reinterpret_cast<const char*>(data);
  if (parser.parse(text, size).get(document) != simdjson::SUCCESS) return 0;
  const auto item = model::ParseItem(document);
  if (!item.ok()) {
    PARTITA_CHECK(!item.error().message.empty(), "a refusal has words");
    return 0;
  }
  PARTITA_CHECK(model::CheckItemJsonTypes(document).ok(), "what was read has the right types");
  std::string bytes, json;
  model::EncodeItem(*item, &bytes);
  PARTITA_CHECK(model::DecodeItem(bytes).value() == *item, "bytes hold the item");
  PARTITA_CHECK(model::AppendEncodedItemJson(bytes, &json), "our own bytes can be written");
  simdjson::dom::parser second;
  const auto again = model::ParseItem(second.parse(json).value());
  PARTITA_CHECK(again.ok() && *again == *item, "our own JSON holds the item");
  return 0;
}
