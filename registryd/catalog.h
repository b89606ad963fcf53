// The durable list of tables: one SQLite file, <data>/catalog.db, read once at the start and
// written at every change.
//
//   tables      one row per table: its id, and everything else as a JSON document
//               (model/table_json.h)
//   slot_marks  per slot, the last commit that is known to be acknowledged, saved about once a
//               second
//   counters    next_table_id: above every id ever given out, also those of tables that are gone
// The header of the file says application "PtCa" and format 1; another application's file or a
// newer format is refused. Every change is one transaction, synced before the call returns; the
// tables in memory move only after it.
// Thread safety: one object, one thread.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "model/table_schema.h"

namespace partita::registryd {

inline constexpr int64_t kCatalogApplicationId = 0x50744361;  // "PtCa"
inline constexpr int64_t kCatalogFormat = 1;

// What changes in one transaction.
struct CatalogChange {
  std::vector<model::TableSchema> saved;  // new or changed
  std::vector<model::TableId> removed;
};

struct SlotMark {
  uint32_t slot = 0;
  uint64_t epoch = 0;
  uint64_t seq = 0;
  friend bool operator==(const SlotMark&, const SlotMark&) = default;
};

class Catalog {
 public:
  using Tables = std::map<std::string, model::TableSchema, std::less<>>;  // by name

  // Creates the file if there is none. kInvalid: not a catalog of ours; kCorrupt: a document that
  // cannot be read.
  static base::Result<std::unique_ptr<Catalog>> Open(const std::string& path);
  ~Catalog();

  const Tables& tables() const;
  const model::TableSchema* Find(std::string_view name) const;  // null: no such table
  // The id the next table is to have. Saving a table moves it on.
  model::TableId next_table_id() const;

  // kUnavailable: nothing happened, go on (the disk is full). kUnknown and kCorrupt: the process
  // must end.
  base::Status Commit(const CatalogChange& change);

  base::Result<std::vector<SlotMark>> LoadMarks();
  base::Status SaveMarks(const std::vector<SlotMark>& marks);

 private:
  struct Impl;
  explicit Catalog(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace partita::registryd
