// The catalog as everybody else sees it: the snapshot in the mirror.
#pragma once

#include <cstdint>
#include <string>

#include "base/result.h"
#include "registryd/catalog.h"
#include "shm/mirror.h"
#include "wire/schema_snapshot.h"

namespace partita::registryd {

// What every snapshot says beside the tables.
struct House {
  uint32_t slots = 1;
  std::string account_id;  // 12 digits
  std::string region;
};

class Publisher {
 public:
  Publisher(shm::MirrorPublisher mirror, House house);

  // The version under which the catalog's tables are now published.
  base::Result<uint64_t> Publish(const Catalog& catalog);
  // False: with `table` added or changed the snapshot would not fit into the mirror. To be asked
  // before the commit.
  bool Fits(const Catalog& catalog, const model::TableSchema& table) const;

 private:
  wire::SchemaSnapshot SnapshotOf(const Catalog& catalog) const;

  shm::MirrorPublisher mirror_;
  const House house_;
};

}  // namespace partita::registryd
