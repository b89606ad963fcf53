#include "libclient/request.h"

#include <gtest/gtest.h>

#include "libclient/transaction.h"
#include "model/item_codec.h"
#include "wire/native_item.h"
#include "wire/native_page.h"

namespace partita::libclient {
namespace {

model::Item Key() {
  model::Item key;
  key.Set("pk", {std::string("a")});
  return key;
}

partita_request Of(partita_operation operation) {
  partita_request request;
  request.operation = operation;
  request.table = "T";
  request.item = Key();
  return request;
}

TEST(Request, PutsItsItemAndItsConditionIntoTheFrame) {
  partita_request put = Of(PARTITA_PUT);
  put.condition = "attribute_not_exists(#p)";
  put.names["#p"] = "pk";
  std::string payload;
  ASSERT_TRUE(EncodePayload(put, &payload).ok());
  base::ByteReader reader(payload);
  const wire::NativePutRequest sent = wire::DecodeNativePutRequest(&reader);
  ASSERT_TRUE(reader.Finished());
  std::string item;
  model::EncodeItem(Key(), &item);
  EXPECT_EQ(sent.table, "T");
  EXPECT_EQ(sent.item, item);
  EXPECT_EQ(sent.options.condition, std::string("\x0d\x01\x01\x00\x02pk", 7));
}

TEST(Request, IsRefusedInTheWordsOfTheHouse) {
  partita_request put = Of(PARTITA_PUT);
  put.condition = "a = :v";
  std::string payload;
  EXPECT_THAT(EncodePayload(put, &payload).error().message,
              testing::HasSubstr("attribute value used in expression is not defined"));
  put.condition = "attribute_exists(a)";
  put.values[":v"] = {std::string("x")};
  EXPECT_THAT(EncodePayload(put, &payload).error().message,
              testing::HasSubstr("unused in expressions"));
  put.values = {};
  put.names["n"] = "x";
  EXPECT_FALSE(EncodePayload(put, &payload).ok());
  EXPECT_FALSE(EncodePayload(Of(PARTITA_QUERY), &payload).ok());
}

TEST(Request, QueriesCarryTermsAndPrograms) {
  partita_request query = Of(PARTITA_QUERY);
  query.key_condition = "pk = :p AND begins_with(sk, :s)";
  query.filter = "x > :p";
  query.projection = "a, b[1]";
  query.values[":p"] = {std::string("p")};
  query.values[":s"] = {std::string("s")};
  query.start_key = Key();
  query.backward = true;
  std::string payload;
  ASSERT_TRUE(EncodePayload(query, &payload).ok());
  base::ByteReader reader(payload);
  const wire::NativeQueryRequest sent = wire::DecodeNativeQueryRequest(&reader);
  ASSERT_TRUE(reader.Finished());
  EXPECT_TRUE(sent.backward);
  EXPECT_FALSE(sent.filter.empty());
  EXPECT_FALSE(sent.projection.empty());
  EXPECT_FALSE(sent.key_terms.empty());
  EXPECT_FALSE(sent.start_key.empty());
}

TEST(Transactions, AreWrittenAsTheApiHasThem) {
  const partita_request put = Of(PARTITA_PUT);
  partita_request check = Of(PARTITA_CHECK);
  check.condition = "a = :v";
  check.values[":v"] = {model::Number::FromInt(1)};
  const partita_request* actions[] = {&put, &check};
  EXPECT_EQ(TransactWriteJson(actions, "once"),
            R"({"TransactItems":[{"Put":{"TableName":"T","Item":{"pk":{"S":"a"}}}},)"
            R"({"ConditionCheck":{"TableName":"T","Key":{"pk":{"S":"a"}},)"
            R"("ConditionExpression":"a = :v","ExpressionAttributeValues":{":v":{"N":"1"}}}}],)"
            R"("ClientRequestToken":"once"})");
  const partita_request get = Of(PARTITA_GET);
  const partita_request* gets[] = {&get};
  EXPECT_EQ(TransactGetJson(gets),
            R"({"TransactItems":[{"Get":{"TableName":"T","Key":{"pk":{"S":"a"}}}}]})");
}

}  // namespace
}  // namespace partita::libclient
