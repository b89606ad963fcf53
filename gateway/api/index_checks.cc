#include "gateway/api/index_checks.h"

#include <fmt/format.h>

#include <algorithm>

#include "gateway/api/capacity_checks.h"
#include "gateway/api/check_texts.h"
#include "model/api_message.h"
#include "model/limits.h"

namespace partita::gateway::api {

namespace message = model::message;
using model::ApiError;
using model::ApiStatus;

namespace {

constexpr size_t kMostKeysOfAKind = 4;  // HASH or RANGE attributes of a global index
constexpr size_t kMostProjectedAttributes = 100;

bool Contains(const Names& names, std::string_view name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

// A global index may have several attributes of each kind.
ApiStatus CheckManyKeys(const KeySchemaList& keys) {
  Names names = KeyNames(keys);
  std::sort(names.begin(), names.end());
  if (std::adjacent_find(names.begin(), names.end()) != names.end())
    return ApiError::Validation(message::kSameKeyNames);
  if (*keys[0].type != "HASH") return ApiError::Validation(message::kFirstKeyNotHash);
  const auto is_range = [](const KeySchemaElement& key) { return *key.type == "RANGE"; };
  const auto first_range = std::find_if(keys.begin(), keys.end(), is_range);
  if (!std::all_of(first_range, keys.end(), is_range))
    return InvalidParameter(message::kHashAfterRange);
  if (static_cast<size_t>(first_range - keys.begin()) > kMostKeysOfAKind) {
    return InvalidParameter(message::kTooManyKeyAttributes, "HASH");
  }
  if (static_cast<size_t>(keys.end() - first_range) > kMostKeysOfAKind) {
    return InvalidParameter(message::kTooManyKeyAttributes, "RANGE");
  }
  return {};
}

ApiStatus CheckProjection(const ProjectionDefinition& projection) {
  if (!projection.type) return InvalidParameter(message::kProjectionTypeNull);
  const bool include = *projection.type == "INCLUDE";
  if (!projection.non_key_attributes) {
    if (include) return InvalidParameter(message::kNonKeyAttributesMissing);
    return {};
  }
  if (!include) return InvalidParameter(message::kNonKeyAttributesGiven, *projection.type);
  Names names = *projection.non_key_attributes;
  std::sort(names.begin(), names.end());
  const auto twice = std::adjacent_find(names.begin(), names.end());
  if (twice != names.end()) return InvalidParameter(message::kNonKeyAttributeTwice, *twice);
  return {};
}

ApiStatus CheckKeysDefined(const IndexDefinition& index, const Names& defined) {
  const Names keys = KeyNames(*index.key_schema);
  if (!ContainsAll(defined, keys))
    return InvalidParameter(message::kKeysNotDefined, Joined(keys), Joined(defined));
  return {};
}

ApiStatus CheckLocalIndex(const IndexDefinition& index, const Names& defined,
                          std::string_view table_hash) {
  PARTITA_TRY(CheckKeysDefined(index, defined));
  PARTITA_TRY(CheckKeyKinds(*index.key_schema));
  if (index.key_schema->size() != 2)
    return InvalidParameter(message::kLocalIndexNeedsRange, *index.name);
  const std::string_view hash = *index.key_schema->front().name;
  if (hash != table_hash)
    return InvalidParameter(message::kLocalIndexOtherHash, *index.name, hash, table_hash);
  return CheckProjection(*index.projection);
}

ApiStatus CheckLocalIndexes(const TableDefinition& definition, const Names& defined,
                            std::set<std::string_view>* names) {
  if (!definition.local_indexes) return {};
  if (definition.local_indexes->empty())
    return InvalidParameter(message::kIndexListEmpty, "LocalSecondaryIndexes");
  if (definition.key_schema->size() != 2)
    return InvalidParameter(message::kLocalIndexNeedsTableRange);
  for (const IndexDefinition& index : *definition.local_indexes) {
    PARTITA_TRY(CheckLocalIndex(index, defined, *definition.key_schema->front().name));
    if (!names->insert(*index.name).second)
      return InvalidParameter(message::kDuplicateIndexName, *index.name);
  }
  if (definition.local_indexes->size() > model::kMaxLocalSecondaryIndexes) {
    return InvalidParameter(message::kTooManyLocalIndexes, model::kMaxLocalSecondaryIndexes);
  }
  return {};
}

ApiStatus CheckIndexThroughput(const IndexDefinition& index, bool on_demand) {
  if (on_demand && index.throughput)
    return InvalidParameter(message::kIndexThroughputWithOnDemand, *index.name);
  if (!on_demand && !index.throughput)
    return InvalidParameter(message::kIndexThroughputMissing, *index.name);
  if (index.throughput) PARTITA_TRY(CheckUnits(*index.throughput));
  if (!on_demand && index.on_demand) {
    return InvalidParameter(
        message::kIndexOnDemandWithProvisioned,
        index.on_demand->read_units ? "MaxReadRequestUnits" : "MaxWriteRequestUnits", *index.name);
  }
  PARTITA_TRY(CheckMaxima(index.on_demand, false, fmt::format("index : {}", *index.name)));
  return CheckNewWarm(index.warm, index.throughput, on_demand,
                      fmt::format("index {}", *index.name));
}

ApiStatus CheckGlobalIndexes(const TableDefinition& definition, const Names& defined,
                             std::set<std::string_view>* names) {
  if (!definition.global_indexes) return {};
  if (definition.global_indexes->empty())
    return InvalidParameter(message::kIndexListEmpty, "GlobalSecondaryIndexes");
  for (const IndexDefinition& index : *definition.global_indexes) {
    PARTITA_TRY(CheckKeysDefined(index, defined));
    PARTITA_TRY(CheckGlobalIndexShape(index));
    PARTITA_TRY(CheckIndexThroughput(index, definition.IsOnDemand()));
    if (!names->insert(*index.name).second)
      return InvalidParameter(message::kDuplicateIndexName, *index.name);
  }
  if (definition.global_indexes->size() > model::kMaxGlobalSecondaryIndexes)
    return InvalidParameter(message::kTooManyGlobalIndexes, model::kMaxGlobalSecondaryIndexes);
  return {};
}

// `visit` sees every index, local ones first.
template <typename Visit>
void ForEachIndex(const TableDefinition& definition, Visit visit) {
  for (const auto* indexes : {&definition.local_indexes, &definition.global_indexes}) {
    if (!*indexes) continue;
    for (const IndexDefinition& index : **indexes) visit(index);
  }
}

ApiStatus CheckProjectedAttributes(const TableDefinition& definition) {
  size_t projected = 0;
  ForEachIndex(definition, [&](const IndexDefinition& index) {
    if (index.projection->non_key_attributes)
      projected += index.projection->non_key_attributes->size();
  });
  if (projected > kMostProjectedAttributes) {
    return InvalidParameter(message::kTooManyNonKeyAttributes, kMostProjectedAttributes);
  }
  return {};
}

ApiStatus CheckDefinitionsUsed(const TableDefinition& definition, const Names& defined) {
  const Names table_keys = KeyNames(*definition.key_schema);
  std::set<std::string_view> used(table_keys.begin(), table_keys.end());
  ForEachIndex(definition, [&](const IndexDefinition& index) {
    for (const KeySchemaElement& key : *index.key_schema) used.insert(*key.name);
  });
  if (used.size() == defined.size()) return {};
  return InvalidParameter(message::kDefinitionsNotUsed, Joined(defined), fmt::join(used, ", "));
}

}  // namespace

Names KeyNames(const KeySchemaList& keys) {
  Names names;
  for (const KeySchemaElement& key : keys) names.push_back(*key.name);
  return names;
}

Names DefinedNames(const std::vector<AttributeDefinition>& attributes) {
  Names names;
  for (const AttributeDefinition& attribute : attributes) names.push_back(*attribute.name);
  return names;
}

bool ContainsAll(const Names& names, const Names& wanted) {
  return std::all_of(wanted.begin(), wanted.end(),
                     [&](std::string_view name) { return Contains(names, name); });
}

std::string Joined(const Names& names) { return fmt::format("{}", fmt::join(names, ", ")); }

ApiStatus CheckKeyKinds(const KeySchemaList& keys) {
  if (keys.size() == 2 && *keys[0].name == *keys[1].name)
    return ApiError::Validation(message::kSameKeyName);
  if (*keys[0].type != "HASH") return ApiError::Validation(message::kFirstKeyNotHash);
  if (keys.size() == 2 && *keys[1].type != "RANGE")
    return ApiError::Validation(message::kSecondKeyNotRange);
  return {};
}

ApiStatus CheckDefinedOnce(const Names& defined) {
  Names sorted = defined;
  std::sort(sorted.begin(), sorted.end());
  const auto twice = std::adjacent_find(sorted.begin(), sorted.end());
  if (twice == sorted.end()) return {};
  return ApiError::Validation(fmt::format(message::kDefinitionDuplicated, *twice));
}

ApiStatus CheckGlobalIndexShape(const IndexDefinition& index) {
  const bool few = index.key_schema->size() <= 2 && index.key_schema->back().type == "RANGE";
  PARTITA_TRY(few ? CheckKeyKinds(*index.key_schema) : CheckManyKeys(*index.key_schema));
  return CheckProjection(*index.projection);
}

ApiStatus CheckIndexes(const TableDefinition& definition) {
  const Names defined = DefinedNames(*definition.attributes);
  std::set<std::string_view> names;
  PARTITA_TRY(CheckLocalIndexes(definition, defined, &names));
  PARTITA_TRY(CheckGlobalIndexes(definition, defined, &names));
  PARTITA_TRY(CheckProjectedAttributes(definition));
  return CheckDefinitionsUsed(definition, defined);
}

}  // namespace partita::gateway::api
