#include "wire/update_table.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/clock.h"
#include "model/api_message.h"
#include "registryd/capacity_update.h"
#include "registryd/index_update.h"
#include "registryd/operation.h"
#include "registryd/table_access.h"

namespace partita::registryd {
namespace {

using model::ApiError;
using model::ApiStatus;

// Two streams of a table never have one label: labels show milliseconds.
constexpr int64_t kStreamLabelUs = 1'000;

ApiStatus UpdateStream(const wire::TableUpdate& update, model::TableSchema* table) {
  if (!update.stream) return {};
  const auto refuse = [&](std::string_view text) {
    return ApiError::Validation(fmt::format(fmt::runtime(text), table->name));
  };
  const bool is_on = table->stream != model::StreamViewType::kNone;
  const bool shall_be_on = update.wanted.stream != model::StreamViewType::kNone;
  if (is_on && shall_be_on) return refuse(model::message::kStreamIsEnabled);
  if (!is_on && !shall_be_on) return refuse(model::message::kStreamIsDisabled);
  table->stream = update.wanted.stream;
  if (!shall_be_on) return {};
  table->stream_label_us = std::max(base::WallMicros(), table->stream_label_us + kStreamLabelUs);
  table->latest_stream_view = table->stream;
  return {};
}

ApiStatus UpdateSse(const wire::TableUpdate& update, model::TableSchema* table) {
  if (!update.sse) return {};
  const auto refuse = [](std::string_view text) {
    return ApiError::Validation(fmt::format(model::message::kInvalidParameter, text));
  };
  if (!update.wanted.sse_enabled && !table->sse_enabled)
    return refuse(model::message::kSseIsDefault);
  if (update.sse_key && table->sse_enabled &&
      update.wanted.sse_kms_key_arn == table->sse_kms_key_arn) {
    return refuse(model::message::kSseKeyIsSame);
  }
  table->sse_enabled = update.wanted.sse_enabled;
  table->sse_kms_key_arn = update.wanted.sse_kms_key_arn;
  return {};
}

// A class that is the current one already leaves no trace.
void UpdateTableClass(const wire::TableUpdate& update, model::TableSchema* table) {
  if (!update.table_class || update.wanted.table_class == table->table_class) return;
  table->table_class = update.wanted.table_class;
  table->table_class_given = true;
}

// Everything else takes effect at once, or shows at the index alone.
bool TakesTime(const wire::TableUpdate& update) {
  return update.billing_mode || update.throughput || update.stream || update.table_class ||
         !update.wanted.indexes.empty() || !update.removed.empty();
}

}  // namespace

model::ApiResult<model::TableSchema> UpdateTable(const Catalog& catalog,
                                                 base::ByteReader* request) {
  const base::Result<wire::TableUpdate> update = wire::DecodeTableUpdate(request);
  if (!update.ok() || !request->Finished()) return UnreadableRequest();
  PARTITA_ASSIGN(const model::TableSchema* found, RequireTable(catalog, update->wanted.name));
  // Deletion protection can be changed beside anything else.
  PARTITA_TRY(update->deletion_protection ? CheckSettled(*found) : CheckActive(*found));
  model::TableSchema table = *found;
  PARTITA_TRY(CheckIndexActions(*update, table));
  PARTITA_TRY(UpdateCapacity(*update, &table));
  PARTITA_TRY(UpdateIndexes(*update, &table));
  PARTITA_TRY(UpdateStream(*update, &table));
  PARTITA_TRY(UpdateSse(*update, &table));
  UpdateTableClass(*update, &table);
  if (update->deletion_protection) table.deletion_protection = update->wanted.deletion_protection;
  if (TakesTime(*update)) table.status = model::TableStatus::kUpdating;
  return table;
}

}  // namespace partita::registryd
