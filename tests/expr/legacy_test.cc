#include "expr/legacy.h"

#include "expr/program.h"
#include "tests/expr/expression_language.h"

namespace partita::expr {
namespace {

constexpr const char* kItem =
    R"({"s":{"S":"banana"},"n":{"N":"7"},"ss":{"SS":["x","y"]},"l":{"L":[{"S":"x"}]}})";

LegacyCondition Compares(const char* attribute, const char* comparison_operator,
                         std::vector<const char*> values) {
  LegacyCondition condition;
  condition.attribute = attribute;
  condition.comparison_operator = comparison_operator;
  for (const char* value : values) condition.attribute_value_list.push_back(MakeValue(value));
  condition.has_attribute_value_list = true;
  return condition;
}

LegacyCondition Expects(const char* attribute, std::optional<bool> exists,
                        const char* value = nullptr) {
  LegacyCondition condition;
  condition.attribute = attribute;
  condition.exists = exists;
  if (value != nullptr) condition.value = MakeValue(value);
  return condition;
}

std::string Judged(const std::vector<LegacyCondition>& conditions,
                   ConditionalOperator combine = ConditionalOperator::kAnd,
                   LegacyParameter parameter = LegacyParameter::kExpected) {
  const auto condition = TranslateConditions(conditions, combine, parameter);
  if (!condition.ok()) return condition.error().message;
  std::string program;
  condition->EncodeTo(&program);
  const model::Item item = MakeItem(kItem);
  return Condition::Decode(program)->Holds(&item) ? "yes" : "no";
}

TEST(LegacyCondition, EveryOperatorHasItsMeaning) {
  EXPECT_EQ(Judged({Compares("n", "EQ", {R"({"N":"7"})"})}), "yes");
  EXPECT_EQ(Judged({Compares("n", "NE", {R"({"N":"7"})"})}), "no");
  EXPECT_EQ(Judged({Compares("gone", "NE", {R"({"N":"7"})"})}), "yes");
  EXPECT_EQ(Judged({Compares("n", "LE", {R"({"N":"7"})"})}), "yes");
  EXPECT_EQ(Judged({Compares("n", "LT", {R"({"N":"7"})"})}), "no");
  EXPECT_EQ(Judged({Compares("n", "GE", {R"({"N":"7"})"})}), "yes");
  EXPECT_EQ(Judged({Compares("n", "GT", {R"({"S":"6"})"})}), "no");
  EXPECT_EQ(Judged({Compares("n", "NOT_NULL", {})}), "yes");
  EXPECT_EQ(Judged({Compares("n", "NULL", {})}), "no");
  EXPECT_EQ(Judged({Compares("s", "CONTAINS", {R"({"S":"nan"})"})}), "yes");
  EXPECT_EQ(Judged({Compares("ss", "CONTAINS", {R"({"S":"y"})"})}), "yes");
  EXPECT_EQ(Judged({Compares("l", "CONTAINS", {R"({"S":"x"})"})}), "yes");
  EXPECT_EQ(Judged({Compares("ss", "NOT_CONTAINS", {R"({"S":"y"})"})}), "no");
  EXPECT_EQ(Judged({Compares("ss", "NOT_CONTAINS", {R"({"S":"z"})"})}), "yes");
  EXPECT_EQ(Judged({Compares("gone", "NOT_CONTAINS", {R"({"S":"z"})"})}), "no");
  EXPECT_EQ(Judged({Compares("s", "BEGINS_WITH", {R"({"S":"ba"})"})}), "yes");
  EXPECT_EQ(Judged({Compares("n", "IN", {R"({"N":"6"})", R"({"N":"7"})"})}), "yes");
  EXPECT_EQ(Judged({Compares("n", "BETWEEN", {R"({"N":"6"})", R"({"N":"7"})"})}), "yes");
}

TEST(LegacyCondition, ExpectedValuesAndExistence) {
  EXPECT_EQ(Judged({Expects("n", std::nullopt, R"({"N":"7"})")}), "yes");
  EXPECT_EQ(Judged({Expects("n", true, R"({"N":"8"})")}), "no");
  EXPECT_EQ(Judged({Expects("n", false)}), "no");
  EXPECT_EQ(Judged({Expects("gone", false)}), "yes");
}

TEST(LegacyCondition, AndWantsAllOrWantsOneAndNothingHoldsAlways) {
  const auto yes = Compares("n", "NOT_NULL", {});
  const auto no = Compares("n", "NULL", {});
  EXPECT_EQ(Judged({yes, no}), "no");
  EXPECT_EQ(Judged({yes, no}, ConditionalOperator::kOr), "yes");
  EXPECT_EQ(Judged({no, no}, ConditionalOperator::kOr), "no");
  EXPECT_EQ(Judged({}), "yes");
  EXPECT_EQ(Judged({}, ConditionalOperator::kOr), "yes");
}

const std::string kInvalid = "One or more parameter values were invalid: ";

TEST(LegacyCondition, ArgumentCountsAreChecked) {
  const auto refused = [](const char* name) {
    return kInvalid + "Invalid number of argument(s) for the " + name + " ComparisonOperator";
  };
  EXPECT_EQ(Judged({Compares("a", "EQ", {R"({"S":"a"})", R"({"S":"b"})"})}), refused("EQ"));
  EXPECT_EQ(Judged({Compares("a", "NULL", {R"({"S":"a"})"})}), refused("NULL"));
  EXPECT_EQ(Judged({Compares("a", "IN", {})}), refused("IN"));
  EXPECT_EQ(Judged({Compares("a", "BETWEEN", {R"({"N":"1"})"})}), refused("BETWEEN"));
  LegacyCondition without_list = Compares("a", "LT", {});
  without_list.has_attribute_value_list = false;
  EXPECT_EQ(Judged({without_list}, ConditionalOperator::kAnd, LegacyParameter::kFilter),
            refused("LT"));
}

TEST(LegacyCondition, ArgumentTypesAreChecked) {
  EXPECT_EQ(Judged({Compares("a", "LT", {R"({"BOOL":true})"})}),
            kInvalid + "ComparisonOperator LT is not valid for BOOL AttributeValue type");
  EXPECT_EQ(Judged({Compares("a", "CONTAINS", {R"({"SS":["a"]})"})}),
            kInvalid + "ComparisonOperator CONTAINS is not valid for SS AttributeValue type");
  EXPECT_EQ(Judged({Compares("a", "BEGINS_WITH", {R"({"N":"1"})"})}),
            kInvalid + "ComparisonOperator BEGINS_WITH is not valid for N AttributeValue type");
  EXPECT_EQ(Judged({Compares("a", "IN", {R"({"S":"b"})", R"({"N":"1"})"})}),
            kInvalid + "AttributeValues inside AttributeValueList must be of same type");
  EXPECT_EQ(Judged({Compares("a", "BETWEEN", {R"({"N":"10"})", R"({"N":"9"})"})}),
            "The BETWEEN condition was provided a range where the lower bound is greater than the "
            "upper bound");
}

TEST(LegacyCondition, ExpectedSaysWhichPartsDoNotGoTogether) {
  LegacyCondition condition = Compares("a", "EQ", {R"({"N":"1"})"});
  condition.value = MakeValue(R"({"N":"1"})");
  EXPECT_EQ(Judged({condition}),
            kInvalid + "Value and AttributeValueList cannot be used together for Attribute: a");
  condition = Compares("a", "EQ", {R"({"N":"1"})"});
  condition.exists = true;
  EXPECT_EQ(Judged({condition}),
            kInvalid + "Exists and ComparisonOperator cannot be used together for Attribute: a");
  condition = Compares("a", "LT", {});
  condition.has_attribute_value_list = false;
  EXPECT_EQ(
      Judged({condition}),
      kInvalid +
          "Value or AttributeValueList must be used with ComparisonOperator: LT for Attribute: a");
  condition = Compares("a", "LT", {R"({"N":"1"})"});
  condition.comparison_operator.reset();
  EXPECT_EQ(
      Judged({condition}),
      kInvalid + "AttributeValueList can only be used with a ComparisonOperator for Attribute: a");
  EXPECT_EQ(Judged({Expects("a", std::nullopt)}),
            kInvalid + "Value must be provided when Exists is null for Attribute: a");
  EXPECT_EQ(Judged({Expects("a", true)}),
            kInvalid + "Value must be provided when Exists is true for Attribute: a");
  EXPECT_EQ(Judged({Expects("a", false, R"({"N":"1"})")}),
            kInvalid + "Value cannot be used when Exists is false for Attribute: a");
}

std::string Changed(const std::vector<LegacyUpdate>& updates, std::string_view item) {
  const auto update = TranslateUpdates(updates);
  if (!update.ok()) return update.error().message;
  std::string program;
  update->EncodeTo(&program);
  model::Item subject = MakeItem(item);
  const auto status = Update::Decode(program)->Apply(&subject);
  return status.ok() ? ToJson(subject) : status.error().message;
}

TEST(LegacyUpdate, PutsAddsAndDeletes) {
  EXPECT_EQ(
      Changed({{"a", "PUT", MakeValue(R"({"S":"new"})")},
               {"n", "ADD", MakeValue(R"({"N":"5"})")},
               {"ss", "DELETE", MakeValue(R"({"SS":["x"]})")},
               {"l", "ADD", MakeValue(R"({"L":[{"S":"y"}]})")},
               {"s", "DELETE", std::nullopt}},
              kItem),
      R"({"a":{"S":"new"},"l":{"L":[{"S":"x"},{"S":"y"}]},"n":{"N":"12"},"ss":{"SS":["y"]}})");
}

TEST(LegacyUpdate, RefusesWhatAnActionCannotDo) {
  EXPECT_EQ(Changed({{"a", "PUT", std::nullopt}}, "{}"),
            kInvalid + "Only DELETE action is allowed when no attribute value is specified");
  EXPECT_EQ(Changed({{"a", "DELETE", MakeValue(R"({"N":"1"})")}}, "{}"),
            kInvalid + "DELETE action with value is not supported for the type N");
  EXPECT_EQ(Changed({{"a", "ADD", MakeValue(R"({"M":{}})")}}, "{}"),
            kInvalid + "ADD action is not supported for the type M");
}

TEST(LegacyUpdate, CallsAWrongTypeAMismatch) {
  EXPECT_EQ(Changed({{"s", "ADD", MakeValue(R"({"N":"5"})")}}, kItem),
            "Type mismatch for attribute to update");
  EXPECT_EQ(Changed({{"ss", "DELETE", MakeValue(R"({"NS":["5"]})")}}, kItem),
            "Type mismatch for attribute to update");
}

}  // namespace
}  // namespace partita::expr
