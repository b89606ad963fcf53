#include "expr/update_apply.h"

#include <algorithm>
#include <optional>

#include "expr/update_term.h"
#include "model/api_message.h"
#include "model/limits.h"

namespace partita::expr {
namespace {

namespace message = model::message;
using model::ApiStatus;
using model::AttributeMap;
using model::AttributeValue;
using model::Item;
using model::List;

// What holds a path's last element: the item, a map or a list; neither: the path leads nowhere.
struct Holder {
  AttributeMap* map = nullptr;
  List* list = nullptr;
};

Holder FindHolder(const Path& path, Item* item) {
  Holder holder{item, nullptr};
  for (size_t i = 0; i + 1 < path.elements.size(); ++i) {
    AttributeValue* value = nullptr;
    if (const auto* name = std::get_if<std::string>(&path.elements[i])) {
      if (holder.map != nullptr) value = holder.map->Find(*name);
    } else if (holder.list != nullptr) {
      const uint32_t index = std::get<uint32_t>(path.elements[i]);
      if (index < holder.list->size()) value = &(*holder.list)[index];
    }
    if (value == nullptr) return {};
    holder = {value->As<AttributeMap>(), value->As<List>()};
  }
  const bool by_name = path.elements.back().index() == 0;
  return by_name ? Holder{holder.map, nullptr} : Holder{nullptr, holder.list};
}

AttributeValue* FindIn(const Holder& holder, const PathElement& element) {
  if (holder.map != nullptr) return holder.map->Find(std::get<std::string>(element));
  const uint32_t index = std::get<uint32_t>(element);
  return index < holder.list->size() ? &(*holder.list)[index] : nullptr;
}

// Past a list's end it is appended.
void Put(const Holder& holder, const PathElement& element, AttributeValue value) {
  if (AttributeValue* old = FindIn(holder, element)) {
    *old = std::move(value);
  } else if (holder.map != nullptr) {
    holder.map->Set(std::get<std::string>(element), std::move(value));
  } else {
    holder.list->push_back(std::move(value));
  }
}

size_t Levels(const AttributeValue& value) {
  size_t below = 0;
  if (const auto* map = value.As<AttributeMap>()) {
    for (const model::Attribute& attribute : *map) below = std::max(below, Levels(attribute.value));
  } else if (const auto* list = value.As<List>()) {
    for (const AttributeValue& element : *list) below = std::max(below, Levels(element));
  }
  return below + 1;
}

bool IsEmptySet(const AttributeValue& value) {
  if (const auto* set = value.As<model::StringSet>()) return set->members.empty();
  if (const auto* set = value.As<model::NumberSet>()) return set->members.empty();
  if (const auto* set = value.As<model::BinarySet>()) return set->members.empty();
  return false;
}

class Application {
 public:
  Application(const std::vector<UpdateAction>& actions, Item* item, bool item_exists)
      : actions_(actions), item_(item), item_exists_(item_exists) {
    new_values_.resize(actions.size());
    removes_.resize(actions.size());
    order_.reserve(actions.size());
    for (size_t i = 0; i < actions.size(); ++i) order_.push_back(i);
    // Elements set past a list's end are appended in the order of their indexes.
    std::sort(order_.begin(), order_.end(), [&](size_t a, size_t b) {
      return actions[a].path.elements < actions[b].path.elements;
    });
  }

  ApiStatus Run() {
    for (size_t i = 0; i < actions_.size(); ++i) PARTITA_TRY(Prepare(i));
    for (const size_t i : order_) Write(i);
    for (auto i = order_.rbegin(); i != order_.rend(); ++i) Remove(*i);
    return {};
  }

 private:
  // Computes what the action writes, or that it removes what is there; refuses what cannot be.
  ApiStatus Prepare(size_t i) {
    const UpdateAction& action = actions_[i];
    std::optional<AttributeValue>& value = new_values_[i];
    if (action.kind == UpdateKind::kSet) {
      PARTITA_ASSIGN(value, Evaluate(action.term, *item_));
    }
    const Holder holder = FindHolder(action.path, item_);
    if (holder.map == nullptr && holder.list == nullptr) {
      if (action.kind == UpdateKind::kRemove && !item_exists_) return {};
      return model::ApiError::Validation(message::kUpdatePathInvalid);
    }
    const AttributeValue* old = FindIn(holder, action.path.elements.back());
    if (action.kind == UpdateKind::kAdd || action.kind == UpdateKind::kAddLegacy) {
      PARTITA_ASSIGN(value, Add(old, action));
    } else if (action.kind == UpdateKind::kDelete || action.kind == UpdateKind::kDeleteLegacy) {
      if (old != nullptr) {
        PARTITA_ASSIGN(value, Subtract(*old, action));
      }
    }
    removes_[i] =
        old != nullptr && (action.kind == UpdateKind::kRemove || (value && IsEmptySet(*value)));
    if (removes_[i]) value.reset();
    if (!value) return {};
    if (action.path.elements.size() - 1 + Levels(*value) >
        static_cast<size_t>(model::kMaxNestingLevels)) {
      return model::ApiError::Validation(message::kNestedTooDeep);
    }
    return {};
  }

  void Write(size_t i) {
    if (!new_values_[i]) return;
    const Path& path = actions_[i].path;
    Put(FindHolder(path, item_), path.elements.back(), std::move(*new_values_[i]));
  }

  void Remove(size_t i) {
    if (!removes_[i]) return;
    const Path& path = actions_[i].path;
    const Holder holder = FindHolder(path, item_);
    if (holder.map != nullptr) {
      holder.map->Erase(std::get<std::string>(path.elements.back()));
    } else {
      holder.list->erase(holder.list->begin() + std::get<uint32_t>(path.elements.back()));
    }
  }

  const std::vector<UpdateAction>& actions_;
  Item* item_;
  bool item_exists_;
  // Of each action: what it writes, and whether it removes instead. Neither: there was nothing to
  // remove.
  std::vector<std::optional<AttributeValue>> new_values_;
  std::vector<bool> removes_;
  std::vector<size_t> order_;  // the actions by path
};

}  // namespace

ApiStatus ApplyActions(const std::vector<UpdateAction>& actions, Item* item, bool item_exists) {
  return Application(actions, item, item_exists).Run();
}

}  // namespace partita::expr
