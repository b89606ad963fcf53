// What UpdateContinuousBackups and DescribeContinuousBackups answer.
#pragma once

#include <cstdint>
#include <string>

#include "model/table_schema.h"

namespace partita::gateway::api {

// {"ContinuousBackupsDescription": …}; `now_us`: the date of the answer, WallMicros().
std::string ContinuousBackupsJson(const model::TableSchema& table, int64_t now_us);

}  // namespace partita::gateway::api
