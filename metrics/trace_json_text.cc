#include "metrics/trace_json_text.h"

#include <fmt/format.h>

#include <iterator>

namespace partita::metrics {

void JsonText::Member(std::string_view name) {
  if (!first_) text_.push_back(',');
  first_ = false;
  if (name.empty()) return;
  text_.push_back('"');
  text_.append(name).append("\":");
}

void JsonText::Begin(std::string_view name, char bracket) {
  Member(name);
  text_.push_back(bracket);
  first_ = true;
}

void JsonText::End(char bracket) {
  text_.push_back(bracket);
  first_ = false;
}

void JsonText::Text(std::string_view name, std::string_view text) {
  Member(name);
  text_.push_back('"');
  for (const char c : text) {
    if (c == '"' || c == '\\') text_.push_back('\\');
    if (static_cast<unsigned char>(c) < 0x20) {
      fmt::format_to(std::back_inserter(text_), "\\u{:04x}", static_cast<unsigned>(c));
    } else {
      text_.push_back(c);
    }
  }
  text_.push_back('"');
}

void JsonText::Number(std::string_view name, int64_t number) {
  Member(name);
  const fmt::format_int digits(number);
  text_.append(digits.data(), digits.size());
}

void JsonText::Flag(std::string_view name, bool flag) {
  Member(name);
  text_.append(flag ? "true" : "false");
}

}  // namespace partita::metrics
