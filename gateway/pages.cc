#include "gateway/pages.h"

#include <algorithm>
#include <utility>

namespace partita::gateway {

void Pages::Add(std::string path, Page page) {
  const auto behind = std::find_if(rows_.begin(), rows_.end(),
                                   [&](const Row& row) { return row.path.size() < path.size(); });
  rows_.insert(behind, {std::move(path), std::move(page)});
}

std::optional<HttpResponse> Pages::Answer(const HttpRequestHead& head) const {
  const size_t mark = std::min(head.path.find('?'), head.path.size());
  const std::string_view path = head.path.substr(0, mark);
  const std::string_view query = head.path.substr(std::min(mark + 1, head.path.size()));
  for (const Row& row : rows_) {
    const bool matches = row.path.ends_with('/') ? path.starts_with(row.path) : path == row.path;
    if (matches) return row.page({head, path.substr(row.path.size()), query});
  }
  return std::nullopt;
}

}  // namespace partita::gateway
