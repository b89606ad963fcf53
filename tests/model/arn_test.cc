#include "model/arn.h"

#include <gtest/gtest.h>

namespace partita::model {
namespace {

TEST(Arn, OfATableNamesRegionAccountAndTable) {
  const std::string arn = MakeTableArn("eu-west-1", "123456789012", "orders");
  EXPECT_EQ(arn, "arn:aws:dynamodb:eu-west-1:123456789012:table/orders");
  const auto parsed = ParseTableArn(arn);
  ASSERT_TRUE(parsed.has_value());
  EXPECT_EQ(parsed->region, "eu-west-1");
  EXPECT_EQ(parsed->account_id, "123456789012");
  EXPECT_EQ(parsed->table_name, "orders");
  EXPECT_EQ(parsed->rest, "");
}

TEST(Arn, OfAnIndexOrAStreamNamesItsTable) {
  const auto index = ParseTableArn("arn:aws:dynamodb:eu-west-1:123456789012:table/t/index/i");
  ASSERT_TRUE(index.has_value());
  EXPECT_EQ(index->table_name, "t");
  EXPECT_EQ(index->rest, "/index/i");
}

TEST(Arn, IsRefusedWhenItIsNotATablesArn) {
  for (const char* text :
       {"", "orders", "arn:aws:dynamodb", "arn:aws:s3:eu:123456789012:table/t",
        "arn:aws:dynamodb:eu:12345:table/t", "arn:aws:dynamodb:eu:12345678901x:table/t",
        "arn:aws:dynamodb:eu:123456789012:backup/t", "arn:aws:dynamodb:eu:123456789012:table/",
        "arn:aws:dynamodb::123456789012:table/t", "arn:azure:dynamodb:eu:123456789012:table/t"}) {
    EXPECT_FALSE(ParseTableArn(text).has_value()) << text;
  }
}

TEST(Arn, StandsForItsTableWhereverANameIsWanted) {
  EXPECT_EQ(TableNameOf("orders"), "orders");
  EXPECT_EQ(TableNameOf("arn:aws:dynamodb:eu:123456789012:table/orders"), "orders");
  EXPECT_EQ(TableNameOf("arn:aws:dynamodb:eu:123456789012:table/orders/index/i"),
            "arn:aws:dynamodb:eu:123456789012:table/orders/index/i");
}

}  // namespace
}  // namespace partita::model
