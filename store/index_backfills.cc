#include "store/index_backfills.h"

namespace partita::store {

base::Status IndexBackfills::Create() {
  return database_.Execute(
      "CREATE TABLE index_backfills (table_id INTEGER NOT NULL, index_id INTEGER NOT NULL, "
      "next_key "
      "BLOB NOT NULL, scanned INTEGER NOT NULL, done INTEGER NOT NULL, PRIMARY KEY (table_id, "
      "index_id)) WITHOUT ROWID");
}

base::Result<IndexBackfills::All> IndexBackfills::Load() {
  All all;
  auto rows = load_.Query();
  for (;;) {
    PARTITA_ASSIGN(const bool found, rows.Next());
    if (!found) return all;
    const Counted what{rows.Uint64(0), static_cast<uint32_t>(rows.Uint64(1))};
    all[what] = {std::string(rows.Bytes(2)), rows.Uint64(3), rows.Int64(4) != 0};
  }
}

base::Status IndexBackfills::Save(Counted what, const IndexBackfill& fill) {
  return save_.Run(what.table, what.index, std::string_view(fill.next_key), fill.scanned,
                   fill.done ? 1 : 0);
}

}  // namespace partita::store
