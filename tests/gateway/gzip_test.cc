#include "gateway/gzip.h"

#include <gtest/gtest.h>

#include <string>

namespace partita::gateway {
namespace {

TEST(Gzip, GivesBackWhatItPacked) {
  Gzip gzip;
  for (const size_t size :
       {size_t{0}, size_t{1}, size_t{16384}, size_t{16385}, size_t{1'000'000}}) {
    std::string bytes;
    for (size_t i = 0; i < size; ++i) bytes.push_back(static_cast<char>(i * i >> 3));
    const auto unpacked = gzip.Inflate(gzip.Compress(bytes), size);
    ASSERT_TRUE(unpacked.ok()) << size << ": " << unpacked.error().message;
    EXPECT_EQ(*unpacked, bytes);
    EXPECT_GE(unpacked->capacity() - unpacked->size(), 32u);
  }
}

TEST(Gzip, StopsABombAtTheLimit) {
  Gzip gzip;
  const std::string packed = gzip.Compress(std::string(10'000'000, '0'));
  EXPECT_LT(packed.size(), 100'000u);
  EXPECT_EQ(gzip.Inflate(packed, 9'999'999).error().kind, base::ErrorKind::kFailed);
  EXPECT_TRUE(gzip.Inflate(packed, 10'000'000).ok());
}

TEST(Gzip, RefusesWhatIsNotOneWholeStream) {
  Gzip gzip;
  const std::string packed = gzip.Compress("hello, hello, hello");
  std::string rotten = packed;
  rotten[12] = static_cast<char>(rotten[12] ^ 0x55);
  for (const std::string& bytes :
       {std::string(), std::string("not gzip"), packed.substr(0, packed.size() - 1), packed + "x",
        packed + packed, rotten}) {
    EXPECT_EQ(gzip.Inflate(bytes, 1000).error().kind, base::ErrorKind::kInvalid);
  }
  EXPECT_TRUE(gzip.Inflate(packed, 1000).ok()) << "a failure must not spoil the next use";
}

}  // namespace
}  // namespace partita::gateway
