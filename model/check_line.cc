#include "model/check_line.h"

#include <fmt/format.h>

#include <algorithm>

#include "model/item_json.h"

namespace partita::model {
namespace {

bool IsPlain(std::string_view word) {
  const bool printable = std::none_of(word.begin(), word.end(), [](char byte) {
    return static_cast<unsigned char>(byte) < 0x20 || byte == 0x7f;
  });
  return printable && simdjson::validate_utf8(word.data(), word.size());
}

void AppendWord(std::string_view word, std::string* line) {
  if (IsPlain(word)) {
    line->append(word);
    return;
  }
  line->append("0x");
  for (const char byte : word)
    fmt::format_to(std::back_inserter(*line), "{:02x}", static_cast<unsigned char>(byte));
}

}  // namespace

std::string CheckLine(std::initializer_list<std::string_view> words) {
  std::string line;
  for (const std::string_view word : words) {
    if (!line.empty()) line.push_back('\t');
    AppendWord(word, &line);
  }
  line.push_back('\n');
  return line;
}

std::string CheckLine(const CheckFinding& finding) {
  return CheckLine({"finding", finding.file, finding.table, finding.key, finding.text});
}

std::vector<std::string> SplitCheckLine(std::string_view line) {
  std::vector<std::string> words;
  for (size_t start = 0;;) {
    const size_t tab = line.find('\t', start);
    words.emplace_back(line.substr(start, tab - start));
    if (tab == std::string_view::npos) return words;
    start = tab + 1;
  }
}

}  // namespace partita::model
