// The ResourceArn parameter of the tag operations: a table's ARN.
#pragma once

#include <string_view>

#include "gateway/api/constraints.h"
#include "model/api_error.h"

namespace partita::gateway::api {

// The name of the table. Whether there is one is not known here.
model::ApiResult<std::string_view> RequireTableArn(const Constraints::Text& arn);

}  // namespace partita::gateway::api
