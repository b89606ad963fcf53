#include "gateway/table_view.h"

#include <algorithm>
#include <utility>

#include "base/log.h"

namespace partita::gateway {

TableView::TableView(shm::MirrorReader mirror)
    : mirror_(std::move(mirror)), schemas_(std::make_shared<wire::SchemaSnapshot>()) {}

const std::shared_ptr<const wire::SchemaSnapshot>& TableView::Schemas() {
  if (mirror_.version() != version_) [[unlikely]]
    Reload();
  return schemas_;
}

std::shared_ptr<const model::TableSchema> TableView::FindTable(std::string_view name) {
  const auto& schemas = Schemas();
  const auto& tables = schemas->tables;
  const auto found = std::lower_bound(
      tables.begin(), tables.end(), name,
      [](const model::TableSchema& table, std::string_view wanted) { return table.name < wanted; });
  if (found == tables.end() || found->name != name) return nullptr;
  return {schemas, &*found};  // shares the life of the whole snapshot
}

// Bytes that are not a snapshot leave the former one in force: the tables of it exist all the same.
void TableView::Reload() {
  auto snapshot = mirror_.Read();
  if (!snapshot.ok()) {
    base::Log(base::LogLevel::kError, "reading the schemas: {}", snapshot.error().message);
    return;
  }
  version_ = snapshot->version;
  auto schemas = wire::DecodeSchemaSnapshot(snapshot->bytes);
  if (!schemas.ok()) {
    base::Log(base::LogLevel::kError, "schemas of version {}: {}", version_,
              schemas.error().message);
    return;
  }
  schemas_ = std::make_shared<const wire::SchemaSnapshot>(std::move(schemas).value());
  base::Log(base::LogLevel::kDebug, "schemas of version {}: {} tables", version_,
            schemas_->tables.size());
}

}  // namespace partita::gateway
