#include "model/api_error.h"

#include <gtest/gtest.h>

namespace partita::model {
namespace {

TEST(ApiError, NamesEveryTypeThatMayCrossAProcessBoundary) {
  for (int type = 1; type <= 34; ++type) {
    ASSERT_TRUE(IsApiErrorType(static_cast<uint8_t>(type))) << type;
    const auto error = static_cast<ApiErrorType>(type);
    EXPECT_FALSE(ApiErrorName(error).empty());
    EXPECT_GE(ApiErrorHttpStatus(error), 400);
    EXPECT_TRUE(ApiErrorPrefix(error).starts_with("com.amazon"));
  }
  EXPECT_FALSE(IsApiErrorType(0));
  EXPECT_FALSE(IsApiErrorType(35));
}

TEST(ApiError, PutsValidationAndSerializationUnderCoral) {
  EXPECT_EQ(ApiErrorName(ApiErrorType::kValidation), "ValidationException");
  EXPECT_EQ(ApiErrorPrefix(ApiErrorType::kValidation), "com.amazon.coral.validate");
  EXPECT_EQ(ApiErrorName(ApiErrorType::kSerialization), "SerializationException");
  EXPECT_EQ(ApiErrorPrefix(ApiErrorType::kSerialization), "com.amazon.coral.service");
  EXPECT_EQ(ApiErrorPrefix(ApiErrorType::kConditionalCheckFailed),
            "com.amazonaws.dynamodb.v20120810");
  EXPECT_EQ(ApiErrorPrefix(ApiErrorType::kInvalidSignature), "com.amazon.coral.service");
}

TEST(ApiError, IsTheClientsFaultExceptForTwoTypes) {
  EXPECT_EQ(ApiErrorHttpStatus(ApiErrorType::kResourceNotFound), 400);
  EXPECT_EQ(ApiErrorHttpStatus(ApiErrorType::kInternalServerError), 500);
  EXPECT_EQ(ApiErrorHttpStatus(ApiErrorType::kServiceUnavailable), 503);
}

}  // namespace
}  // namespace partita::model
