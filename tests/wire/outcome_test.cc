#include "wire/outcome.h"

#include <gtest/gtest.h>

#include "bytes.h"

namespace partita::wire {
namespace {

std::string Refused(const model::ApiError& error) {
  std::string bytes;
  base::ByteWriter writer(&bytes);
  EncodeRefused(error, &writer);
  return bytes;
}

TEST(Outcome, OfASuccessIsOneZeroAndLeavesTheRest) {
  std::string bytes;
  base::ByteWriter writer(&bytes);
  EncodeDone(&writer);
  writer.Raw("rest");
  EXPECT_EQ(Hex(bytes),
            "00"
            "72657374");
  base::ByteReader reader(bytes);
  EXPECT_TRUE(DecodeOutcome(&reader).ok());
  EXPECT_EQ(reader.rest(), "rest");
}

TEST(Outcome, OfARefusalCarriesTypeMessageItemAndReasons) {
  model::ApiError error = model::ApiError::Of(model::ApiErrorType::kTransactionCanceled, "m");
  error.item = "it";
  error.reasons = {{}, {"ConditionalCheckFailed", "no", "old"}};
  const std::string bytes = Refused(error);
  EXPECT_EQ(Hex(bytes),
            "01"
            "0a"
            "016d"
            "026974"
            "02"
            "044e6f6e65"
            "00"
            "00"
            "16436f6e646974696f6e616c436865636b4661696c6564"
            "026e6f"
            "036f6c64");
  base::ByteReader reader(bytes);
  const model::ApiStatus outcome = DecodeOutcome(&reader);
  ASSERT_TRUE(reader.Finished());
  ASSERT_FALSE(outcome.ok());
  EXPECT_EQ(outcome.error().type, model::ApiErrorType::kTransactionCanceled);
  EXPECT_EQ(outcome.error().message, "m");
  EXPECT_EQ(outcome.error().item, "it");
  ASSERT_EQ(outcome.error().reasons.size(), 2u);
  EXPECT_EQ(outcome.error().reasons[0].code, "None");
  EXPECT_EQ(outcome.error().reasons[1].item, "old");
}

TEST(Outcome, OfForeignBytesIsAnInternalServerErrorAndFailsTheReader) {
  const std::string cut = Refused(model::ApiError::Validation("message")).substr(0, 5);
  for (const std::string& bytes :
       {std::string(), std::string("\x02"), cut, std::string("\x01\x00\x00\x00\x00", 5),
        std::string("\x01\x01\x00\x00\x7f", 5)}) {
    base::ByteReader reader(bytes);
    const model::ApiStatus outcome = DecodeOutcome(&reader);
    ASSERT_FALSE(outcome.ok()) << Hex(bytes);
    EXPECT_EQ(outcome.error().type, model::ApiErrorType::kInternalServerError);
    EXPECT_FALSE(reader.ok());
  }
}

}  // namespace
}  // namespace partita::wire
