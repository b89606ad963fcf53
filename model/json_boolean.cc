#include "model/json_boolean.h"

#include <algorithm>
#include <string_view>

namespace partita::model {
namespace {

bool Same(std::string_view text, std::string_view lower_case) {
  return std::equal(text.begin(), text.end(), lower_case.begin(), lower_case.end(),
                    [](char a, char b) { return (a >= 'A' && a <= 'Z' ? a + 32 : a) == b; });
}

}  // namespace

std::optional<bool> ParseJsonBoolean(simdjson::dom::element json) {
  bool value;
  if (json.get_bool().get(value) == simdjson::SUCCESS) return value;
  std::string_view text;
  if (json.get_string().get(text) != simdjson::SUCCESS) return std::nullopt;
  if (Same(text, "true") || Same(text, "yes") || text == "1") return true;
  if (Same(text, "false") || Same(text, "no") || text == "0") return false;
  return std::nullopt;
}

}  // namespace partita::model
