// The tables as the registry has published them, decoded once per version.
//
// Reading costs one atomic load while nothing changes. No message is sent and none waited for: the
// registry may be down.
//
// Thread safety: the gateway's one thread. What was handed out stays true of its version, however
// long it is held.
#pragma once

#include <cstdint>
#include <memory>
#include <string_view>

#include "model/table_schema.h"
#include "shm/mirror.h"
#include "wire/schema_snapshot.h"

namespace partita::gateway {

class TableView {
 public:
  explicit TableView(shm::MirrorReader mirror);

  // False until the registry has published for the first time.
  bool published() const { return mirror_.version() > 0; }
  const std::shared_ptr<const wire::SchemaSnapshot>& Schemas();
  std::shared_ptr<const model::TableSchema> FindTable(
      std::string_view name);  // null: none of this name

 private:
  void Reload();

  shm::MirrorReader mirror_;
  uint64_t version_ = 0;
  std::shared_ptr<const wire::SchemaSnapshot> schemas_;
};

}  // namespace partita::gateway
