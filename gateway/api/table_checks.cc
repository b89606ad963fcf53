#include "gateway/api/table_checks.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <string>
#include <utility>

#include "model/api_message.h"
#include "model/limits.h"

namespace partita::gateway::api {

namespace message = model::message;
using model::ApiError;
using model::ApiStatus;
using Names = std::vector<std::string_view>;

namespace {

constexpr int64_t kMostCapacityUnits = 1'000'000'000'000;
constexpr size_t kMostKeysOfAKind = 4;  // HASH or RANGE attributes of a global index
constexpr size_t kMostProjectedAttributes = 100;
constexpr size_t kMostTagKeyLength = 128;
constexpr size_t kMostTagValueLength = 256;

template <typename... Args>
ApiError Invalid(fmt::format_string<Args...> text, Args&&... args) {
  return ApiError::Validation(
      fmt::format(message::kInvalidParameter, fmt::format(text, std::forward<Args>(args)...)));
}

ApiError Plain(std::string_view text) { return ApiError::Validation(text); }

std::string Joined(const Names& names) { return fmt::format("{}", fmt::join(names, ", ")); }

Names KeyNames(const KeySchemaList& keys) {
  Names names;
  for (const KeySchemaElement& key : keys) names.push_back(*key.name);
  return names;
}

Names DefinedNames(const TableDefinition& definition) {
  Names names;
  for (const AttributeDefinition& attribute : *definition.attributes)
    names.push_back(*attribute.name);
  return names;
}

bool Contains(const Names& names, std::string_view name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

bool ContainsAll(const Names& names, const Names& wanted) {
  return std::all_of(wanted.begin(), wanted.end(),
                     [&](std::string_view name) { return Contains(names, name); });
}

// ---- throughput

ApiStatus CheckUnits(const ThroughputDefinition& throughput) {
  if (*throughput.read_units > kMostCapacityUnits) {
    return ApiError::Validation(
        fmt::format(message::kThroughputOutOfBounds, *throughput.read_units, "ReadCapacityUnits"));
  }
  if (*throughput.write_units > kMostCapacityUnits) {
    return ApiError::Validation(fmt::format(message::kThroughputOutOfBounds,
                                            *throughput.write_units, "WriteCapacityUnits"));
  }
  return {};
}

// `of` is "table" or "index : <name>".
ApiStatus CheckOnDemandUnits(const std::optional<ThroughputDefinition>& units, bool on_demand,
                             const std::string& of) {
  if (!units) return {};
  const std::pair<std::string_view, std::optional<int64_t>> members[] = {
      {"MaxReadRequestUnits", units->read_units}, {"MaxWriteRequestUnits", units->write_units}};
  for (const auto& [name, value] : members) {
    if (value && !on_demand) return Invalid(message::kOnDemandWithProvisioned, name);
  }
  for (const auto& [name, value] : members) {
    if (value && *value < 1) return Invalid(message::kOnDemandOutOfRange, name, of);
  }
  return {};
}

ApiStatus CheckThroughput(const TableDefinition& definition) {
  if (definition.IsOnDemand()) {
    if (definition.throughput) return Invalid(message::kThroughputWithOnDemand);
    return {};
  }
  if (!definition.throughput) return Invalid(message::kThroughputMissing);
  return CheckUnits(*definition.throughput);
}

// ---- keys

ApiStatus CheckKeyKinds(const KeySchemaList& keys) {
  if (keys.size() == 2 && *keys[0].name == *keys[1].name) return Plain(message::kSameKeyName);
  if (*keys[0].type != "HASH") return Plain(message::kFirstKeyNotHash);
  if (keys.size() == 2 && *keys[1].type != "RANGE") return Plain(message::kSecondKeyNotRange);
  return {};
}

ApiStatus CheckTableKeys(const TableDefinition& definition) {
  const Names keys = KeyNames(*definition.key_schema);
  const Names defined = DefinedNames(definition);
  if (keys.size() > defined.size()) return Plain(message::kKeyWithoutDefinition);
  if (!ContainsAll(defined, keys))
    return Invalid(message::kKeysNotDefined, Joined(keys), Joined(defined));
  PARTITA_TRY(CheckKeyKinds(*definition.key_schema));
  for (size_t i = 0; i < defined.size(); ++i) {
    if (Contains({defined.begin(), defined.begin() + static_cast<ptrdiff_t>(i)}, defined[i])) {
      return ApiError::Validation(fmt::format(message::kDefinitionDuplicated, defined[i]));
    }
  }
  const bool has_indexes = definition.local_indexes || definition.global_indexes;
  if (!has_indexes && keys.size() != defined.size())
    return Invalid(message::kDefinitionsDoNotMatch);
  return {};
}

// A global index may have several attributes of each kind.
ApiStatus CheckManyKeys(const KeySchemaList& keys) {
  Names names = KeyNames(keys);
  std::sort(names.begin(), names.end());
  if (std::adjacent_find(names.begin(), names.end()) != names.end())
    return Plain(message::kSameKeyNames);
  if (*keys[0].type != "HASH") return Plain(message::kFirstKeyNotHash);
  const auto is_range = [](const KeySchemaElement& key) { return *key.type == "RANGE"; };
  const auto first_range = std::find_if(keys.begin(), keys.end(), is_range);
  if (!std::all_of(first_range, keys.end(), is_range)) return Invalid(message::kHashAfterRange);
  if (static_cast<size_t>(first_range - keys.begin()) > kMostKeysOfAKind) {
    return Invalid(message::kTooManyKeyAttributes, "HASH");
  }
  if (static_cast<size_t>(keys.end() - first_range) > kMostKeysOfAKind) {
    return Invalid(message::kTooManyKeyAttributes, "RANGE");
  }
  return {};
}

// ---- indexes

ApiStatus CheckProjection(const ProjectionDefinition& projection) {
  if (!projection.type) return Invalid(message::kProjectionTypeNull);
  const bool include = *projection.type == "INCLUDE";
  if (!projection.non_key_attributes) {
    if (include) return Invalid(message::kNonKeyAttributesMissing);
    return {};
  }
  if (!include) return Invalid(message::kNonKeyAttributesGiven, *projection.type);
  Names names = *projection.non_key_attributes;
  std::sort(names.begin(), names.end());
  const auto twice = std::adjacent_find(names.begin(), names.end());
  if (twice != names.end()) return Invalid(message::kNonKeyAttributeTwice, *twice);
  return {};
}

ApiStatus CheckKeysDefined(const IndexDefinition& index, const Names& defined) {
  const Names keys = KeyNames(*index.key_schema);
  if (!ContainsAll(defined, keys))
    return Invalid(message::kKeysNotDefined, Joined(keys), Joined(defined));
  return {};
}

ApiStatus CheckLocalIndex(const IndexDefinition& index, const Names& defined,
                          std::string_view table_hash) {
  PARTITA_TRY(CheckKeysDefined(index, defined));
  PARTITA_TRY(CheckKeyKinds(*index.key_schema));
  if (index.key_schema->size() != 2) return Invalid(message::kLocalIndexNeedsRange, *index.name);
  const std::string_view hash = *index.key_schema->front().name;
  if (hash != table_hash)
    return Invalid(message::kLocalIndexOtherHash, *index.name, hash, table_hash);
  return CheckProjection(*index.projection);
}

ApiStatus CheckLocalIndexes(const TableDefinition& definition, const Names& defined,
                            std::set<std::string_view>* names) {
  if (!definition.local_indexes) return {};
  if (definition.local_indexes->empty())
    return Invalid(message::kIndexListEmpty, "LocalSecondaryIndexes");
  if (definition.key_schema->size() != 2) return Invalid(message::kLocalIndexNeedsTableRange);
  for (const IndexDefinition& index : *definition.local_indexes) {
    PARTITA_TRY(CheckLocalIndex(index, defined, *definition.key_schema->front().name));
    if (!names->insert(*index.name).second)
      return Invalid(message::kDuplicateIndexName, *index.name);
  }
  if (definition.local_indexes->size() > model::kMaxLocalSecondaryIndexes) {
    return Invalid(message::kTooManyLocalIndexes, model::kMaxLocalSecondaryIndexes);
  }
  return {};
}

ApiStatus CheckIndexThroughput(const IndexDefinition& index, bool on_demand) {
  if (on_demand && index.throughput)
    return Invalid(message::kIndexThroughputWithOnDemand, *index.name);
  if (!on_demand && !index.throughput)
    return Invalid(message::kIndexThroughputMissing, *index.name);
  if (index.throughput) PARTITA_TRY(CheckUnits(*index.throughput));
  return CheckOnDemandUnits(index.on_demand, on_demand, fmt::format("index : {}", *index.name));
}

ApiStatus CheckGlobalIndex(const IndexDefinition& index, const Names& defined, bool on_demand) {
  PARTITA_TRY(CheckKeysDefined(index, defined));
  const bool few = index.key_schema->size() <= 2 && index.key_schema->back().type == "RANGE";
  PARTITA_TRY(few ? CheckKeyKinds(*index.key_schema) : CheckManyKeys(*index.key_schema));
  PARTITA_TRY(CheckProjection(*index.projection));
  return CheckIndexThroughput(index, on_demand);
}

ApiStatus CheckGlobalIndexes(const TableDefinition& definition, const Names& defined,
                             std::set<std::string_view>* names) {
  if (!definition.global_indexes) return {};
  if (definition.global_indexes->empty())
    return Invalid(message::kIndexListEmpty, "GlobalSecondaryIndexes");
  for (const IndexDefinition& index : *definition.global_indexes) {
    PARTITA_TRY(CheckGlobalIndex(index, defined, definition.IsOnDemand()));
    if (!names->insert(*index.name).second)
      return Invalid(message::kDuplicateIndexName, *index.name);
  }
  if (definition.global_indexes->size() > model::kMaxGlobalSecondaryIndexes) {
    return Invalid(message::kTooManyGlobalIndexes, model::kMaxGlobalSecondaryIndexes);
  }
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
    return Invalid(message::kTooManyNonKeyAttributes, kMostProjectedAttributes);
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
  return Invalid(message::kDefinitionsNotUsed, Joined(defined), fmt::join(used, ", "));
}

// ---- the rest

ApiStatus CheckStream(const TableDefinition& definition) {
  if (!definition.stream) return {};
  if (*definition.stream->enabled && !definition.stream->view_type)
    return Invalid(message::kStreamViewMissing);
  if (!*definition.stream->enabled && definition.stream->view_type)
    return Invalid(message::kStreamViewGiven);
  return {};
}

ApiStatus CheckSse(const TableDefinition& definition) {
  if (!definition.sse) return {};
  const SseDefinition& sse = *definition.sse;
  if (!sse.enabled.value_or(false)) {
    if (sse.type) return Invalid(message::kSseTypeWithoutSse, "SSEType");
    if (sse.kms_key) return Invalid(message::kSseTypeWithoutSse, "KMSMasterKeyId");
    return {};
  }
  if (sse.type == "AES256") return Invalid(message::kSseAes256);
  if (sse.kms_key && !sse.type) return Invalid(message::kSseKeyWithoutType);
  return {};
}

ApiStatus CheckTags(const TableDefinition& definition) {
  if (!definition.tags) return {};
  std::set<std::string_view> keys;
  for (const TagDefinition& tag : *definition.tags) {
    const auto refuse = [](std::string_view text, std::string_view what) {
      return ApiError::Validation(fmt::format(fmt::runtime(text), what));
    };
    if (tag.key->empty() || tag.key->size() > kMostTagKeyLength)
      return refuse(message::kTagKeyInvalid, *tag.key);
    if (tag.key->starts_with("aws:")) return refuse(message::kTagKeyReserved, *tag.key);
    if (tag.value->size() > kMostTagValueLength)
      return refuse(message::kTagValueInvalid, *tag.value);
    if (!keys.insert(*tag.key).second) return refuse(message::kTagDuplicate, *tag.key);
  }
  if (keys.size() > model::kMaxTags) return Plain(message::kTooManyTags);
  return {};
}

ApiStatus CheckTableClass(const TableDefinition& definition) {
  if (!definition.table_class ||
      IsOneOf(*definition.table_class, "STANDARD, STANDARD_INFREQUENT_ACCESS"))
    return {};
  return Plain(message::kUnknownTableClass);
}

}  // namespace

ApiStatus CheckTableDefinition(const TableDefinition& definition) {
  PARTITA_TRY(CheckThroughput(definition));
  PARTITA_TRY(CheckTableKeys(definition));
  const Names defined = DefinedNames(definition);
  std::set<std::string_view> index_names;
  PARTITA_TRY(CheckLocalIndexes(definition, defined, &index_names));
  PARTITA_TRY(CheckGlobalIndexes(definition, defined, &index_names));
  PARTITA_TRY(CheckProjectedAttributes(definition));
  PARTITA_TRY(CheckDefinitionsUsed(definition, defined));
  PARTITA_TRY(CheckOnDemandUnits(definition.on_demand, definition.IsOnDemand(), "table"));
  PARTITA_TRY(CheckStream(definition));
  PARTITA_TRY(CheckSse(definition));
  PARTITA_TRY(CheckTableClass(definition));
  return CheckTags(definition);
}

}  // namespace partita::gateway::api
