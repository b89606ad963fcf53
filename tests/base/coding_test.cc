#include "base/coding.h"

#include <gtest/gtest.h>

namespace partita::base {
namespace {

TEST(ByteWriter, WritesLittleEndianAndVarintsAsDocumented) {
  std::string bytes;
  ByteWriter writer(&bytes);
  writer.U16(0x0102);
  writer.U32(0x03040506);
  writer.Varint(300);
  writer.ZigZag(-1);
  writer.Bytes("ab");
  EXPECT_EQ(bytes, std::string("\x02\x01\x06\x05\x04\x03\xac\x02\x01\x02"
                               "ab"));
}

TEST(ByteReader, ReadsBackWhatTheWriterWrote) {
  for (const uint64_t value :
       {uint64_t{0}, uint64_t{127}, uint64_t{128}, uint64_t{1} << 63, UINT64_MAX}) {
    std::string bytes;
    ByteWriter writer(&bytes);
    writer.Varint(value);
    writer.ZigZag(static_cast<int64_t>(value));
    writer.U64(value);
    ByteReader reader(bytes);
    EXPECT_EQ(reader.Varint(), value);
    EXPECT_EQ(reader.ZigZag(), static_cast<int64_t>(value));
    EXPECT_EQ(reader.U64(), value);
    EXPECT_TRUE(reader.Finished());
  }
}

TEST(ByteReader, FailsForGoodAtTheFirstMissingByte) {
  ByteReader reader(
      "\x05"
      "abc");
  EXPECT_EQ(reader.Bytes(), "");
  EXPECT_FALSE(reader.ok());
  EXPECT_EQ(reader.U8(), 0);
  EXPECT_FALSE(reader.Finished());
}

TEST(ByteReader, RefusesAVarintOfMoreThan64Bits) {
  ByteReader reader("\xff\xff\xff\xff\xff\xff\xff\xff\xff\x02");
  EXPECT_EQ(reader.Varint(), 0u);
  EXPECT_FALSE(reader.ok());
}

TEST(ByteReader, RefusesABooleanThatIsNeither) {
  ByteReader reader("\x02");
  reader.Bool();
  EXPECT_FALSE(reader.ok());
}

TEST(BigEndian, OrdersAsMemcmpDoes) {
  char a[8];
  char b[8];
  PutBigEndian64(a, 255);
  PutBigEndian64(b, 256);
  EXPECT_LT(std::memcmp(a, b, 8), 0);
  EXPECT_EQ(GetBigEndian64(b), 256u);
}

}  // namespace
}  // namespace partita::base
