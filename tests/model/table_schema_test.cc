#include "model/table_schema.h"

#include <gtest/gtest.h>

#include "tests/model/sample.h"

namespace partita::model {
namespace {

std::string Encoded(const TableSchema& table) {
  std::string bytes;
  base::ByteWriter writer(&bytes);
  table.EncodeTo(&writer);
  return bytes;
}

TEST(TableSchema, ReadsBackWhatItWrote) {
  for (const TableSchema& table : {TableSchema(), FullTable()}) {
    const std::string bytes = Encoded(table);
    base::ByteReader reader(bytes);
    const auto back = TableSchema::Decode(&reader);
    ASSERT_TRUE(back.ok());
    EXPECT_EQ(*back, table);
    EXPECT_TRUE(reader.Finished());
  }
}

// Crosses rings and the mirror between processes of one version; the format byte tells versions
// apart.
TEST(TableSchema, WritesTheGoldenBytes) {
  TableSchema table;
  table.id = 0x0102030405060708;
  table.uuid = "u";
  table.name = "t";
  table.status = TableStatus::kActive;
  table.created_at_us = 1;
  table.key.partition = {{"p", AttributeType::kS}};
  table.attribute_definitions = {{"p", AttributeType::kS}};
  table.tags = {{"k", "v"}};
  EXPECT_EQ(Hex(Encoded(table)),
            "02 08 07 06 05 04 03 02 01 01 75 01 74 04 02 "  // format, id, uuid, name, status, date
            "01 01 70 01 00 01 01 70 01 00 01 "              // key, definitions, no index, next id
            "01 00 00 00 00 00 00 00 00 "                    // provisioned, throughput, dates
            "01 00 00 00 00 00 00 00 00 00 00 00 00 00 "     // class to recovery
            "01 01 6B 01 76");                               // one tag
}

TEST(TableSchema, RefusesTornBytesAndStrangers) {
  const std::string bytes = Encoded(FullTable());
  for (size_t size = 0; size < bytes.size(); ++size) {
    base::ByteReader reader(std::string_view(bytes).substr(0, size));
    EXPECT_FALSE(TableSchema::Decode(&reader).ok()) << size;
  }
  std::string other_format = bytes;
  other_format[0] = 1;
  base::ByteReader reader(other_format);
  EXPECT_FALSE(TableSchema::Decode(&reader).ok());
  TableSchema bad_status;
  bad_status.status = static_cast<TableStatus>(9);
  const std::string bad_bytes = Encoded(bad_status);
  base::ByteReader bad(bad_bytes);
  EXPECT_FALSE(TableSchema::Decode(&bad).ok());
}

TEST(TableSchema, FindsIndexesByName) {
  const TableSchema table = FullTable();
  ASSERT_NE(table.FindIndex("local"), nullptr);
  EXPECT_EQ(table.FindIndex("local")->id, 8u);
  EXPECT_EQ(table.FindIndex("none"), nullptr);
}

}  // namespace
}  // namespace partita::model
