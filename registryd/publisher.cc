#include "registryd/publisher.h"

#include <utility>

#include "base/coding.h"

namespace partita::registryd {

Publisher::Publisher(shm::MirrorPublisher mirror, House house)
    : mirror_(std::move(mirror)), house_(std::move(house)) {}

wire::SchemaSnapshot Publisher::SnapshotOf(const Catalog& catalog) const {
  wire::SchemaSnapshot snapshot;
  snapshot.slot_map.slots = house_.slots;
  snapshot.next_table_id = catalog.next_table_id();
  snapshot.account_id = house_.account_id;
  snapshot.region = house_.region;
  for (const auto& [name, table] : catalog.tables()) snapshot.tables.push_back(table);
  return snapshot;
}

base::Result<uint64_t> Publisher::Publish(const Catalog& catalog) {
  std::string bytes;
  wire::Encode(SnapshotOf(catalog), &bytes);
  return mirror_.Publish(bytes);
}

bool Publisher::Fits(const Catalog& catalog, const model::TableSchema& table) const {
  std::string bytes;
  wire::Encode(SnapshotOf(catalog), &bytes);
  base::ByteWriter writer(&bytes);
  table.EncodeTo(&writer);
  return bytes.size() + 16 <= shm::kMirrorHalfBytes;  // 16: the count of tables may take longer
}

}  // namespace partita::registryd
