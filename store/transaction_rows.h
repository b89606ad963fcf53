// What a slot knows of transactions: records under names, their contents the owner's matter.
//
//   CREATE TABLE prepared (id INTEGER PRIMARY KEY, name BLOB UNIQUE, checksum INTEGER, record BLOB)
//   CREATE TABLE decisions (the same)
//   CREATE TABLE tokens    (the same)
// Ids grow in the order in which records were put, so the oldest come first in a walk. The checksum
// is row_checksum.h's with the table's number (RecordTable) for a table id. partitiond/
// transaction_record.h has the contents.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"
#include "sqlite/database.h"
#include "sqlite/statement.h"

namespace partita::store {

// On disk, in the checksums: never renumber.
enum class RecordTable : uint8_t { kPrepared = 0, kDecisions = 1, kTokens = 2 };
inline constexpr size_t kRecordTables = 3;

// Returns false to stop. The views live until it returns.
using VisitRecord = std::function<bool(std::string_view name, std::string_view record)>;

class TransactionRows {
 public:
  explicit TransactionRows(sqlite::Database& database) : database_(database) {}

  // Makes the tables that are not there yet. Inside a transaction.
  base::Status Create();

  base::Result<std::optional<std::string>> Get(RecordTable table, std::string_view name);
  // Replaces what stands under the name; it is then the newest.
  base::Status Put(RecordTable table, std::string_view name, std::string_view record);
  base::Status Delete(RecordTable table, std::string_view name);
  // From the oldest on. kCorrupt: a record is not what was written.
  base::Status Walk(RecordTable table, const VisitRecord& visit);

 private:
  struct Statements {
    Statements(sqlite::Database& database, std::string_view table);
    sqlite::Statement get, put, erase, walk;
  };
  Statements& Of(RecordTable table) { return statements_[static_cast<size_t>(table)]; }
  base::Status Check(RecordTable table, std::string_view name, std::string_view record,
                     uint64_t checksum) const;

  sqlite::Database& database_;
  std::array<Statements, kRecordTables> statements_{
      Statements{database_, "prepared"}, Statements{database_, "decisions"},
      Statements{database_, "tokens"}};
};

}  // namespace partita::store
