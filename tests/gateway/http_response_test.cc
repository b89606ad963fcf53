#include "gateway/http_response.h"

#include <gtest/gtest.h>

#include "gateway/error_body.h"
#include "gateway/request_id.h"
#include "model/item_codec.h"

namespace partita::gateway {
namespace {

TEST(HttpResponse, IsWrittenFieldByField) {
  HttpResponse response;
  response.content_type = "application/x-amz-json-1.0";
  response.fields = "Vary: Origin\r\n";
  response.body = "{}";
  std::string head;
  AppendResponseHead(response, {"ID", "Sun, 06 Nov 1994 08:49:37 GMT", true}, &head);
  EXPECT_EQ(head,
            "HTTP/1.1 200 OK\r\n"
            "x-amzn-RequestId: ID\r\n"
            "x-amz-crc32: 2745614147\r\n"
            "Content-Type: application/x-amz-json-1.0\r\n"
            "Content-Length: 2\r\n"
            "Date: Sun, 06 Nov 1994 08:49:37 GMT\r\n"
            "Connection: close\r\n"
            "Vary: Origin\r\n"
            "\r\n");
}

TEST(HttpResponse, WritesDatesAsHttpDoes) {
  EXPECT_EQ(HttpDate(784111777'000'000), "Sun, 06 Nov 1994 08:49:37 GMT");
}

TEST(HttpResponse, KnowsWhoAcceptsGzip) {
  for (const char* yes : {"gzip", "GZIP", "deflate, gzip", "gzip;q=0.1", "br;q=1, *", "gzip ; q=1",
                          "deflate;q=0,gzip"}) {
    EXPECT_TRUE(AcceptsGzip(yes)) << yes;
  }
  for (const char* no :
       {"", "identity", "gzip;q=0", "gzip; q=0.000", "xgzip", "deflate, br", "gzip;q=0, *"}) {
    EXPECT_FALSE(AcceptsGzip(no)) << no;
  }
}

TEST(RequestIds, Are52CharactersAndDifferent) {
  RequestIds ids;
  const RequestId first = ids.Next();
  const RequestId second = ids.Next();
  EXPECT_EQ(first.view().size(), 52u);
  EXPECT_EQ(first.view().find_first_not_of("0123456789ABCDEFGHIJKLMNOPQRSTUV"),
            std::string_view::npos);
  EXPECT_NE(first.view(), second.view());
  EXPECT_NE(RequestIds().Next().view(), RequestIds().Next().view());
}

TEST(ErrorBody, NamesTheTypeWithItsPrefix) {
  using model::ApiError;
  using model::ApiErrorType;
  EXPECT_EQ(ErrorBody(ApiError::Validation("bad \"x\"")),
            R"({"__type":"com.amazon.coral.validate#ValidationException","message":"bad \"x\""})");
  EXPECT_EQ(ErrorBody(ApiError::Of(ApiErrorType::kSerialization)),
            R"({"__type":"com.amazon.coral.service#SerializationException"})");
  EXPECT_EQ(ErrorBody(ApiError::Of(ApiErrorType::kSerialization, "m")),
            R"({"__type":"com.amazon.coral.service#SerializationException","Message":"m"})");
  EXPECT_EQ(ErrorBody(ApiError::Of(ApiErrorType::kUnknownOperation)),
            R"({"__type":"com.amazon.coral.service#UnknownOperationException"})");
}

TEST(ErrorBody, CarriesTheItemOfAFailedCondition) {
  model::ApiError error = model::ApiError::Of(model::ApiErrorType::kConditionalCheckFailed,
                                              "The conditional request failed");
  model::EncodeItem({}, &error.item);
  EXPECT_EQ(ErrorBody(error),
            R"({"__type":"com.amazonaws.dynamodb.v20120810#ConditionalCheckFailedException",)"
            R"("message":"The conditional request failed","Item":{}})");
}

TEST(ErrorBody, CarriesTheReasonsOfACancelledTransactionInOrder) {
  model::ApiError error =
      model::ApiError::Of(model::ApiErrorType::kTransactionCanceled, "cancelled");
  error.reasons.resize(2);
  error.reasons[1].code = "ConditionalCheckFailed";
  error.reasons[1].message = "The conditional request failed";
  EXPECT_EQ(
      ErrorBody(error),
      R"({"__type":"com.amazonaws.dynamodb.v20120810#TransactionCanceledException","message":"cancelled",)"
      R"("CancellationReasons":[{"Code":"None"},)"
      R"({"Code":"ConditionalCheckFailed","Message":"The conditional request failed"}]})");
}

}  // namespace
}  // namespace partita::gateway
