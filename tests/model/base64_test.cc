#include "model/base64.h"

#include <gtest/gtest.h>

namespace partita::model {
namespace {

std::string Encoded(std::string_view bytes) {
  std::string text;
  AppendBase64(bytes, &text);
  return text;
}

TEST(Base64, WritesTheVectorsOfRfc4648) {
  EXPECT_EQ(Encoded(""), "");
  EXPECT_EQ(Encoded("f"), "Zg==");
  EXPECT_EQ(Encoded("fo"), "Zm8=");
  EXPECT_EQ(Encoded("foo"), "Zm9v");
  EXPECT_EQ(Encoded("foob"), "Zm9vYg==");
  EXPECT_EQ(Encoded("fooba"), "Zm9vYmE=");
  EXPECT_EQ(Encoded("foobar"), "Zm9vYmFy");
  EXPECT_EQ(Encoded("\xFB\xFF\xBF"), "+/+/");
}

TEST(Base64, ReadsBackEveryLengthAndEveryByte) {
  std::string bytes;
  for (int i = 0; i < 300; ++i) {
    std::string back = "before";
    ASSERT_TRUE(DecodeBase64(Encoded(bytes), &back));
    EXPECT_EQ(back, "before" + bytes);
    bytes += static_cast<char>(i * 7);
  }
}

TEST(Base64, RefusesWhatNobodyWrote) {
  std::string out;
  for (const char* text : {"Zg=", "Zg", "Z", "Zg==Zg==", "Zg=v", "=g==", "====", "Zm9*", "Zm9v\n",
                           "Zh==", "Zm9=", "_-__", "Zm\xC3v"}) {
    EXPECT_FALSE(DecodeBase64(text, &out)) << text;
  }
}

}  // namespace
}  // namespace partita::model
