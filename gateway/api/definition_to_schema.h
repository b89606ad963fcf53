// A client's definitions of tables and indexes, checked, as the schema says them.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "gateway/api/table_parts.h"
#include "gateway/edge.h"
#include "model/table_schema.h"

namespace partita::gateway::api {

std::vector<model::KeyAttribute> ToAttributes(const std::vector<AttributeDefinition>& attributes);
// The attributes' types out of `defined`, S where they are not.
model::KeySchema ToKeySchema(const KeySchemaList& keys,
                             const std::vector<model::KeyAttribute>& defined);
// Without id and status.
model::IndexSchema ToIndexSchema(const IndexDefinition& index, bool global,
                                 const std::vector<model::KeyAttribute>& defined);

model::BillingMode ToBillingMode(std::string_view billing_mode);
model::Throughput ToThroughput(const std::optional<ThroughputDefinition>& units);  // absent: 0
// What was not named: `unnamed`.
std::optional<model::OnDemandThroughput> ToOnDemand(
    const std::optional<ThroughputDefinition>& units, int64_t unnamed);
model::Throughput ToWarm(const std::optional<ThroughputDefinition>& units);  // not named: 0
model::TableClass ToTableClass(std::string_view table_class);
model::StreamViewType ToStream(const StreamDefinition& stream);  // kNone: not enabled
void SetSse(const SseDefinition& sse, Edge* edge, model::TableSchema* table);

}  // namespace partita::gateway::api
