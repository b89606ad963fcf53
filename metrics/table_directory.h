// The directory of tables that have counters of their own: kept by registryd, read by all.
//
// A table keeps its entry as long as it lives, and so does its name when it is deleted and made
// anew, until another table needs the entry: a new table takes the entry of its name, else one that
// was never used, else one whose table is gone; when there is none it has no entry, and its
// requests are counted with those of all other such tables.
//
// Thread safety: one writer. A reader that meets the writer at work looks again.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "metrics/counter_block.h"

namespace partita::metrics {

struct NamedTable {
  uint64_t id = 0;
  std::string name;
};

// Makes the directory say that exactly these tables exist. By registryd, before it publishes them.
void UpdateDirectory(const std::vector<NamedTable>& tables, Directory* directory);

struct DirectoryReading {
  struct Entry {
    uint64_t table_id = 0;  // 0: of a table that is gone
    uint64_t changes = 0;
    std::string name;  // empty: never used
  };
  uint64_t version = 0;
  std::vector<Entry> entries;  // kNamedTables
};

// None: the writer was at work all the time, or has died at it. A name that no table can have is
// read as empty.
std::optional<DirectoryReading> ReadDirectory(const Directory& directory);

}  // namespace partita::metrics
