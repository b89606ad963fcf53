// What is demanded of capacities wherever one is named: provisioned, on-demand maxima, warm.
#pragma once

#include <optional>
#include <string>

#include "gateway/api/table_parts.h"
#include "model/api_error.h"

namespace partita::gateway::api {

// After ConstrainThroughput: both units are there.
model::ApiStatus CheckUnits(const ThroughputDefinition& throughput);

// `of` is "table" or "index : <name>"; `unlimited`: -1 takes a maximum away.
model::ApiStatus CheckMaxima(const std::optional<ThroughputDefinition>& units, bool unlimited,
                             const std::string& of);

// `of` is "table" or "index: <name>".
model::ApiStatus CheckWarmGiven(const std::optional<ThroughputDefinition>& units,
                                const std::string& of);
// What a new table or index is to serve at once is no less than it would anyhow. `of` is "table" or
// "index <name>".
model::ApiStatus CheckNewWarm(const std::optional<ThroughputDefinition>& warm,
                              const std::optional<ThroughputDefinition>& provisioned,
                              bool on_demand, const std::string& of);

}  // namespace partita::gateway::api
