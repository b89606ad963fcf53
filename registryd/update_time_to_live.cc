#include "wire/update_time_to_live.h"

#include <fmt/format.h>

#include "base/clock.h"
#include "model/api_message.h"
#include "registryd/operation.h"
#include "registryd/table_access.h"

namespace partita::registryd {
namespace {

model::ApiStatus CheckTimeToLive(const wire::TimeToLiveUpdate& update,
                                 const model::TableSchema& table) {
  const bool enabled = !table.ttl_attribute.empty();
  if (enabled && update.attribute != table.ttl_attribute) {
    return model::ApiError::Validation(
        fmt::format(model::message::kTimeToLiveOtherAttribute, table.ttl_attribute));
  }
  if (enabled && update.enabled)
    return model::ApiError::Validation(model::message::kTimeToLiveEnabled);
  if (!enabled && !update.enabled)
    return model::ApiError::Validation(model::message::kTimeToLiveDisabled);
  return {};
}

}  // namespace

model::ApiResult<model::TableSchema> UpdateTimeToLive(const Catalog& catalog,
                                                      base::ByteReader* request) {
  const wire::TimeToLiveUpdate update = wire::DecodeTimeToLiveUpdate(request);
  if (!request->Finished()) return UnreadableRequest();
  PARTITA_ASSIGN(const model::TableSchema* found, RequireTable(catalog, update.table));
  PARTITA_TRY(CheckSettled(*found));
  PARTITA_TRY(CheckTimeToLive(update, *found));
  model::TableSchema table = *found;
  table.ttl_attribute = update.enabled ? update.attribute : std::string_view();
  table.ttl_index_id = update.enabled ? table.next_index_id++ : 0;
  table.ttl_changed_at_us = base::WallMicros();
  return table;
}

}  // namespace partita::registryd
