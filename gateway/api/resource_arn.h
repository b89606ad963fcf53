// The ResourceArn parameter of the tag operations: a table's ARN.
#pragma once

#include <memory>
#include <string_view>

#include "gateway/api/constraints.h"
#include "gateway/edge.h"
#include "model/api_error.h"
#include "model/table_schema.h"

namespace partita::gateway::api {

// The name of the table. Whether there is one is not known here.
model::ApiResult<std::string_view> RequireTableArn(const Constraints::Text& arn);

// The table of that name. Refused: there is none — AccessDeniedException if the ARN is another
// account's, as the service says it, which does not tell strangers what there is.
// `operation`: "ListTagsOfResource".
model::ApiResult<std::shared_ptr<const model::TableSchema>> FindTaggedTable(
    Edge* edge, std::string_view name, std::string_view arn, std::string_view operation);

}  // namespace partita::gateway::api
