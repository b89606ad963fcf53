// What UpdateTable demands of a request by itself.
//
// Nearly every change must come alone: only a change of the billing mode goes with others, and
// changes of indexes' capacities with those of the table's.
#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <string_view>

#include "gateway/api/capacity_checks.h"
#include "gateway/api/check_texts.h"
#include "gateway/api/index_checks.h"
#include "gateway/api/table_checks.h"
#include "gateway/api/table_update.h"
#include "model/api_message.h"

namespace partita::gateway::api {

namespace message = model::message;
using model::ApiError;
using model::ApiStatus;

namespace {

bool HasIndexActions(const TableUpdateDefinition& update) {
  return update.index_actions && !update.index_actions->empty();
}

bool CreatesIndex(const TableUpdateDefinition& update) {
  return update.index_actions &&
         std::any_of(update.index_actions->begin(), update.index_actions->end(),
                     [](const IndexAction& action) { return action.create.has_value(); });
}

bool RemovesIndex(const TableUpdateDefinition& update) {
  return update.index_actions &&
         std::any_of(update.index_actions->begin(), update.index_actions->end(),
                     [](const IndexAction& action) { return action.remove.has_value(); });
}

ApiStatus CheckNotEmpty(const TableUpdateDefinition& update) {
  const bool something = update.billing_mode || update.throughput || update.on_demand ||
                         update.warm || update.stream || update.sse || update.table_class ||
                         update.deletion_protection;
  if (!something && !HasIndexActions(update))
    return ApiError::Validation(message::kNothingToUpdate);
  if (update.index_actions && update.index_actions->empty())
    return InvalidParameter(message::kIndexListEmpty, "GlobalSecondaryIndexUpdates");
  return {};
}

// Changes that must come alone, the first of them is named.
ApiStatus CheckAlone(const TableUpdateDefinition& update) {
  const int concerns = (update.billing_mode || update.throughput ? 1 : 0) +
                       (update.on_demand ? 1 : 0) + (update.warm ? 1 : 0) +
                       (update.stream ? 1 : 0) + (update.sse ? 1 : 0) +
                       (update.table_class ? 1 : 0) + (update.deletion_protection ? 1 : 0) +
                       (HasIndexActions(update) ? 1 : 0);
  if (concerns < 2) return {};
  if (update.sse)
    return InvalidParameter(message::kOnlyOperation, "Server-Side Encryption modification");
  if (update.table_class)
    return InvalidParameter(message::kOnlyOperation, "TableClass modification");
  if (update.deletion_protection)
    return InvalidParameter(message::kOnlyOperation, "DeletionProtection modification");
  if (update.warm && CreatesIndex(update))
    return InvalidParameter(message::kIndexWithWarmThroughput);
  if (update.warm) return InvalidParameter(message::kOnlyOperation, "WarmThroughput");
  if (update.on_demand && update.stream) return InvalidParameter(message::kOnDemandOnlyWithBilling);
  return {};
}

ApiStatus CheckTogether(const TableUpdateDefinition& update) {
  const bool index_comes_or_goes = CreatesIndex(update) || RemovesIndex(update);
  if (update.stream && (update.throughput || update.billing_mode == "PROVISIONED"))
    return InvalidParameter(message::kStreamWithThroughput);
  if (index_comes_or_goes && update.throughput)
    return InvalidParameter(message::kIndexWithThroughput);
  if (index_comes_or_goes && update.stream) return InvalidParameter(message::kIndexWithStream);
  return {};
}

ApiStatus CheckCapacity(const TableUpdateDefinition& update) {
  if (update.throughput && update.billing_mode == "PAY_PER_REQUEST")
    return InvalidParameter(message::kThroughputGivenOnDemand);
  if (!update.throughput && update.billing_mode == "PROVISIONED")
    return InvalidParameter(message::kThroughputNeeded);
  if (update.throughput) PARTITA_TRY(CheckUnits(*update.throughput));
  return CheckMaxima(update.on_demand, true, "table");
}

ApiStatus CheckStream(const TableUpdateDefinition& update) {
  if (!update.stream) return {};
  if (*update.stream->enabled && !update.stream->view_type)
    return InvalidParameter(message::kStreamViewNeeded);
  if (!*update.stream->enabled && update.stream->view_type)
    return InvalidParameter(message::kStreamViewNotAllowed);
  return {};
}

ApiStatus CheckCreate(const IndexDefinition& index, const TableUpdateDefinition& update) {
  if (!update.attributes || update.attributes->empty())
    return InvalidParameter(message::kDefinitionsMissing, *index.name);
  PARTITA_TRY(CheckGlobalIndexShape(index));
  if (index.throughput) PARTITA_TRY(CheckUnits(*index.throughput));
  return CheckMaxima(index.on_demand, false, fmt::format("index : {}", *index.name));
}

ApiStatus CheckChange(const IndexDefinition& index) {
  PARTITA_TRY(CheckWarmGiven(index.warm, fmt::format("index: {}", *index.name)));
  if (index.throughput) PARTITA_TRY(CheckUnits(*index.throughput));
  return CheckMaxima(index.on_demand, true, fmt::format("index : {}", *index.name));
}

std::string_view NameOf(const IndexAction& action) {
  if (action.create) return *action.create->name;
  if (action.update) return *action.update->name;
  return **action.remove;
}

ApiStatus CheckIndexActions(const TableUpdateDefinition& update) {
  if (!update.index_actions) return {};
  std::set<std::string_view> names;
  for (const IndexAction& action : *update.index_actions) {
    const int actions = (action.create ? 1 : 0) + (action.update ? 1 : 0) + (action.remove ? 1 : 0);
    if (actions == 0) return InvalidParameter(message::kIndexActionMissing);
    if (actions > 1) return InvalidParameter(message::kIndexActionsTogether);
    if (!names.insert(NameOf(action)).second)
      return InvalidParameter(message::kIndexUpdatedTwice, NameOf(action));
    if (action.create) PARTITA_TRY(CheckCreate(*action.create, update));
    if (action.update) PARTITA_TRY(CheckChange(*action.update));
  }
  return {};
}

}  // namespace

ApiStatus CheckTableUpdate(const TableUpdateDefinition& update) {
  PARTITA_TRY(CheckNotEmpty(update));
  PARTITA_TRY(CheckAlone(update));
  PARTITA_TRY(CheckTogether(update));
  PARTITA_TRY(CheckCapacity(update));
  PARTITA_TRY(CheckStream(update));
  PARTITA_TRY(CheckSse(update.sse));
  PARTITA_TRY(CheckTableClass(update.table_class));
  return CheckIndexActions(update);
}

}  // namespace partita::gateway::api
