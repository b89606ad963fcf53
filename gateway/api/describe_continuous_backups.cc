// DescribeContinuousBackups: from the mirror.
#include <fmt/format.h>

#include <memory>

#include "base/clock.h"
#include "gateway/api/continuous_backups.h"
#include "gateway/api/parameter_reader.h"
#include "gateway/api/request.h"
#include "gateway/api/table_name.h"
#include "model/api_message.h"

namespace partita::gateway::api {

model::ApiStatus DescribeContinuousBackups(const Request& request) {
  std::optional<model::ApiError> failure;
  const ParameterReader reader(request.parameters, &failure);
  const std::optional<std::string_view> parameter = reader.String("TableName");
  PARTITA_TRY(reader.status());
  PARTITA_ASSIGN(const std::string_view name, RequireTableName(parameter));
  const std::shared_ptr<const model::TableSchema> table = request.edge->FindTable(name);
  if (!table) {
    return model::ApiError::Of(model::ApiErrorType::kTableNotFound,
                               fmt::format(model::message::kNoSuchTable, name));
  }
  request.call->Succeed(ContinuousBackupsJson(*table, base::WallMicros()));
  return {};
}

}  // namespace partita::gateway::api
