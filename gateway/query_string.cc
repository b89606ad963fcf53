#include "gateway/query_string.h"

#include <charconv>

namespace partita::gateway {
namespace {

std::optional<std::string> PercentDecoded(std::string_view text) {
  std::string decoded;
  decoded.reserve(text.size());
  for (size_t at = 0; at < text.size(); ++at) {
    if (text[at] == '+') {
      decoded.push_back(' ');
    } else if (text[at] != '%') {
      decoded.push_back(text[at]);
    } else {
      const std::string_view digits = text.substr(at + 1, 2);
      uint8_t byte = 0;
      const auto [end, error] =
          std::from_chars(digits.data(), digits.data() + digits.size(), byte, 16);
      if (error != std::errc() || digits.size() != 2 || end != digits.data() + 2)
        return std::nullopt;
      decoded.push_back(static_cast<char>(byte));
      at += 2;
    }
  }
  return decoded;
}

}  // namespace

std::optional<std::string> QueryParameter(std::string_view query, std::string_view name) {
  while (!query.empty()) {
    const size_t end = query.find('&');
    const std::string_view pair = query.substr(0, end);
    query = end == std::string_view::npos ? "" : query.substr(end + 1);
    if (pair.starts_with(name) && pair.size() > name.size() && pair[name.size()] == '=')
      return PercentDecoded(pair.substr(name.size() + 1));
  }
  return std::nullopt;
}

}  // namespace partita::gateway
