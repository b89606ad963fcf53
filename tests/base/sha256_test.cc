#include "base/sha256.h"

#include <gtest/gtest.h>

#include <string>

namespace partita::base {
namespace {

std::string Hex(const Sha256Digest& digest) {
  std::string out;
  for (const uint8_t byte : digest) {
    out += "0123456789abcdef"[byte >> 4];
    out += "0123456789abcdef"[byte & 15];
  }
  return out;
}

// FIPS 180-4, example "abc".
TEST(Sha256, AgreesWithThePublishedVector) {
  Sha256 sha256;
  const char* expected = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
  EXPECT_EQ(Hex(sha256.Hash({"abc"})), expected);
  EXPECT_EQ(Hex(sha256.Hash({"a", "", "bc"})), expected)
      << "pieces hash as their concatenation, the object is reusable";
}

}  // namespace
}  // namespace partita::base
