#include "store/transaction_rows.h"

#include <fmt/format.h>

#include "store/row_checksum.h"

namespace partita::store {
namespace {

constexpr const char* kTableNames[kRecordTables] = {"prepared", "decisions", "tokens"};

uint64_t RecordChecksum(RecordTable table, std::string_view name, std::string_view record) {
  return RowChecksum(static_cast<uint64_t>(table), name, record.size(), record);
}

}  // namespace

TransactionRows::Statements::Statements(sqlite::Database& database, std::string_view table)
    : get(database, fmt::format("SELECT checksum, record FROM {} WHERE name = ?1", table)),
      put(database,
          fmt::format("INSERT OR REPLACE INTO {}(name, checksum, record) VALUES (?1, ?2, ?3)",
                      table)),
      erase(database, fmt::format("DELETE FROM {} WHERE name = ?1", table)),
      walk(database, fmt::format("SELECT name, checksum, record FROM {} ORDER BY id", table)) {}

base::Status TransactionRows::Create() {
  for (const char* name : kTableNames) {
    PARTITA_TRY(database_.Execute(
        fmt::format("CREATE TABLE IF NOT EXISTS {} (id INTEGER PRIMARY KEY, name BLOB NOT NULL "
                    "UNIQUE, checksum INTEGER NOT NULL, record BLOB NOT NULL)",
                    name)));
  }
  return {};
}

base::Status TransactionRows::Check(RecordTable table, std::string_view name,
                                    std::string_view record, uint64_t checksum) const {
  if (RecordChecksum(table, name, record) == checksum) return {};
  return base::Error::Corrupt(fmt::format("a record of a transaction in {} is not what was written",
                                          database_.path()));
}

base::Result<std::optional<std::string>> TransactionRows::Get(RecordTable table,
                                                              std::string_view name) {
  auto rows = Of(table).get.Query(name);
  PARTITA_ASSIGN(const bool found, rows.Next());
  if (!found) return std::optional<std::string>();
  PARTITA_TRY(Check(table, name, rows.Bytes(1), rows.Uint64(0)));
  return std::optional<std::string>(rows.Bytes(1));
}

base::Status TransactionRows::Put(RecordTable table, std::string_view name,
                                  std::string_view record) {
  return Of(table).put.Run(name, RecordChecksum(table, name, record), record);
}

base::Status TransactionRows::Delete(RecordTable table, std::string_view name) {
  return Of(table).erase.Run(name);
}

base::Status TransactionRows::Walk(RecordTable table, const VisitRecord& visit) {
  auto rows = Of(table).walk.Query();
  for (;;) {
    PARTITA_ASSIGN(const bool found, rows.Next());
    if (!found) return {};
    PARTITA_TRY(Check(table, rows.Bytes(0), rows.Bytes(2), rows.Uint64(1)));
    if (!visit(rows.Bytes(0), rows.Bytes(2))) return {};
  }
}

}  // namespace partita::store
