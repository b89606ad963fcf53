// Every text that reading an item can end in.
#include <gtest/gtest.h>

#include "model/item_json.h"

namespace partita::model {
namespace {

struct Refused {
  std::string type;
  std::string message;
};

Refused Refusal(const std::string& item_json, ValueWording wording = ValueWording::kCurrent) {
  simdjson::dom::parser parser;
  const auto item = ParseItem(parser.parse(item_json).value(), wording);
  if (item.ok()) return {"accepted", ""};
  return {std::string(ApiErrorName(item.error().type)), item.error().message};
}

void ExpectInvalid(const std::string& value_json, const std::string& message) {
  const Refused refused = Refusal("{\"a\":" + value_json + "}");
  EXPECT_EQ(refused.type, "ValidationException") << value_json;
  EXPECT_EQ(refused.message, message) << value_json;
}

void ExpectWrongType(const std::string& value_json, const std::string& message) {
  const Refused refused = Refusal("{\"a\":" + value_json + "}");
  EXPECT_EQ(refused.type, "SerializationException") << value_json;
  EXPECT_EQ(refused.message, message) << value_json;
}

constexpr const char* kEmpty =
    "Supplied AttributeValue is empty, must contain exactly one of the supported datatypes";
constexpr const char* kInvalid = "One or more parameter values were invalid: ";
constexpr const char* kDeep =
    "Nesting Levels have exceeded supported limits: Attributes in the item have nested levels "
    "beyond supported limit";

std::string Nested(int levels, const std::string& leaf = R"({"S":"leaf"})") {
  std::string json = leaf;
  for (int i = 0; i < levels; ++i) json = "{\"M\":{\"n\":" + json + "}}";
  return json;
}

TEST(ItemJsonRefusal, OfAValueWithoutAType) {
  for (const char* value : {"{}", "null", R"({"X":"y"})", R"({"S":null})", R"({"M":{"b":{}}})",
                            R"({"L":[{}]})", R"({"L":[null]})"}) {
    ExpectInvalid(value, kEmpty);
  }
}

TEST(ItemJsonRefusal, OfAValueWithSeveralTypes) {
  ExpectInvalid(R"({"S":"a","N":"1"})",
                "Supplied AttributeValue has more than one datatypes set, must contain exactly one "
                "of the supported datatypes");
  ExpectInvalid(R"({"S":"a","N":"b"})", "The parameter cannot be converted to a numeric value: b");
}

TEST(ItemJsonRefusal, OfANullThatIsNotTrue) {
  const std::string text =
      std::string(kInvalid) + "Null attribute value types must have the value of true";
  ExpectInvalid(R"({"NULL":false})", text);
  ExpectInvalid(R"({"NULL":"no"})", text);
}

TEST(ItemJsonRefusal, OfAnEmptySet) {
  ExpectInvalid(R"({"SS":[]})", std::string(kInvalid) + "An string set  may not be empty");
  ExpectInvalid(R"({"NS":[]})", std::string(kInvalid) + "An number set  may not be empty");
  ExpectInvalid(R"({"BS":[]})", std::string(kInvalid) + "Binary sets should not be empty");
}

TEST(ItemJsonRefusal, OfASetThatRepeatsItself) {
  const std::string start = std::string(kInvalid) + "Input collection ";
  ExpectInvalid(R"({"SS":["a","a"]})", start + R"(["a", "a"] contains duplicates.)");
  ExpectInvalid(R"({"SS":["b","a","b"]})", start + R"(["a", "b", "b"] contains duplicates.)");
  ExpectInvalid(R"({"SS":["c","b","b","a"]})",
                start + R"(["b", "c", "b", "a"] contains duplicates.)");
  ExpectInvalid(R"({"BS":["/w==","AA==","AA=="]})",
                start + R"(["AA==","/w==","AA=="]of type BS contains duplicates.)");
  ExpectInvalid(R"({"NS":["2","1","2.0"]})", start + "contains duplicates.");
}

TEST(ItemJsonRefusal, OfABadNumberWhereverItStands) {
  const std::string text = "The parameter cannot be converted to a numeric value: ";
  ExpectInvalid(R"({"N":"1e"})", text + "1e");
  ExpectInvalid(R"({"N":""})", text);
  ExpectInvalid(R"({"NS":["1","b"]})", text + "b");
  ExpectInvalid(R"({"M":{"x":{"L":[{"N":"0x10"}]}}})", text + "0x10");
  ExpectInvalid(R"({"N":"1e126"})",
                "Number overflow. Attempting to store a number with magnitude larger than "
                "supported range");
  ExpectInvalid(R"({"N":"1e-131"})",
                "Number underflow. Attempting to store a number with magnitude smaller than "
                "supported range");
  ExpectInvalid(R"({"N":"123456789012345678901234567890123456789"})",
                "Attempting to store more than 38 significant digits in a Number");
}

TEST(ItemJsonRefusal, OfALevelBeyondThirtyTwo) {
  EXPECT_EQ(Refusal("{\"a\":" + Nested(31) + "}").type, "accepted");
  ExpectInvalid(Nested(32), kDeep);
  ExpectInvalid(Nested(400), kDeep);
  std::string lists = R"({"S":"leaf"})";
  for (int i = 0; i < 32; ++i) lists = "{\"L\":[" + lists + "]}";
  ExpectInvalid(lists, kDeep);
}

std::string OlderRefusal(const std::string& item_json) {
  return Refusal(item_json, ValueWording::kOlder).message;
}

TEST(ItemJsonRefusal, InTheOlderWordingListsSetsAsTheyWereSent) {
  const std::string start = std::string(kInvalid) + "Input collection ";
  EXPECT_EQ(OlderRefusal(R"({"a":{"SS":["b","a","b"]}})"),
            start + "[b, a, b] contains duplicates.");
  EXPECT_EQ(OlderRefusal(R"({"a":{"SS":["",""]}})"), start + "[, ] contains duplicates.");
  EXPECT_EQ(OlderRefusal(R"({"a":{"BS":["/w==","AA==","AA=="]}})"),
            start + "[/w==, AA==, AA==]of type BS contains duplicates.");
  EXPECT_EQ(OlderRefusal(R"({"a":{"NS":["2","1","2"]}})"), "Input collection contains duplicates");
  EXPECT_EQ(OlderRefusal(R"({"a":{"N":"1e99999999999"}})"),
            "The parameter cannot be converted to a numeric value: 1e99999999999");
}

TEST(ItemJsonRefusal, InTheOlderWordingSeesEmptyNamesInsideValuesLast) {
  const std::string inside = R"("m":{"M":{"":{"S":"x"}}})";
  EXPECT_EQ(OlderRefusal("{" + inside + "}"), "Empty attribute name");
  EXPECT_EQ(OlderRefusal("{" + inside + ",\"d\":" + Nested(40) + "}"), kDeep);
  EXPECT_EQ(OlderRefusal("{\"d\":" + Nested(40) + ",\"\":{\"S\":\"x\"}}"), "Empty attribute name");
  EXPECT_EQ(Refusal("{" + inside + ",\"d\":" + Nested(40) + "}").message, "Empty attribute name");
}

TEST(ItemJsonRefusal, ComplainsOfWhatStandsFirstInTheDocument) {
  EXPECT_EQ(Refusal("{\"z\":{\"N\":\"bad\"},\"a\":" + Nested(40) + "}").message,
            "The parameter cannot be converted to a numeric value: bad");
  EXPECT_EQ(Refusal("{\"z\":" + Nested(40) + ",\"a\":{\"N\":\"bad\"}}").message, kDeep);
}

TEST(ItemJsonRefusal, OfAWrongJsonTypeOutranksAWrongContentBeforeIt) {
  const Refused refused = Refusal(R"({"a":{"N":"bad"},"b":{"S":5}})");
  EXPECT_EQ(refused.type, "SerializationException");
  EXPECT_EQ(refused.message, "NUMBER_VALUE cannot be converted to String");
}

TEST(ItemJsonRefusal, OfAWrongJsonTypeThatALaterAttributeOfItsNameWouldHide) {
  EXPECT_EQ(Refusal(R"({"a":{"S":5},"a":{"S":"x"}})").type, "SerializationException");
  EXPECT_EQ(Refusal(R"({"a":{"N":"bad"},"a":{"S":"x"}})").type, "accepted");
}

TEST(ItemJsonRefusal, OfAnAttributeWithoutAName) {
  EXPECT_EQ(Refusal(R"({"":{"S":"x"}})").message, "Empty attribute name");
  EXPECT_EQ(Refusal("{\"" + std::string(65'535, 'n') + "\":{\"S\":\"x\"}}").type, "accepted");
  EXPECT_EQ(Refusal("{\"" + std::string(65'536, 'n') + "\":{\"S\":\"x\"}}").message,
            "Attribute name is too large, must be less than 65536 bytes");
}

TEST(ItemJsonRefusal, OfSomethingElseThanAString) {
  for (const char* type : {"S", "N"}) {
    const std::string start = "{\"" + std::string(type) + "\":";
    ExpectWrongType(start + "true}", "TRUE_VALUE cannot be converted to String");
    ExpectWrongType(start + "false}", "FALSE_VALUE cannot be converted to String");
    ExpectWrongType(start + "23}", "NUMBER_VALUE cannot be converted to String");
    ExpectWrongType(start + "34.56}", "DECIMAL_VALUE cannot be converted to String");
    ExpectWrongType(start + "[]}", "Unrecognized collection type class java.lang.String");
    ExpectWrongType(start + "{}}", "Start of structure or map found where not expected");
  }
}

TEST(ItemJsonRefusal, OfSomethingElseThanABoolean) {
  for (const char* type : {"BOOL", "NULL"}) {
    const std::string start = "{\"" + std::string(type) + "\":";
    ExpectWrongType(start + "\"23\"}", "Unexpected token received from parser");
    ExpectWrongType(start + "1}", "NUMBER_VALUE cannot be converted to Boolean");
    ExpectWrongType(start + "0.5}", "DECIMAL_VALUE cannot be converted to Boolean");
    ExpectWrongType(start + "[]}", "Unrecognized collection type class java.lang.Boolean");
    ExpectWrongType(start + "{}}", "Start of structure or map found where not expected");
  }
}

TEST(ItemJsonRefusal, OfSomethingElseThanBase64) {
  const std::string only = "only base-64-encoded strings are convertible to bytes";
  for (const auto& [open, close] : {std::pair("{\"B\":", "}"), std::pair("{\"BS\":[", "]}")}) {
    const std::string start = open;
    ExpectWrongType(start + "true" + close, only);
    ExpectWrongType(start + "23" + close, only);
    ExpectWrongType(start + "[]" + close, "Unrecognized collection type class java.nio.ByteBuffer");
    ExpectWrongType(start + "{}" + close, "Start of structure or map found where not expected");
    ExpectWrongType(start + "\"23456\"" + close,
                    "Base64 encoded length is expected a multiple of 4 bytes but found: 5");
    ExpectWrongType(start + "\"+/+=\"" + close, "Invalid last non-pad Base64 character dectected");
  }
}

TEST(ItemJsonRefusal, OfSomethingElseThanAList) {
  for (const char* type : {"L", "SS", "NS", "BS"}) {
    const std::string start = "{\"" + std::string(type) + "\":";
    ExpectWrongType(start + "\"23\"}", "Unexpected field type");
    ExpectWrongType(start + "true}", "Unexpected field type");
    ExpectWrongType(start + "{}}", "Start of structure or map found where not expected");
  }
}

TEST(ItemJsonRefusal, OfSomethingElseThanAMapOrAValue) {
  const std::string map =
      "Unrecognized collection type java.util.Map<java.lang.String, "
      "com.amazonaws.dynamodb.v20120810.AttributeValue>";
  const std::string value =
      "Unrecognized collection type class com.amazonaws.dynamodb.v20120810.AttributeValue";
  ExpectWrongType(R"({"M":"23"})", "Unexpected field type");
  ExpectWrongType(R"({"M":[]})", map);
  ExpectWrongType(R"("23")", "Unexpected value type in payload");
  ExpectWrongType("5", "Unexpected value type in payload");
  ExpectWrongType("[]", value);
  ExpectWrongType(R"({"L":["x"]})", "Unexpected value type in payload");
  ExpectWrongType(R"({"M":{"b":[]}})", value);
  EXPECT_EQ(Refusal("[]").message, map);
  EXPECT_EQ(Refusal("\"x\"").message, "Unexpected field type");
}

TEST(ItemJsonRefusal, OfASingleValueReadsTheSame) {
  simdjson::dom::parser parser;
  EXPECT_EQ(ParseValue(parser.parse(std::string("{}")).value()).error().message, kEmpty);
  EXPECT_EQ(ParseValue(parser.parse(std::string("{\"S\":5}")).value()).error().message,
            "NUMBER_VALUE cannot be converted to String");
  EXPECT_EQ(ParseValue(parser.parse(Nested(32)).value()).error().message, kDeep);
}

}  // namespace
}  // namespace partita::model
