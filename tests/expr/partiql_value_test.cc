#include "partiql_language.h"

namespace partita::expr {
namespace {

std::string Inserted(std::string_view item, const std::vector<std::string_view>& parameters = {}) {
  return ToJson(
      MakeStatement(std::string("INSERT INTO \"T\" VALUE ").append(item), parameters).item);
}
std::string RefusedItem(std::string_view item,
                        const std::vector<std::string_view>& parameters = {}) {
  return RefusedStatement(std::string("INSERT INTO \"T\" VALUE ").append(item), parameters);
}
std::string Repeated(std::string_view text, size_t times) {
  std::string all;
  for (size_t i = 0; i < times; ++i) all += text;
  return all;
}

TEST(PartiqlValues, AreOfEveryType) {
  EXPECT_EQ(Inserted("{'s': 'it''s', 't': true, 'f': FALSE, 'n': null, 'l': [1, 'a', []],"
                     "'m': {'x': {'y': 2.50}}, 'ns': <<3, 1>>, 'ss': <<'b', 'a'>>, 'p': ?}",
                     {R"({"B": "AQ=="})"}),
            R"({"f":{"BOOL":false},"l":{"L":[{"N":"1"},{"S":"a"},{"L":[]}]},)"
            R"("m":{"M":{"x":{"M":{"y":{"N":"2.5"}}}}},"n":{"NULL":true},"ns":{"NS":["1","3"]},)"
            R"("p":{"B":"AQ=="},"s":{"S":"it's"},"ss":{"SS":["a","b"]},"t":{"BOOL":true}})");
}

TEST(PartiqlValues, ReadNumbersAsTheyAreWritten) {
  EXPECT_EQ(Inserted("{'a':1E3, 'b':-1.5e-3, 'c':.73e1, 'd':-0, 'e': - - 1, 'f': +5., 'g': -.5}"),
            R"({"a":{"N":"1000"},"b":{"N":"-0.0015"},"c":{"N":"7.3"},"d":{"N":"0"},"e":{"N":"1"},)"
            R"("f":{"N":"5"},"g":{"N":"-0.5"}})");
}

TEST(PartiqlValues, AreRefusedWithTheirPlace) {
  const std::string overflow =
      "Number overflow. Attempting to store a number with magnitude larger than supported range";
  EXPECT_EQ(RefusedItem("{'pk': 1e126}"), overflow + " under root");
  EXPECT_EQ(RefusedItem("{'m': {'x': 1e126}}"), overflow + " under root.x");
  EXPECT_EQ(RefusedItem("{'l': [1, 1e126]}"), overflow + " under root[1]");
  EXPECT_EQ(RefusedItem("{'n': 123456789012345678901234567890123456789}"),
            "Attempting to store more than 38 significant digits in a Number under root");
  EXPECT_EQ(RefusedItem("{'n': 1e-131}"),
            "Number underflow. Attempting to store a number with magnitude smaller than supported "
            "range under root");
  EXPECT_EQ(RefusedItem("{'m': {'k': ?}}", {R"({"S": "v"})"}),
            "Unsupported data type: Parameter under key root.k at 1:35:1");
  EXPECT_EQ(RefusedItem("{'ss': set_add(<<'a'>>, <<'b'>>)}"),
            "Unsupported data type: set_add under key root at 1:30:7");
  EXPECT_EQ(RefusedItem("{'a': MISSING}"), "MISSING must be compared using IS operator");
  EXPECT_EQ(RefusedItem("{'a': 1, 'a': 2}"), "Duplicate keys in tuple. Key: a under root");
}

TEST(PartiqlValues, OfSetsAreDistinctNumbersOrStrings) {
  EXPECT_EQ(RefusedItem("{'s': <<>>}"), "Empty bags are not supported");
  EXPECT_EQ(
      RefusedItem("{'s': <<1, 'a'>>}"),
      "Unsupported data type in Bag. DynamoDB only supports either numbers or strings in bags");
  EXPECT_EQ(
      RefusedItem("{'s': <<'a', 'a'>>}"),
      "One or more parameter values were invalid: Input collection [a, a] contains duplicates.");
  EXPECT_EQ(RefusedItem("{'s': <<2, 2.0>>}"),
            "One or more parameter values were invalid: Input collection [2, 2.0] contains "
            "duplicates! under root");
}

TEST(PartiqlValues, NestNoDeeperThanItems) {
  EXPECT_EQ(RefusedItem("{'d': " + Repeated("{'a':", 31) + "1" + Repeated("}", 31) + "}"), "ok");
  EXPECT_EQ(RefusedItem("{'d': " + Repeated("{'a':", 32) + "1" + Repeated("}", 32) + "}"),
            "Nesting Levels have exceeded supported limits under root" + Repeated(".a", 32));
  EXPECT_EQ(RefusedItem("{'d': " + Repeated("[", 32) + "1" + Repeated("]", 32) + "}"),
            "Nesting Levels have exceeded supported limits under root" + Repeated("[0]", 32));
}

}  // namespace
}  // namespace partita::expr
