#include "bench/load/operation.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

namespace partita::load {
namespace {

base::Result<double> ParseWeight(std::string_view text) {
  double weight = 0;
  const auto parsed = std::from_chars(text.data(), text.data() + text.size(), weight);
  if (parsed.ec == std::errc{} && parsed.ptr == text.data() + text.size() && weight >= 0)
    return weight;
  return base::Error::Invalid(fmt::format("mix: '{}' is not a weight", text));
}

base::Result<size_t> FindOperation(std::string_view name) {
  for (size_t index = 0; index < kOperations; ++index)
    if (OperationName(static_cast<Operation>(index)) == name) return index;
  return base::Error::Invalid(fmt::format("mix: '{}' is no operation", name));
}

}  // namespace

std::string_view OperationName(Operation operation) {
  constexpr std::array<std::string_view, kOperations> kNames = {
      "get",       "put",         "update",   "delete", "query-index",
      "scan",      "batch-write", "transact", "insert", "read-modify-write",
      "short-scan"};
  return kNames[static_cast<size_t>(operation)];
}

base::Result<Mix> ParseMix(std::string_view text) {
  Mix share{};
  if (text == "50/50") return Mix{1, 1};
  while (!text.empty()) {
    const std::string_view part = text.substr(0, text.find(','));
    text.remove_prefix(std::min(text.size(), part.size() + 1));
    const std::string_view name = part.substr(0, part.find(':'));
    PARTITA_ASSIGN(const size_t index, FindOperation(name));
    share[index] = 1;
    if (name.size() < part.size()) {
      PARTITA_ASSIGN(share[index], ParseWeight(part.substr(name.size() + 1)));
    }
  }
  if (*std::max_element(share.begin(), share.end()) == 0)
    return base::Error::Invalid("mix: nothing to do");
  return share;
}

}  // namespace partita::load
