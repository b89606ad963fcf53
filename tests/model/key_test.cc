#include "model/key.h"

#include <gtest/gtest.h>

#include "tests/model/sample.h"

namespace partita::model {
namespace {

class KeyTest : public testing::Test {
 protected:
  KeyTest() {
    table_.id = 1;
    table_.key.partition = {{"pk", AttributeType::kS}};
    table_.key.sort = {{"sk", AttributeType::kN}};
  }

  std::string Refusal(std::string_view json, KeySource source) {
    const auto key = MakeItemKey(table_, ItemOf(json), source, &sha256_);
    return key.ok() ? "accepted" : key.error().message;
  }
  std::string ItemRefusal(std::string_view json) { return Refusal(json, KeySource::kItem); }
  std::string KeyRefusal(std::string_view json) { return Refusal(json, KeySource::kKeyParameter); }

  TableSchema table_;
  base::Sha256 sha256_;
};

// On disk: printf '0000000000000001610001' | xxd -r -p | sha256sum starts with the hash.
TEST_F(KeyTest, WritesTheGoldenBytes) {
  const auto key = MakeItemKey(table_, ItemOf(R"({"pk":{"S":"a"},"sk":{"N":"5"},"x":{"S":"y"}})"),
                               KeySource::kItem, &sha256_);
  ASSERT_TRUE(key.ok());
  EXPECT_EQ(Hex(key->bytes), "93 00 96 94 29 C2 AE 98 61 00 01 C1 0A");
  EXPECT_EQ(key->hash, base::GetBigEndian64(key->bytes.data()));
  EXPECT_EQ(key->hash, HashPartitionKey(1, std::string_view("a\0\1", 3), &sha256_));
}

TEST_F(KeyTest, HashesTheSamePartitionKeyElsewhereInAnotherTable) {
  EXPECT_NE(HashPartitionKey(1, "a", &sha256_), HashPartitionKey(2, "a", &sha256_));
}

TEST_F(KeyTest, WordsWhatAnItemLacks) {
  const std::string invalid = "One or more parameter values were invalid: ";
  EXPECT_EQ(ItemRefusal(R"({"sk":{"N":"1"}})"), invalid + "Missing the key pk in the item");
  EXPECT_EQ(ItemRefusal(R"({"pk":{"S":"a"}})"), invalid + "Missing the key sk in the item");
  EXPECT_EQ(ItemRefusal(R"({"pk":{"N":"1"},"sk":{"N":"1"}})"),
            invalid + "Type mismatch for key pk expected: S actual: N");
  EXPECT_EQ(ItemRefusal(R"({"pk":{"S":"a"},"sk":{"SS":["1"]}})"),
            invalid + "Type mismatch for key sk expected: N actual: SS");
}

TEST_F(KeyTest, AKeyParameterMatchesTheSchemaOrNot) {
  const char* kMismatch = "The provided key element does not match the schema";
  EXPECT_EQ(KeyRefusal(R"({"pk":{"S":"a"},"sk":{"N":"1"}})"), "accepted");
  EXPECT_EQ(KeyRefusal(R"({"pk":{"S":"a"}})"), kMismatch);
  EXPECT_EQ(KeyRefusal(R"({"pk":{"S":"a"},"sk":{"S":"1"}})"), kMismatch);
  EXPECT_EQ(KeyRefusal(R"({"pk":{"S":"a"},"other":{"N":"1"}})"), kMismatch);
  EXPECT_EQ(KeyRefusal(R"({"pk":{"S":"a"},"sk":{"N":"1"},"x":{"N":"1"}})"), kMismatch);
}

TEST_F(KeyTest, RefusesEmptyKeysWithTheirName) {
  const std::string start =
      "One or more parameter values are not valid. The AttributeValue for a key attribute cannot "
      "contain an empty ";
  EXPECT_EQ(ItemRefusal(R"({"pk":{"S":""},"sk":{"N":"1"}})"), start + "string value. Key: pk");
  EXPECT_EQ(KeyRefusal(R"({"pk":{"S":""},"sk":{"N":"1"}})"), start + "string value. Key: pk");
  table_.key.partition[0].type = AttributeType::kB;
  EXPECT_EQ(ItemRefusal(R"({"pk":{"B":""},"sk":{"N":"1"}})"), start + "binary value. Key: pk");
}

TEST_F(KeyTest, RefusesKeysBeyondTheirLimits) {
  table_.key.sort[0].type = AttributeType::kS;
  const auto item = [](size_t partition_bytes, size_t sort_bytes) {
    return "{\"pk\":{\"S\":\"" + std::string(partition_bytes, 'a') + "\"},\"sk\":{\"S\":\"" +
           std::string(sort_bytes, 'b') + "\"}}";
  };
  EXPECT_EQ(ItemRefusal(item(2048, 1024)), "accepted");
  EXPECT_EQ(ItemRefusal(item(2049, 1)),
            "One or more parameter values were invalid: Size of hashkey has exceeded the maximum "
            "size limit of2048 bytes");
  EXPECT_EQ(KeyRefusal(item(1, 1025)),
            "One or more parameter values were invalid: Aggregated size of all range keys has "
            "exceeded the size limit of 1024 bytes");
}

TEST_F(KeyTest, RefusesIndexKeysOfAWrongTypeButNotTheirAbsence) {
  IndexSchema index;
  index.name = "by-x";
  index.key.partition = {{"x", AttributeType::kS}};
  table_.indexes = {index};
  const auto refusal = [&](std::string_view json) {
    const auto status = CheckIndexKeys(table_, ItemOf(json));
    return status.ok() ? "accepted" : status.error().message;
  };
  EXPECT_EQ(refusal(R"({"y":{"N":"1"}})"), "accepted");
  EXPECT_EQ(refusal(R"({"x":{"S":"a"}})"), "accepted");
  EXPECT_EQ(refusal(R"({"x":{"N":"1"}})"),
            "One or more parameter values were invalid: Type mismatch for Index Key x Expected: S "
            "Actual: N IndexName: by-x");
  EXPECT_EQ(refusal(R"({"x":{"S":""}})"),
            "One or more parameter values are not valid. A value specified for a secondary index "
            "key is not supported. The AttributeValue for a key attribute cannot contain an empty "
            "string value. IndexName: by-x, IndexKey: x");
  EXPECT_EQ(refusal("{\"x\":{\"S\":\"" + std::string(2049, 'a') + "\"}}"),
            "One or more parameter values were invalid: Size limit exceeded for Index Key x Actual "
            "Size: 2049 bytes Max Size: 2048 bytes IndexName: by-x");
}

TEST_F(KeyTest, NamesTheFirstByNameOfSeveralIndexesThatRefuse) {
  for (const char* name : {"l", "b", "c"}) {
    IndexSchema index;
    index.name = name;
    index.key.partition = {{name == std::string("b") ? "y" : "x", AttributeType::kS}};
    table_.indexes.push_back(index);
  }
  const auto refusal = [&](std::string_view json) {
    const std::string message = CheckIndexKeys(table_, ItemOf(json)).error().message;
    return message.substr(message.rfind(' ') + 1);
  };
  EXPECT_EQ(refusal(R"({"x":{"N":"1"}})"), "c");
  EXPECT_EQ(refusal(R"({"x":{"N":"1"},"y":{"N":"1"}})"), "b");
}

TEST_F(KeyTest, RefusesItemsInABatchInTheWordsForKeys) {
  const char* mismatch = "The provided key element does not match the schema";
  EXPECT_EQ(Refusal(R"({"pk":{"S":"a"},"sk":{"N":"1"},"x":{"S":"y"}})", KeySource::kItemOfBatch),
            "accepted");
  EXPECT_EQ(Refusal(R"({"pk":{"S":"a"},"x":{"S":"y"}})", KeySource::kItemOfBatch), mismatch);
  EXPECT_EQ(Refusal(R"({"pk":{"N":"1"},"sk":{"N":"1"}})", KeySource::kItemOfBatch), mismatch);
}

}  // namespace
}  // namespace partita::model
