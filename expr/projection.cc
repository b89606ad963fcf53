#include "expr/projection.h"

#include "expr/parser.h"
#include "expr/path_overlap.h"

namespace partita::expr {
namespace {

// projection := path (',' path)*
class ProjectionParser : private Parser {
 public:
  ProjectionParser(std::string_view text, Placeholders* placeholders)
      : Parser(text, "ProjectionExpression", Grammar::kProjection, placeholders) {}

  model::ApiResult<std::vector<Path>> Parse() {
    PARTITA_TRY(Begin());
    if (ParsePaths()) CheckOverlap();
    PARTITA_TRY(Finish());
    return std::move(paths_);
  }

 private:
  // In the order in which the service looks for them.
  enum ReportRank : int { kRankReserved, kRankUndefined, kRankOverlap, kRankConflict };

  [[nodiscard]] bool ParsePaths() {
    while (ParsePath(kRankReserved, kRankUndefined, &paths_.emplace_back())) {
      if (At(TokenKind::kEnd)) return true;
      if (!Expect(TokenKind::kComma)) return false;
    }
    return false;
  }

  void CheckOverlap() {
    PathOverlap found = FindOverlap(Pointers(paths_));
    if (!found.overlap.empty()) Report(kRankOverlap, std::move(found.overlap));
    if (!found.conflict.empty()) Report(kRankConflict, std::move(found.conflict));
  }

  static std::vector<const Path*> Pointers(const std::vector<Path>& paths) {
    std::vector<const Path*> pointers;
    pointers.reserve(paths.size());
    for (const Path& path : paths) pointers.push_back(&path);
    return pointers;
  }

  std::vector<Path> paths_;
};

bool IsFlat(const std::vector<Path>& paths) {
  for (const Path& path : paths) {
    if (path.elements.size() > 1) return false;
  }
  return true;
}

}  // namespace

model::ApiResult<Projection> Projection::Compile(std::string_view text,
                                                 Placeholders* placeholders) {
  PARTITA_ASSIGN(std::vector<Path> paths, ProjectionParser(text, placeholders).Parse());
  return Projection(std::move(paths));
}

Projection Projection::OfAttributes(const std::vector<std::string>& names) {
  std::vector<Path> paths;
  paths.reserve(names.size());
  for (const std::string& name : names) paths.push_back({{PathElement(name)}});
  return Projection(std::move(paths));
}

model::Item Projection::Apply(const model::Item& item) const {
  if (IsFlat(paths_)) {
    model::Item part;
    for (const Path& path : paths_) {
      const std::string& name = std::get<std::string>(path.elements[0]);
      if (const auto* value = item.Find(name)) part.Set(name, *value);
    }
    return part;
  }
  std::vector<const Path*> paths;
  paths.reserve(paths_.size());
  for (const Path& path : paths_) paths.push_back(&path);
  return Extract(item, paths);
}

}  // namespace partita::expr
