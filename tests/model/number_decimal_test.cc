// Numbers against Python's decimal, which knows nothing of us.
#include <gtest/gtest.h>

#include <cstdio>
#include <sstream>
#include <string>

#include "model/number.h"
#include "tests/model/sample.h"

namespace partita::model {
namespace {

std::string Judge(const base::Result<Number, NumberError>& number) {
  if (number.ok()) return number->ToString();
  switch (number.error()) {
    case NumberError::kOverflow:
      return "overflow";
    case NumberError::kUnderflow:
      return "underflow";
    case NumberError::kTooManyDigits:
      return "digits";
    case NumberError::kNotANumber:
      break;
  }
  return "not a number";
}

std::string Bytes(const Number& number) {
  std::string bytes;
  number.EncodeTo(&bytes);
  return bytes;
}

void CheckLine(const std::string& line) {
  std::istringstream words(line);
  std::string what, a, b, expected;
  words >> what >> a;
  if (what == "text") {
    words >> expected;
    EXPECT_EQ(Judge(Number::Parse(a)), expected) << line;
  } else if (what == "add") {
    words >> b >> expected;
    EXPECT_EQ(Judge(Number::Add(NumberOf(a), NumberOf(b))), expected) << line;
    EXPECT_EQ(Judge(Number::Add(NumberOf(b), NumberOf(a))), expected) << line;
  } else {
    ASSERT_EQ(what, "less");
    words >> b;
    EXPECT_TRUE(NumberOf(a) < NumberOf(b)) << line;
    EXPECT_LT(Bytes(NumberOf(a)), Bytes(NumberOf(b))) << line;
  }
}

TEST(Number, AgreesWithPythonsDecimal) {
  FILE* python = popen("/usr/bin/python3 " PARTITA_DECIMAL_SCRIPT " 4711 4000", "r");
  ASSERT_NE(python, nullptr);
  char line[4096];
  int lines = 0;
  for (; std::fgets(line, sizeof line, python) != nullptr; ++lines) CheckLine(line);
  EXPECT_EQ(pclose(python), 0);
  EXPECT_GT(lines, 8000);
}

}  // namespace
}  // namespace partita::model
