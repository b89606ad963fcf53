// The bytes on disk of format 2. If one of these fails, the format has changed: raise kFormat and
// convert.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <fstream>
#include <iterator>

#include "sqlite/database.h"
#include "store/meta.h"
#include "store/row_checksum.h"
#include "store_fixture.h"

namespace partita::store {
namespace {

using RowFormatTest = StoreFixture;

std::string Hex(std::string_view bytes) {
  std::string hex;
  for (const char byte : bytes) hex += fmt::format("{:02x}", static_cast<unsigned char>(byte));
  return hex;
}

TEST_F(RowFormatTest, HasTheseBytes) {
  Open();
  CommitPut(5, std::string("\x01\x02k", 3), "item", 300);
  Close();
  std::ifstream in(path(), std::ios::binary);
  const std::string file{std::istreambuf_iterator<char>(in), {}};
  // SQLite's cell: record size, rowid; header (its size, then types: NULL for the rowid, i8, blob
  // of 3, i16, i64, blob of 4); table id, key, item size, checksum big-endian, item.
  const size_t key_at = file.find(std::string("\x05\x01\x02k\x01\x2c", 6));
  ASSERT_NE(key_at, std::string::npos);
  EXPECT_EQ(Hex(file.substr(key_at - 9, 27)),
            "1901"
            "07000112020614"
            "05"
            "01026b"
            "012c"
            "1661d2b8bf07bf63"
            "6974656d");
  EXPECT_EQ(file.substr(0, 16), std::string("SQLite format 3\0", 16));
  EXPECT_EQ(Hex(file.substr(68, 4)), "50617274");  // application_id
  EXPECT_EQ(Hex(file.substr(60, 4)), "00000002");  // user_version
}

TEST_F(RowFormatTest, HasThisChecksum) {
  EXPECT_EQ(RowChecksum(5, std::string("\x01\x02k", 3), 300, "item"), 0x1661d2b8bf07bf63u);
}

}  // namespace
}  // namespace partita::store
