#include "base/result.h"

#include <gtest/gtest.h>

#include <memory>

namespace partita::base {
namespace {

Result<std::unique_ptr<int>> Half(int value) {
  if (value % 2 != 0) return Error::Invalid("odd");
  return std::make_unique<int>(value / 2);
}

Result<int> Quarter(int value) {
  PARTITA_ASSIGN(const auto half, Half(value));
  PARTITA_ASSIGN(const auto quarter, Half(*half));
  return *quarter;
}

Status OnlyEven(int value) {
  PARTITA_TRY(Half(value));
  return {};
}

TEST(Result, PassesAValueOn) { EXPECT_EQ(Quarter(8).value(), 2); }

TEST(Result, PassesTheFirstErrorOn) {
  const auto quarter = Quarter(6);
  ASSERT_FALSE(quarter.ok());
  EXPECT_EQ(quarter.error().kind, ErrorKind::kInvalid);
  EXPECT_FALSE(OnlyEven(3).ok());
  EXPECT_TRUE(OnlyEven(4).ok());
}

TEST(Error, TellsItsContextFromTheOutsideIn) {
  EXPECT_EQ(Error::Failed("no space").Within("slot 3").Within("opening").message,
            "opening: slot 3: no space");
}

TEST(ResultDeathTest, ReadingAValueThatIsNotThereEndsTheProcess) {
  const Result<int> result = Error::Failed("x");
  EXPECT_DEATH((void)result.value(), "value\\(\\) of a failed result");
}

}  // namespace
}  // namespace partita::base
