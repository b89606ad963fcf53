#include "expr/projection.h"

#include "expr/parser.h"
#include "expr/path_overlap.h"

namespace partita::expr {
namespace {

std::vector<const Path*> PathPointers(const std::vector<Path>& paths) {
  std::vector<const Path*> pointers;
  pointers.reserve(paths.size());
  for (const Path& path : paths) pointers.push_back(&path);
  return pointers;
}

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
    PathOverlap found = FindOverlap(PathPointers(paths_));
    if (!found.overlap.empty()) Report(kRankOverlap, std::move(found.overlap));
    if (!found.conflict.empty()) Report(kRankConflict, std::move(found.conflict));
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

void Projection::EncodeTo(std::string* out) const {
  base::ByteWriter writer(out);
  writer.Varint(paths_.size());
  for (const Path& path : paths_) Encode(path, &writer);
}

base::Result<Projection> Projection::Decode(std::string_view program) {
  base::ByteReader reader(program);
  std::vector<Path> paths;
  const uint64_t count = reader.Varint();
  if (count == 0 || count > reader.rest().size()) reader.Fail();
  for (uint64_t i = 0; i < count && reader.ok(); ++i) paths.push_back(DecodePath(&reader));
  if (!reader.Finished()) return base::Error::Corrupt("projection program");
  if (!AllApart(PathPointers(paths)))
    return base::Error::Corrupt("paths of a projection program");
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
  return Extract(item, PathPointers(paths_));
}

}  // namespace partita::expr
