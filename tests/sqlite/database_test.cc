#include "sqlite/database.h"

#include <gtest/gtest.h>

#include <fstream>

#include "fault_vfs.h"
#include "sqlite/statement.h"
#include "sqlite/transaction.h"
#include "sqlite_fixture.h"

namespace partita::sqlite {
namespace {

using DatabaseTest = SqliteFixture;

TEST_F(DatabaseTest, BindsAndReadsIntegersAndBytesWithZeros) {
  Open();
  Do("CREATE TABLE t (a INTEGER, b BLOB)");
  Statement insert(database(), "INSERT INTO t VALUES (?1, ?2)");
  const std::string bytes("a\0b", 3);
  ASSERT_TRUE(insert.Run(uint64_t{0xffffffffffffffff}, bytes).ok());
  ASSERT_TRUE(insert.Run(-5, std::string_view()).ok());
  Statement select(database(), "SELECT a, b FROM t ORDER BY rowid");
  auto rows = select.Query();
  ASSERT_TRUE(rows.Next().value());
  EXPECT_EQ(rows.Uint64(0), 0xffffffffffffffff);
  EXPECT_EQ(rows.Bytes(1), bytes);
  ASSERT_TRUE(rows.Next().value());
  EXPECT_EQ(rows.Int64(0), -5);
  EXPECT_EQ(rows.Bytes(1), "");
  EXPECT_FALSE(rows.Next().value());
}

TEST_F(DatabaseTest, RollsATransactionBackUnlessItWasCommitted) {
  Open();
  Do("CREATE TABLE t (a INTEGER)");
  {
    auto transaction = Transaction::Begin(database());
    ASSERT_TRUE(transaction.ok());
    Do("INSERT INTO t VALUES (1)");
  }
  EXPECT_EQ(Int64("SELECT count(*) FROM t"), 0);
  auto transaction = Transaction::Begin(database());
  ASSERT_TRUE(transaction.ok());
  Do("INSERT INTO t VALUES (1)");
  ASSERT_TRUE(transaction->Commit().ok());
  EXPECT_EQ(Int64("SELECT count(*) FROM t"), 1);
}

TEST_F(DatabaseTest, CallsAFileThatIsNoDatabaseCorrupt) {
  std::ofstream(path()) << std::string(8192, 'x');
  Open();
  const auto read = database().QueryInt64("SELECT count(*) FROM sqlite_schema");
  ASSERT_FALSE(read.ok());
  EXPECT_EQ(read.error().kind, base::ErrorKind::kCorrupt);
}

TEST_F(DatabaseTest, CallsAFullDiskUnavailableAndAFailedSyncUnknown) {
  FaultVfs disk;
  Open(disk.name());
  Do("PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; "
     "CREATE TABLE t (a)");
  disk.SetSpace(0);
  const auto full = database().Execute("INSERT INTO t VALUES (zeroblob(100000))");
  ASSERT_FALSE(full.ok());
  EXPECT_EQ(full.error().kind, base::ErrorKind::kUnavailable);
  disk.SetSpace(-1);
  Do("INSERT INTO t VALUES (1)");
  disk.FailSync(1);
  const auto unknown = database().Execute("INSERT INTO t VALUES (2)");
  ASSERT_FALSE(unknown.ok());
  EXPECT_EQ(unknown.error().kind, base::ErrorKind::kUnknown);
  Close();
}

TEST_F(DatabaseTest, EndsTheProcessOnAStatementThatDoesNotCompile) {
  Open();
  EXPECT_DEATH({ auto result = database().QueryInt64("SELECT nonsense FROM nowhere"); },
               "does not compile");
}

}  // namespace
}  // namespace partita::sqlite
