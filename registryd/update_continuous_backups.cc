#include "wire/update_continuous_backups.h"

#include <fmt/format.h>

#include <string>

#include "base/clock.h"
#include "model/api_message.h"
#include "model/limits.h"
#include "registryd/operation.h"

namespace partita::registryd {
namespace {

// The backup operations have exceptions of their own.
model::ApiResult<const model::TableSchema*> FindForBackup(const Catalog& catalog,
                                                          std::string_view name) {
  const model::TableSchema* found = catalog.Find(name);
  if (found == nullptr || found->status == model::TableStatus::kDeleting) {
    return model::ApiError::Of(model::ApiErrorType::kTableNotFound,
                               fmt::format(model::message::kNoSuchTable, name));
  }
  if (found->status == model::TableStatus::kCreating) {
    return model::ApiError::Of(model::ApiErrorType::kContinuousBackupsUnavailable,
                               fmt::format(model::message::kBackupsBeingEnabled, name));
  }
  return found;
}

void Enable(uint32_t days, model::TableSchema* table) {
  if (!table->point_in_time_recovery) {
    table->recovery_since_us = base::WallMicros();
    table->recovery_period_days = model::kMaxRecoveryPeriodDays;
  }
  table->point_in_time_recovery = true;
  if (days != 0) table->recovery_period_days = days;
}

}  // namespace

model::ApiResult<model::TableSchema> UpdateContinuousBackups(const Catalog& catalog,
                                                             base::ByteReader* request) {
  const wire::ContinuousBackupsUpdate update = wire::DecodeContinuousBackupsUpdate(request);
  if (!request->Finished()) return UnreadableRequest();
  PARTITA_ASSIGN(const model::TableSchema* found, FindForBackup(catalog, update.table));
  model::TableSchema table = *found;
  if (update.enabled) {
    Enable(update.recovery_period_days, &table);
  } else {
    table.point_in_time_recovery = false;
    table.recovery_since_us = 0;
    table.recovery_period_days = 0;
  }
  return table;
}

}  // namespace partita::registryd
