#include "gateway/api/read_source.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>
#include <vector>

#include "base/coding.h"
#include "expr/program.h"
#include "gateway/api/table_name.h"
#include "model/api_message.h"
#include "model/item_codec.h"

namespace partita::gateway::api {

namespace message = model::message;
using model::ApiError;
using model::ApiResult;
using model::Item;

namespace {

// The attributes of the source's keys, each once: the item's, then the index's.
std::vector<model::KeyAttribute> KeyAttributes(const ReadSource& source) {
  std::vector<model::KeyAttribute> attributes;
  const auto add = [&](const std::vector<model::KeyAttribute>& more) {
    for (const model::KeyAttribute& attribute : more) {
      if (std::find(attributes.begin(), attributes.end(), attribute) == attributes.end())
        attributes.push_back(attribute);
    }
  };
  add(source.table->key.partition);
  add(source.table->key.sort);
  if (source.index == nullptr) return attributes;
  add(source.index->key.partition);
  add(source.index->key.sort);
  return attributes;
}

// The attributes of the item's own key among those of a start key.
Item OwnKey(const model::TableSchema& table, const Item& start_key) {
  Item key;
  for (const auto* part : {&table.key.partition, &table.key.sort}) {
    for (const model::KeyAttribute& attribute : *part) {
      if (const model::AttributeValue* value = start_key.Find(attribute.name))
        key.Set(attribute.name, *value);
    }
  }
  return key;
}

// The attributes that a projection names and the index does not project.
std::vector<std::string> NotProjected(const model::IndexView& view,
                                      const expr::Projection& projection) {
  std::vector<std::string> missing;
  for (const expr::Path& path : projection.paths()) {
    const std::string& name = std::get<std::string>(path.elements.front());
    if (!std::binary_search(view.names().begin(), view.names().end(), name))
      missing.push_back(name);
  }
  return missing;
}

// Whether a condition looks at anything that the index does not project.
bool LooksBeyond(const expr::ConditionNode& node, const model::IndexView& view) {
  for (const expr::Operand& operand : node.operands) {
    const auto* path = std::get_if<expr::Path>(&operand.source);
    if (path != nullptr &&
        !std::binary_search(view.names().begin(), view.names().end(),
                            std::get<std::string>(path->elements.front())))
      return true;
  }
  return std::any_of(node.children.begin(), node.children.end(),
                     [&](const expr::ConditionNode& child) { return LooksBeyond(child, view); });
}

}  // namespace

ApiResult<ReadSource> FindReadSource(Edge* edge, std::string_view table_name,
                                     std::optional<std::string_view> index_name,
                                     bool consistent_read) {
  ReadSource source;
  PARTITA_ASSIGN(source.table, FindActiveTable(edge, table_name));
  if (!index_name) return source;
  source.index = source.table->FindIndex(*index_name);
  if (source.index == nullptr || source.index->status == model::IndexStatus::kDeleting)
    return ApiError::Validation(fmt::format(message::kNoSuchIndex, *index_name));
  if (source.global() && consistent_read && !edge->settings().consistent_global_indexes)
    return ApiError::Validation(message::kConsistentReadOfGlobalIndex);
  if (source.index->status == model::IndexStatus::kCreating)
    return ApiError::Validation(fmt::format(message::kIndexBackfilling, *index_name));
  return source;
}

ApiResult<StartPlace> PlaceOf(const ReadSource& source, const Item& start_key,
                              std::string_view wrong_shape, base::Sha256* sha256) {
  const std::vector<model::KeyAttribute> attributes = KeyAttributes(source);
  if (start_key.size() != attributes.size()) return ApiError::Validation(wrong_shape);
  auto key = model::MakeItemKey(*source.table, OwnKey(*source.table, start_key),
                                model::KeySource::kKeyParameter, sha256);
  if (!key.ok() && key.error().message == message::kKeyElementMismatch)
    return ApiError::Validation(wrong_shape);
  if (!key.ok()) {
    return ApiError::Validation(
        fmt::format(message::kStartKeyInvalidBecause, key.error().message));
  }
  StartPlace place{*std::move(key), {}};
  if (source.index == nullptr) {
    place.key = place.item_key.bytes;
    return place;
  }
  std::string encoded;
  model::EncodeItem(start_key, &encoded);
  std::optional<std::string> entry = model::IndexView(*source.table, *source.index).Entry(encoded);
  if (!entry) return ApiError::Validation(wrong_shape);
  place.key = *std::move(entry) + place.item_key.bytes;
  return place;
}

std::optional<Item> KeyShown(const ReadSource& source, std::string_view encoded_item) {
  Item key;
  for (const model::KeyAttribute& attribute : KeyAttributes(source)) {
    base::ByteReader reader(model::FindEncodedAttribute(encoded_item, attribute.name));
    base::Result<model::AttributeValue> value = model::DecodeValue(&reader);
    if (!value.ok()) return std::nullopt;
    key.Set(attribute.name, *std::move(value));
  }
  return key;
}

ApiResult<Extent> ExtentOf(const ReadSource& source, bool all_attributes,
                           const expr::Projection* projection, const expr::Condition* filter) {
  if (source.index == nullptr) return Extent{};
  const model::IndexView view(*source.table, *source.index);
  if (view.whole()) return Extent{};
  const std::vector<std::string> missing =
      projection == nullptr ? std::vector<std::string>() : NotProjected(view, *projection);
  if (!source.index->global) {
    const bool asked = all_attributes || !missing.empty();
    const bool filtered = filter != nullptr && LooksBeyond(filter->root(), view);
    return Extent{asked || filtered, !asked && projection == nullptr};
  }
  if (all_attributes) {
    return ApiError::Validation(
        fmt::format(message::kAllAttributesOfGlobalIndex, source.index->name));
  }
  if (missing.empty()) return Extent{};
  return ApiError::Validation(fmt::format(message::kNotProjected, source.index->name,
                                          fmt::join(missing, ", ")));
}

bool LooksAt(const expr::ConditionNode& node, std::string_view attribute) {
  for (const expr::Operand& operand : node.operands) {
    const auto* path = std::get_if<expr::Path>(&operand.source);
    if (path != nullptr && std::get<std::string>(path->elements.front()) == attribute) return true;
  }
  return std::any_of(
      node.children.begin(), node.children.end(),
      [&](const expr::ConditionNode& child) { return LooksAt(child, attribute); });
}

}  // namespace partita::gateway::api
