#include "expr/path_overlap.h"

#include <fmt/format.h>

#include <algorithm>

#include "model/api_message.h"

namespace partita::expr {
namespace {

enum class Relation { kApart, kOverlap, kConflict };

Relation Relate(const Path& a, const Path& b) {
  const size_t common = std::min(a.elements.size(), b.elements.size());
  for (size_t i = 0; i < common; ++i) {
    if (a.elements[i].index() != b.elements[i].index()) return Relation::kConflict;
    if (a.elements[i] != b.elements[i]) return Relation::kApart;
  }
  return Relation::kOverlap;
}

void Word(std::string_view text, const Path& one, const Path& two, std::string* out) {
  if (out->empty()) *out = fmt::format(fmt::runtime(text), one.ToString(), two.ToString());
}

}  // namespace

// In sorted order related paths have a related pair of neighbours: a path precedes all that it
// begins, and below one place names precede indexes.
bool AllApart(std::vector<const Path*> paths) {
  std::sort(paths.begin(), paths.end(),
            [](const Path* a, const Path* b) { return a->elements < b->elements; });
  for (size_t i = 1; i < paths.size(); ++i) {
    if (Relate(*paths[i - 1], *paths[i]) != Relation::kApart) return false;
  }
  return true;
}

PathOverlap FindOverlap(const std::vector<const Path*>& paths) {
  PathOverlap found;
  if (paths.size() < 2 || AllApart(paths)) return found;
  for (size_t two = 1; two < paths.size() && found.overlap.empty(); ++two) {
    for (size_t one = 0; one < two && found.overlap.empty(); ++one) {
      const Relation relation = Relate(*paths[one], *paths[two]);
      if (relation == Relation::kOverlap)
        Word(model::message::kPathsOverlap, *paths[one], *paths[two], &found.overlap);
      if (relation == Relation::kConflict)
        Word(model::message::kPathsConflict, *paths[one], *paths[two], &found.conflict);
    }
  }
  return found;
}

}  // namespace partita::expr
