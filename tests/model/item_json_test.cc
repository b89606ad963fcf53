#include "model/item_json.h"

#include <gtest/gtest.h>

#include "model/item_codec.h"
#include "tests/model/sample.h"

namespace partita::model {
namespace {

std::string Json(const Item& item) {
  std::string text;
  AppendItemJson(item, &text);
  return text;
}

// From bytes and from the tree alike.
std::string Rewritten(std::string_view json) {
  const Item item = ItemOf(json);
  std::string bytes, text;
  EncodeItem(item, &bytes);
  EXPECT_TRUE(AppendEncodedItemJson(bytes, &text));
  EXPECT_EQ(text, Json(item));
  return text;
}

std::string Quoted(std::string_view text) {
  std::string json;
  AppendJsonString(text, &json);
  return json;
}

TEST(ItemJson, WritesEveryTypeAsItWasRead) {
  const char* kItem =
      R"({"b":{"B":"/w=="},"bs":{"BS":["","AA=="]},"f":{"BOOL":false},"l":{"L":[{"N":"5"},{"L":[]}]},)"
      R"("m":{"M":{"x":{"S":""}}},"n":{"N":"-5"},"ns":{"NS":["5","10"]},"s":{"S":"a\u0000b"},)"
      R"("ss":{"SS":["","b"]},"t":{"BOOL":true},"z":{"NULL":true}})";
  EXPECT_EQ(Rewritten(kItem), kItem);
  EXPECT_EQ(Rewritten("{}"), "{}");
}

TEST(ItemJson, SortsNamesAndSetsAndNormalisesNumbers) {
  EXPECT_EQ(Rewritten(R"({"b":{"N":"01.50"},"a":{"SS":["y","x"]},"c":{"NS":["1e2","-3"]}})"),
            R"({"a":{"SS":["x","y"]},"b":{"N":"1.5"},"c":{"NS":["-3","100"]}})");
}

TEST(ItemJson, TakesTheLastOfTwoAttributesOfOneName) {
  EXPECT_EQ(Rewritten(R"({"b":{"S":"1"},"a":{"S":"2"},"b":{"S":"3"},"b":{"S":"4"}})"),
            R"({"a":{"S":"2"},"b":{"S":"4"}})");
}

TEST(ItemJson, PassesOverUnknownTypesAndNulls) {
  EXPECT_EQ(ValueOf(R"({"S":"x","N":null,"X":5})"), ValueOf(R"({"S":"x"})"));
}

TEST(ItemJson, ReadsBooleansAsTheServiceDoes) {
  for (const char* yes : {"true", "\"true\"", "\"TRUE\"", "\"yes\"", "\"1\""}) {
    EXPECT_EQ(ValueOf("{\"BOOL\":" + std::string(yes) + "}"), AttributeValue{true});
  }
  for (const char* no : {"false", "\"False\"", "\"no\"", "\"0\""}) {
    EXPECT_EQ(ValueOf("{\"BOOL\":" + std::string(no) + "}"), AttributeValue{false});
  }
}

TEST(ItemJson, EscapesWhatJsonMustEscapeAndNothingElse) {
  EXPECT_EQ(Quoted(""), R"("")");
  EXPECT_EQ(Quoted("\"\\/"), R"("\"\\/")");
  EXPECT_EQ(Quoted("\b\f\n\r\t\x1f"), R"("\b\f\n\r\t\u001f")");
  EXPECT_EQ(Quoted("\x7F\xC3\xA4\xF0\x9F\x98\x80"), "\"\x7F\xC3\xA4\xF0\x9F\x98\x80\"");
}

TEST(ItemJson, FindsEveryByteToEscapeAtEveryPlace) {
  for (int byte = 0; byte < 256; ++byte) {
    for (size_t at = 0; at < 24; ++at) {
      std::string text(24, 'x');
      text[at] = static_cast<char>(byte);
      const bool escapes = byte < 0x20 || byte == '"' || byte == '\\';
      const std::string quoted = Quoted(text);
      EXPECT_EQ(quoted.size() > 26, escapes) << byte << " at " << at;
      if (!escapes) {
        EXPECT_EQ(quoted, "\"" + text + "\"");
      }
    }
  }
}

TEST(ItemJson, WritesAStringOfNothingButEscapes) {
  std::string expected = "\"";
  for (int i = 0; i < 1000; ++i) expected += "\\u0001";
  EXPECT_EQ(Quoted(std::string(1000, '\1')), expected + "\"");
}

TEST(ItemJson, KeepsEveryStringThroughTheParser) {
  std::string text;
  for (int byte = 0; byte < 128; ++byte) text += static_cast<char>(byte);
  text += "\xC3\xA4\xED\x9F\xBF\xF4\x8F\xBF\xBF";
  Item item;
  item.Set(text, AttributeValue{text});
  EXPECT_EQ(ItemOf(Json(item)), item);
}

TEST(ItemJson, RefusesToWriteCorruptBytes) {
  for (const char* hex : {"01", "01 01 61 0B", "01 01 61 00", "01 01 61 04 02", "01 01 61 02 C1 C8",
                          "01 01 61 07 FF FF 03", "00 00"}) {
    std::string out;
    EXPECT_FALSE(AppendEncodedItemJson(FromHex(hex), &out)) << hex;
  }
  std::string deep = FromHex("01 01 61");
  for (int i = 0; i < 100'000; ++i) deep += FromHex("07 01");
  std::string out;
  EXPECT_FALSE(AppendEncodedItemJson(deep, &out));
}

TEST(ItemJson, AppendsToWhatIsAlreadyThere) {
  std::string out = "{\"Item\":";
  AppendValueJson(ValueOf(R"({"S":"x"})"), &out);
  EXPECT_EQ(out, R"({"Item":{"S":"x"})");
}

}  // namespace
}  // namespace partita::model
