#include "sqlite/transaction.h"

#include "base/log.h"

namespace partita::sqlite {

base::Result<Transaction> Transaction::Begin(Database& database) {
  PARTITA_TRY(database.Execute("BEGIN IMMEDIATE"));
  return Transaction(database);
}

Transaction::~Transaction() {
  // Some errors (full, I/O) have rolled back already.
  if (database_ == nullptr || !database_->in_transaction()) return;
  if (auto rolled_back = database_->Execute("ROLLBACK"); !rolled_back.ok()) {
    base::Log(base::LogLevel::kError, "{}", rolled_back.error().message);
  }
}

base::Status Transaction::Commit() {
  PARTITA_TRY(database_->Execute("COMMIT"));
  database_ = nullptr;
  return {};
}

}  // namespace partita::sqlite
