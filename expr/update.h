// UpdateExpression and the legacy AttributeUpdates: SET, REMOVE, ADD, DELETE.
//
// Thread safety: an Update is immutable.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "expr/path.h"
#include "expr/placeholders.h"
#include "model/api_error.h"
#include "model/attribute_value.h"

namespace partita::expr {

struct UpdateAction;  // program.h

class Update {
 public:
  ~Update();
  Update(Update&&) noexcept;
  Update& operator=(Update&&) noexcept;
  explicit Update(std::vector<UpdateAction> actions);

  static model::ApiResult<Update> Compile(std::string_view text, Placeholders* placeholders);

  void EncodeTo(std::string* out) const;
  // kCorrupt when the bytes are not a program or its paths get in each other's way.
  static base::Result<Update> Decode(std::string_view program);

  // Every path the update changes, in the order of the actions: the edge refuses key attributes
  // with it.
  std::vector<const Path*> Targets() const;

  // Applies all actions to `item` in place. Right sides see the item as it was before the update,
  // and an index of a list means the element that stood there before it. On refusal (a path that
  // does not exist, a type that does not fit, a number that overflows, more than kMaxNestingLevels)
  // `item` is unspecified: work on a copy. `item_exists` false: `item` holds nothing but a new
  // item's key. Then a REMOVE may lead nowhere.
  model::ApiStatus Apply(model::Item* item, bool item_exists = true) const;

  // UPDATED_OLD and UPDATED_NEW: the fragments of `item` at the update's targets, nested paths with
  // their surroundings cut away.
  model::Item Fragments(const model::Item& item) const;

  const std::vector<UpdateAction>& actions() const { return actions_; }

 private:
  std::vector<UpdateAction> actions_;
};

}  // namespace partita::expr
