#include "expr/update.h"

#include "expr/path_overlap.h"
#include "expr/program.h"
#include "expr/update_apply.h"
#include "expr/update_parser.h"

namespace partita::expr {

Update::Update(std::vector<UpdateAction> actions) : actions_(std::move(actions)) {}
Update::~Update() = default;
Update::Update(Update&&) noexcept = default;
Update& Update::operator=(Update&&) noexcept = default;

model::ApiResult<Update> Update::Compile(std::string_view text, Placeholders* placeholders) {
  PARTITA_ASSIGN(std::vector<UpdateAction> actions, UpdateParser(text, placeholders).Parse());
  return Update(std::move(actions));
}

void Update::EncodeTo(std::string* out) const {
  base::ByteWriter writer(out);
  Encode(actions_, &writer);
}

base::Result<Update> Update::Decode(std::string_view program) {
  base::ByteReader reader(program);
  Update update(DecodeActions(&reader));
  if (!reader.Finished()) return base::Error::Corrupt("update program");
  if (!AllApart(update.Targets())) return base::Error::Corrupt("paths of an update program");
  return update;
}

std::vector<const Path*> Update::Targets() const {
  std::vector<const Path*> paths;
  paths.reserve(actions_.size());
  for (const UpdateAction& action : actions_) paths.push_back(&action.path);
  return paths;
}

model::ApiStatus Update::Apply(model::Item* item, bool item_exists) const {
  return ApplyActions(actions_, item, item_exists);
}

model::Item Update::Fragments(const model::Item& item) const { return Extract(item, Targets()); }

}  // namespace partita::expr
