// The TableName parameter: a name, or wherever a name is taken the table's ARN.
#pragma once

#include <memory>
#include <string_view>

#include "gateway/api/constraints.h"
#include "gateway/edge.h"
#include "model/api_error.h"
#include "model/table_schema.h"

namespace partita::gateway::api {

// What an item operation demands of TableName, as part of its member constraints.
void ConstrainTableName(const Constraints::Text& name, Constraints* constraints);
// The same where the name is there: an invalid one is reported alone, before anything else is
// looked at.
model::ApiStatus CheckTableNameAlone(std::string_view name);

// What the operations on batches demand of the keys of RequestItems; `printed`: the map as they
// print it. False: refused.
bool ConstrainBatchTableName(std::string_view name, std::string_view printed,
                             Constraints* constraints);

// What DescribeTable and DeleteTable demand; the plain name.
model::ApiResult<std::string_view> RequireTableName(const Constraints::Text& name);

// The table for an item operation; ResourceNotFoundException unless it is ACTIVE or UPDATING.
model::ApiResult<std::shared_ptr<const model::TableSchema>> FindActiveTable(
    Edge* edge, std::string_view name_or_arn);

// The table in whatever state; ResourceNotFoundException, which names it, if there is none.
model::ApiResult<std::shared_ptr<const model::TableSchema>> FindTableToDescribe(
    Edge* edge, std::string_view name);

}  // namespace partita::gateway::api
