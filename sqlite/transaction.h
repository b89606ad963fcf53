// A write transaction that is rolled back by its destructor unless it was committed.
//
//   PARTITA_ASSIGN(auto transaction, sqlite::Transaction::Begin(database));
//   …
//   PARTITA_TRY(transaction.Commit());
// For owners that change a few things at a time. A failed Commit() has the kind sqlite_error.h
// says: kUnavailable was rolled back, kUnknown may or may not be on disk.
#pragma once

#include <utility>

#include "base/result.h"
#include "sqlite/database.h"

namespace partita::sqlite {

class Transaction {
 public:
  static base::Result<Transaction> Begin(Database& database);
  Transaction(Transaction&& other) noexcept : database_(std::exchange(other.database_, nullptr)) {}
  Transaction& operator=(Transaction&&) = delete;
  ~Transaction();

  base::Status Commit();

 private:
  explicit Transaction(Database& database) : database_(&database) {}
  Database* database_;  // Null: committed or moved from.
};

}  // namespace partita::sqlite
