#include "model/checksum.h"

#include <gtest/gtest.h>

#include <string>

namespace partita::model {
namespace {

TEST(Checksum, NeverChangesBecauseItIsOnDisk) {
  EXPECT_EQ(Checksum(""), 0x2d06800538d394c2u);
  EXPECT_EQ(Checksum("a"), 0xe6c632b61e964e1fu);
  EXPECT_NE(Checksum("a", 1), Checksum("a"));
  EXPECT_EQ(Checksum(std::string(1000, 'x')), Checksum(std::string(1000, 'x')));
}

TEST(Checksum, NoticesEverySingleFlippedBit) {
  std::string bytes(300, 'x');
  const uint64_t whole = Checksum(bytes);
  for (size_t bit = 0; bit < bytes.size() * 8; ++bit) {
    bytes[bit / 8] = static_cast<char>(bytes[bit / 8] ^ (1 << bit % 8));
    EXPECT_NE(Checksum(bytes), whole) << bit;
    bytes[bit / 8] = static_cast<char>(bytes[bit / 8] ^ (1 << bit % 8));
  }
}

}  // namespace
}  // namespace partita::model
