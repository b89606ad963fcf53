#include <gtest/gtest.h>

#include "bytes.h"
#include "wire/outcome.h"
#include "wire/schema_rollout.h"
#include "wire/schema_snapshot.h"
#include "wire/table_change.h"

namespace partita::wire {
namespace {

model::TableSchema Table(std::string name, model::TableId id) {
  model::TableSchema table;
  table.id = id;
  table.name = std::move(name);
  table.uuid = "11111111-2222-3333-4444-555555555555";
  table.key.partition = {{"pk", model::AttributeType::kS}};
  table.attribute_definitions = table.key.partition;
  return table;
}

TEST(SchemaRollout, HasTheseBytes) {
  const std::string bytes = Encoded(SchemaRollout{.version = 0x1122});
  EXPECT_EQ(Hex(bytes), "2211000000000000");
  EXPECT_TRUE(RefusesEveryOtherLength(bytes, DecodeSchemaRollout));
}

TEST(SchemaSnapshot, OfNoTableHasTheseBytes) {
  std::string bytes;
  Encode(SchemaSnapshot{.slot_map = {.slots = 4},
                        .next_table_id = 9,
                        .account_id = "12",
                        .region = "eu",
                        .tables = {}},
         &bytes);
  EXPECT_EQ(Hex(bytes),
            "01000000"
            "04000000"
            "0900000000000000"
            "023132"
            "026575"
            "00");
}

TEST(SchemaSnapshot, IsReadBackWithAllItsTables) {
  SchemaSnapshot snapshot{.slot_map = {.slots = 2},
                          .next_table_id = 4,
                          .account_id = "000000000000",
                          .region = "eu-central-1",
                          .tables = {Table("a", 3), Table("b", 1)}};
  std::string bytes;
  Encode(snapshot, &bytes);
  const base::Result<SchemaSnapshot> read = DecodeSchemaSnapshot(bytes);
  ASSERT_TRUE(read.ok());
  EXPECT_EQ(read->slot_map.slots, 2u);
  EXPECT_EQ(read->next_table_id, 4u);
  EXPECT_EQ(read->account_id, snapshot.account_id);
  EXPECT_EQ(read->region, snapshot.region);
  EXPECT_EQ(read->tables, snapshot.tables);
}

TEST(SchemaSnapshot, IsRefusedCutOrWithTablesOutOfOrder) {
  SchemaSnapshot snapshot{.slot_map = {.slots = 2},
                          .next_table_id = 4,
                          .account_id = "1",
                          .region = "r",
                          .tables = {Table("a", 3)}};
  std::string bytes;
  Encode(snapshot, &bytes);
  for (size_t size = 0; size < bytes.size(); ++size) {
    EXPECT_FALSE(DecodeSchemaSnapshot(std::string_view(bytes).substr(0, size)).ok()) << size;
  }
  EXPECT_FALSE(DecodeSchemaSnapshot(bytes + "x").ok());
  snapshot.tables = {Table("b", 3), Table("a", 1)};
  bytes.clear();
  Encode(snapshot, &bytes);
  EXPECT_EQ(DecodeSchemaSnapshot(bytes).error().kind, base::ErrorKind::kCorrupt);
}

TEST(SchemaSnapshot, IsRefusedWithATableIdThatWasNeverGivenOut) {
  std::string bytes;
  Encode(SchemaSnapshot{.next_table_id = 3, .tables = {Table("a", 3)}}, &bytes);
  EXPECT_EQ(DecodeSchemaSnapshot(bytes).error().kind, base::ErrorKind::kCorrupt);
}

TEST(SchemaSnapshot, IsRefusedWithoutSlotsOrWithTooMany) {
  for (const uint32_t slots : {0u, 65u}) {
    std::string bytes;
    Encode(SchemaSnapshot{.slot_map = {.slots = slots}}, &bytes);
    EXPECT_FALSE(DecodeSchemaSnapshot(bytes).ok()) << slots;
  }
}

TEST(TableReply, IsAnOutcomeAndTheSchema) {
  std::string bytes;
  base::ByteWriter writer(&bytes);
  EncodeTableReply(Table("music", 5), &writer);
  base::ByteReader reader(bytes);
  ASSERT_TRUE(DecodeOutcome(&reader).ok());
  const base::Result<model::TableSchema> table = DecodeTableReply(&reader);
  ASSERT_TRUE(table.ok());
  EXPECT_EQ(*table, Table("music", 5));
}

}  // namespace
}  // namespace partita::wire
