#include "model/number.h"

#include <gtest/gtest.h>

#include "tests/model/sample.h"

namespace partita::model {
namespace {

constexpr const char* kOverflowText =
    "Number overflow. Attempting to store a number with magnitude larger than supported range";
constexpr const char* kUnderflowText =
    "Number underflow. Attempting to store a number with magnitude smaller than supported range";

std::string Refusal(std::string_view text) {
  const auto number = Number::Parse(text);
  return number.ok() ? "accepted as " + number->ToString()
                     : NumberErrorMessage(number.error(), text);
}

TEST(Number, AcceptsAndNormalisesWhatTheServiceAccepts) {
  EXPECT_EQ(NumberOf("+5").ToString(), "5");
  EXPECT_EQ(NumberOf(".5").ToString(), "0.5");
  EXPECT_EQ(NumberOf("5.").ToString(), "5");
  EXPECT_EQ(NumberOf("1.e5").ToString(), "100000");
  EXPECT_EQ(NumberOf("1E-3").ToString(), "0.001");
  EXPECT_EQ(NumberOf("1.5e+2").ToString(), "150");
  EXPECT_EQ(NumberOf("00042").ToString(), "42");
  EXPECT_EQ(NumberOf("0042.1200").ToString(), "42.12");
  EXPECT_EQ(NumberOf("-0").ToString(), "0");
  EXPECT_EQ(NumberOf("-0.000").ToString(), "0");
  EXPECT_EQ(NumberOf("-12.50").ToString(), "-12.5");
  EXPECT_EQ(NumberOf("1e0000000000000000000000003").ToString(), "1000");
}

TEST(Number, IsReturnedExpanded) {
  EXPECT_EQ(NumberOf("1E125").ToString(), "1" + std::string(125, '0'));
  EXPECT_EQ(NumberOf("1E-130").ToString(), "0." + std::string(129, '0') + "1");
  EXPECT_EQ(NumberOf("-9.9999999999999999999999999999999999999E+125").ToString(),
            "-" + std::string(38, '9') + std::string(88, '0'));
  EXPECT_EQ(NumberOf("-1." + std::string(36, '0') + "1E-130").ToString(),
            "-0." + std::string(129, '0') + "1" + std::string(36, '0') + "1");
}

TEST(Number, RefusesWhatIsNotANumber) {
  for (const char* text : {"abc",
                           "1+2",
                           "1e",
                           "1e+",
                           " 1",
                           "1 ",
                           "0x10",
                           "NaN",
                           "Infinity",
                           ".",
                           "-",
                           "+",
                           "e5",
                           ".e5",
                           "1.2.3",
                           "--1",
                           "1e5.5",
                           "1,5",
                           "1e5x",
                           "1e9223372036854775808",
                           "1e-9223372036854775809"}) {
    EXPECT_EQ(Refusal(text),
              std::string("The parameter cannot be converted to a numeric value: ") + text);
  }
  EXPECT_EQ(Refusal(""), "The parameter cannot be converted to a numeric value: ");
  EXPECT_FALSE(Number::Parse(std::string_view("1\0", 2)).ok());
}

TEST(Number, RefusesMagnitudesOutsideTheRange) {
  for (const char* text : {"1e126", "-1e126", "10e125", "1e2147483647", "1e2147483648",
                           "1e99999999999", "-1e99999999999", "1e9223372036854775807"}) {
    EXPECT_EQ(Refusal(text), kOverflowText) << text;
  }
  for (const char* text : {"1e-131", "-1e-131", "0.1e-130", "1e-2147483648", "1e-99999999999",
                           "1e-9223372036854775808"}) {
    EXPECT_EQ(Refusal(text), kUnderflowText) << text;
  }
}

TEST(Number, ChecksZeroByTheExponentItIsWrittenWith) {
  EXPECT_EQ(Refusal("0e126"), kOverflowText);
  EXPECT_EQ(Refusal("0e-131"), kUnderflowText);
  EXPECT_EQ(NumberOf("0e125").ToString(), "0");
  EXPECT_EQ(NumberOf("0e-130").ToString(), "0");
}

std::string OlderRefusal(std::string_view text) {
  const auto number = Number::Parse(text);
  return number.ok() ? "accepted" : OlderNumberErrorMessage(number.error(), text);
}

TEST(Number, OlderPartsReadExponentsInThirtyTwoBits) {
  for (const char* text : {"1e2147483648", "1e-2147483648", "-1e99999999999", "1.5e-2147483647"}) {
    EXPECT_EQ(OlderRefusal(text),
              std::string("The parameter cannot be converted to a numeric value: ") + text);
  }
  for (const char* text : {"1e2147483647", "-12.5e2147483646", "1e-131", "0e-131"})
    EXPECT_EQ(OlderRefusal(text), kUnderflowText) << text;
  for (const char* text : {"1e2147483646", "1.5e2147483646", "1e126", "0e126"})
    EXPECT_EQ(OlderRefusal(text), kOverflowText) << text;
  EXPECT_EQ(OlderRefusal(""), "The parameter cannot be converted to a numeric value");
  EXPECT_EQ(OlderRefusal("abc"), "The parameter cannot be converted to a numeric value: abc");
}

TEST(Number, HoldsThirtyEightSignificantDigits) {
  const std::string digits = "12345678901234567890123456789012345678";
  EXPECT_EQ(NumberOf(digits).ToString(), digits);
  EXPECT_EQ(NumberOf("000" + digits + "000").ToString(), digits + "000");
  EXPECT_EQ(NumberOf(digits + ".000").ToString(), digits);
  for (const std::string& text :
       {digits + "9", "-1.2" + digits, "1" + std::string(60, '0') + "1"}) {
    EXPECT_EQ(Refusal(text), "Attempting to store more than 38 significant digits in a Number");
  }
  EXPECT_EQ(NumberOf("1" + std::string(100, '0')).exponent, 100);
  EXPECT_EQ(Refusal("1" + std::string(200, '0')), kOverflowText);
}

TEST(Number, CountsItsSizeByTheDigitsOnEachSideOfThePoint) {
  const std::pair<const char*, size_t> kSizes[] = {
      {"0", 1},       {"1", 2},       {"12", 2},
      {"123", 3},     {"123456", 4},  {"3.14159", 5},
      {"-1", 3},      {"1E125", 2},   {"1E-130", 2},
      {"0.001", 2},   {"10.5", 3},    {"120", 2},
      {"-12.345", 5}, {"1000001", 5}, {"12345678901234567890123456789012345678", 20}};
  for (const auto& [text, size] : kSizes) EXPECT_EQ(NumberOf(text).SizeInBytes(), size) << text;
}

TEST(Number, ComparesByValue) {
  const char* kAscending[] = {
      "-1E125", "-100.5", "-100", "-2",  "-1E-130",
      "0",      "1E-130", "0.09", "0.1", "1",
      "1.5",    "2",      "99.9", "100", "99999999999999999999999999999999999999",
      "1E38",   "1E125"};
  for (size_t a = 0; a < std::size(kAscending); ++a) {
    for (size_t b = 0; b < std::size(kAscending); ++b) {
      EXPECT_TRUE((NumberOf(kAscending[a]) <=> NumberOf(kAscending[b])) == (a <=> b))
          << kAscending[a] << " " << kAscending[b];
    }
  }
}

TEST(Number, AddsExactlyOrRefuses) {
  const auto sum = [](const char* a, const char* b) -> std::string {
    const auto result = Number::Add(NumberOf(a), NumberOf(b));
    return result.ok() ? result->ToString() : NumberErrorMessage(result.error(), "");
  };
  const std::string too_long = "Attempting to store more than 38 significant digits in a Number";
  EXPECT_EQ(sum("1", "2"), "3");
  EXPECT_EQ(sum("0.1", "0.2"), "0.3");
  EXPECT_EQ(sum("-5", "5"), "0");
  EXPECT_EQ(sum("-0.5", "100"), "99.5");
  EXPECT_EQ(sum("99999999999999999999999999999999999999", "1"), "1" + std::string(38, '0'));
  EXPECT_EQ(sum("1E38", "-1"), std::string(38, '9'));
  EXPECT_EQ(sum("1E38", "1"), too_long);
  EXPECT_EQ(sum("1E125", "1"), too_long);
  EXPECT_EQ(sum("1E125", "-1E-130"), too_long);
  EXPECT_EQ(sum("9.9999999999999999999999999999999999999E125", "1E88"), kOverflowText);
  EXPECT_EQ(sum("1.1E-130", "-1E-130"), kUnderflowText);
  EXPECT_EQ(Number::Subtract(NumberOf("1"), NumberOf("3"))->ToString(), "-2");
  EXPECT_EQ(Number::Subtract(NumberOf("1"), NumberOf("0"))->ToString(), "1");
  EXPECT_EQ(Number::Subtract(NumberOf("0"), NumberOf("-7.5"))->ToString(), "7.5");
}

TEST(Number, IsMadeFromEveryInteger) {
  for (const int64_t value :
       {int64_t{0}, int64_t{1}, int64_t{-1}, int64_t{1000}, INT64_MAX, INT64_MIN}) {
    EXPECT_EQ(Number::FromInt(value).ToString(), std::to_string(value));
    EXPECT_EQ(Number::FromInt(value), NumberOf(std::to_string(value)));
  }
}

}  // namespace
}  // namespace partita::model
