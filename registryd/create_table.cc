#include <fmt/format.h>

#include <utility>

#include "base/clock.h"
#include "base/log.h"
#include "model/api_message.h"
#include "registryd/operation.h"
#include "registryd/uuid.h"

namespace partita::registryd {
namespace {

// What only the registry knows of a new table.
void Complete(model::TableSchema* table, model::TableId id, std::string uuid) {
  table->id = id;
  table->uuid = std::move(uuid);
  table->status = model::TableStatus::kCreating;
  table->created_at_us = base::WallMicros();
  table->next_index_id = 1;
  for (model::IndexSchema& index : table->indexes) {
    index.id = table->next_index_id++;
    index.status = model::IndexStatus::kCreating;
  }
  if (table->billing_mode == model::BillingMode::kPayPerRequest) {
    table->billing_mode_changed_at_us = table->created_at_us;
  }
  if (table->stream != model::StreamViewType::kNone) {
    table->stream_label_us = table->created_at_us;
    table->latest_stream_view = table->stream;
  }
}

}  // namespace

model::ApiResult<model::TableSchema> CreateTable(const Catalog& catalog,
                                                 base::ByteReader* request) {
  base::Result<model::TableSchema> wanted = model::TableSchema::Decode(request);
  if (!wanted.ok() || !request->Finished()) return UnreadableRequest();
  if (catalog.Find(wanted->name) != nullptr) {
    return model::ApiError::Of(model::ApiErrorType::kResourceInUse,
                               fmt::format(model::message::kTableAlreadyExists, wanted->name));
  }
  base::Result<std::string> uuid = RandomUuid();
  if (!uuid.ok()) {
    base::Log(base::LogLevel::kError, "no UUID for a new table: {}", uuid.error().message);
    return model::ApiError::Of(model::ApiErrorType::kInternalServerError,
                               "No table id could be made");
  }
  model::TableSchema table = *std::move(wanted);
  Complete(&table, catalog.next_table_id(), *std::move(uuid));
  return table;
}

}  // namespace partita::registryd
