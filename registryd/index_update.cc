#include "registryd/index_update.h"

#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "model/api_message.h"
#include "model/limits.h"
#include "registryd/capacity_update.h"

namespace partita::registryd {

namespace message = model::message;
using model::ApiError;
using model::ApiErrorType;
using model::ApiStatus;
using model::IndexSchema;
using model::IndexStatus;
using model::KeyAttribute;
using model::TableSchema;

namespace {

constexpr size_t kMostProjectedAttributes = 100;  // of all indexes of a table together

IndexSchema* FindIn(std::vector<IndexSchema>* indexes, std::string_view name) {
  const auto at = std::find_if(indexes->begin(), indexes->end(),
                               [&](const IndexSchema& index) { return index.name == name; });
  return at == indexes->end() ? nullptr : &*at;
}

ApiError Invalid(std::string text) {
  return ApiError::Validation(fmt::format(message::kInvalidParameter, text));
}

ApiError LimitExceeded(std::string text) {
  return ApiError::Of(ApiErrorType::kLimitExceeded, std::move(text));
}

ApiError IndexInUse(std::string_view what, const TableSchema& table, std::string_view index) {
  return ApiError::Of(ApiErrorType::kResourceInUse,
                      fmt::format(message::kIndexInUse, what, table.name, index));
}

// `verb` is what the client wants: "update", "delete".
ApiStatus CheckIsGlobal(std::string_view verb, std::string_view name, const TableSchema& table) {
  const IndexSchema* index = table.FindIndex(name);
  if (index == nullptr) {
    return ApiError::Of(ApiErrorType::kResourceNotFound,
                        fmt::format(message::kIndexNotFound, name, table.name));
  }
  if (!index->global) {
    return ApiError::Validation(fmt::format(message::kNotAGlobalIndex, verb, name));
  }
  return {};
}

ApiStatus CheckChangeable(std::string_view name, const TableSchema& table) {
  PARTITA_TRY(CheckIsGlobal("update", name, table));
  switch (table.FindIndex(name)->status) {
    case IndexStatus::kCreating:
      return IndexInUse("created", table, name);
    case IndexStatus::kUpdating:
      return IndexInUse("updated", table, name);
    case IndexStatus::kDeleting:
      return IndexInUse("deleted", table, name);
    case IndexStatus::kActive:
      return {};
  }
  return {};
}

// An index that is being filled may be removed, one that is removed already not.
ApiStatus CheckRemovable(std::string_view name, const TableSchema& table) {
  PARTITA_TRY(CheckIsGlobal("delete", name, table));
  switch (table.FindIndex(name)->status) {
    case IndexStatus::kUpdating:
      return IndexInUse("updated", table, name);
    case IndexStatus::kDeleting:
      return IndexInUse("deleted", table, name);
    case IndexStatus::kCreating:
    case IndexStatus::kActive:
      return {};
  }
  return {};
}

// One at a time: those that come and go now, and those that this request makes come or go.
ApiStatus CheckOneAtATime(const wire::TableUpdate& update, const TableSchema& table) {
  size_t busy = update.wanted.indexes.size() + update.removed.size();
  if (busy == 0) return {};
  for (const IndexSchema& index : table.indexes) {
    const bool removed_now =
        std::find(update.removed.begin(), update.removed.end(), index.name) != update.removed.end();
    if (index.status == IndexStatus::kCreating && !removed_now) ++busy;
    if (index.status == IndexStatus::kDeleting && !removed_now) ++busy;
  }
  if (busy > 1) return LimitExceeded(std::string(message::kOneIndexAtATime));
  return {};
}

ApiStatus CheckCounts(const TableSchema& table) {
  size_t global = 0, projected = 0;
  for (const IndexSchema& index : table.indexes) {
    if (index.global) ++global;
    projected += index.non_key_attributes.size();
  }
  if (global > model::kMaxGlobalSecondaryIndexes) {
    return LimitExceeded(
        fmt::format(message::kGlobalIndexLimit, model::kMaxGlobalSecondaryIndexes));
  }
  if (projected > kMostProjectedAttributes)
    return Invalid(fmt::format(message::kTooManyNonKeyAttributes, kMostProjectedAttributes));
  return {};
}

const KeyAttribute* FindDefinition(const std::vector<KeyAttribute>& definitions,
                                   std::string_view name) {
  const auto at = std::find_if(definitions.begin(), definitions.end(),
                               [&](const KeyAttribute& one) { return one.name == name; });
  return at == definitions.end() ? nullptr : &*at;
}

// The type of every key attribute: the request must define it, but where the table already does,
// the table's type stands; otherwise the request's definition becomes the table's.
bool DefineKeys(const std::vector<KeyAttribute>& sent, std::vector<KeyAttribute>* keys,
                std::vector<KeyAttribute>* definitions) {
  for (KeyAttribute& key : *keys) {
    const KeyAttribute* found = FindDefinition(sent, key.name);
    if (found == nullptr) return false;
    const KeyAttribute* known = FindDefinition(*definitions, key.name);
    key.type = known != nullptr ? known->type : found->type;
    if (known == nullptr) definitions->push_back(*found);
  }
  return true;
}

std::string Names(const std::vector<KeyAttribute>& some, const std::vector<KeyAttribute>& more) {
  std::vector<std::string_view> names;
  for (const auto* list : {&some, &more}) {
    for (const KeyAttribute& one : *list) names.push_back(one.name);
  }
  return fmt::format("{}", fmt::join(names, ", "));
}

ApiStatus CheckCapacity(const IndexSchema& index, const TableSchema& table) {
  const bool given = index.throughput != model::Throughput();
  const bool on_demand = table.billing_mode == model::BillingMode::kPayPerRequest;
  if (on_demand && given) return Invalid(fmt::format(message::kIndexUnitsGiven, index.name));
  if (!on_demand && !given) return Invalid(fmt::format(message::kIndexUnitsNeeded, index.name));
  if (!on_demand && index.on_demand) {
    return Invalid(fmt::format(
        message::kIndexOnDemandWithProvisioned,
        index.on_demand->max_read_units != -1 ? "MaxReadRequestUnits" : "MaxWriteRequestUnits",
        index.name));
  }
  return {};
}

ApiStatus CreateIndex(IndexSchema index, const std::vector<KeyAttribute>& sent,
                      TableSchema* table) {
  if (table->FindIndex(index.name) != nullptr) return ApiError::Validation(message::kIndexExists);
  if (!DefineKeys(sent, &index.key.partition, &table->attribute_definitions) ||
      !DefineKeys(sent, &index.key.sort, &table->attribute_definitions)) {
    return Invalid(fmt::format(message::kKeysNotDefined, Names(index.key.partition, index.key.sort),
                               Names(sent, {})));
  }
  PARTITA_TRY(CheckCapacity(index, *table));
  index.id = table->next_index_id++;
  index.status = IndexStatus::kCreating;
  index.backfilling = true;
  table->indexes.push_back(std::move(index));
  return CheckCounts(*table);
}

}  // namespace

ApiStatus CheckIndexActions(const wire::TableUpdate& update, const TableSchema& table) {
  for (const wire::IndexUpdate& index : update.changed)
    PARTITA_TRY(CheckChangeable(index.name, table));
  for (const std::string& name : update.removed) PARTITA_TRY(CheckRemovable(name, table));
  return CheckOneAtATime(update, table);
}

ApiStatus UpdateIndexes(const wire::TableUpdate& update, TableSchema* table) {
  for (const wire::IndexUpdate& change : update.changed) {
    IndexSchema* index = FindIn(&table->indexes, change.name);
    PARTITA_TRY(UpdateIndexCapacity(change, update.billing_mode, *table, index));
    index->status = IndexStatus::kUpdating;
  }
  for (const std::string& name : update.removed) {
    IndexSchema* index = FindIn(&table->indexes, name);
    index->status = IndexStatus::kDeleting;
    index->backfilling = false;
  }
  for (const IndexSchema& index : update.wanted.indexes)
    PARTITA_TRY(CreateIndex(index, update.wanted.attribute_definitions, table));
  return {};
}

void PruneAttributeDefinitions(TableSchema* table) {
  const auto has = [](const model::KeySchema& key, const std::string& name) {
    return FindDefinition(key.partition, name) != nullptr ||
           FindDefinition(key.sort, name) != nullptr;
  };
  std::erase_if(table->attribute_definitions, [&](const KeyAttribute& one) {
    return !has(table->key, one.name) &&
           std::none_of(table->indexes.begin(), table->indexes.end(),
                        [&](const IndexSchema& index) { return has(index.key, one.name); });
  });
}

}  // namespace partita::registryd
