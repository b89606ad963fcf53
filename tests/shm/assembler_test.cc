#include "shm/assembler.h"

#include <gtest/gtest.h>

#include <cstring>

namespace partita::shm {
namespace {

constexpr uint32_t kEpoch = 5;
constexpr uint32_t kFirst = EpochBits(kEpoch) | kFirstFlag;
constexpr uint32_t kMiddle = EpochBits(kEpoch);
constexpr uint32_t kLast = EpochBits(kEpoch) | kLastFlag;
constexpr uint32_t kWhole = kFirst | kLast;

std::string Announcing(uint64_t total, std::string_view bytes) {
  std::string payload(sizeof total, '\0');
  std::memcpy(payload.data(), &total, sizeof total);
  return payload.append(bytes);
}

// The completed message, "<more>" or "<corrupt>".
std::string Take(Assembler* assembler, uint32_t tag, std::string_view payload) {
  const auto message = assembler->Take(tag, payload);
  if (!message.ok()) {
    EXPECT_EQ(message.error().kind, base::ErrorKind::kCorrupt);
    return "<corrupt>";
  }
  return message->has_value() ? std::string(**message) : "<more>";
}

TEST(Assembler, PassesAWholeMessageThrough) {
  Assembler assembler(kEpoch);
  EXPECT_EQ(Take(&assembler, kWhole, "hello"), "hello");
  EXPECT_EQ(Take(&assembler, kWhole, ""), "");
}

TEST(Assembler, PutsFragmentsTogether) {
  Assembler assembler(kEpoch);
  EXPECT_EQ(Take(&assembler, kFirst, Announcing(10, "hello")), "<more>");
  EXPECT_EQ(Take(&assembler, kMiddle, " wor"), "<more>");
  EXPECT_EQ(Take(&assembler, kLast, "l"), "hello worl");
  assembler.Done();
  EXPECT_EQ(Take(&assembler, kFirst, Announcing(2, "a")), "<more>");
  EXPECT_EQ(Take(&assembler, kLast, "b"), "ab");
}

TEST(Assembler, RefusesARecordOfAnotherEpoch) {
  Assembler assembler(kEpoch);
  EXPECT_EQ(Take(&assembler, EpochBits(kEpoch - 1) | kFirstFlag | kLastFlag, "late"), "<corrupt>");
}

TEST(Assembler, RefusesUnknownFlags) {
  Assembler assembler(kEpoch);
  EXPECT_EQ(Take(&assembler, kWhole | 4, "x"), "<corrupt>");
}

TEST(Assembler, RefusesFragmentsOutOfOrder) {
  for (const uint32_t tag : {kMiddle, kLast}) {
    Assembler assembler(kEpoch);
    EXPECT_EQ(Take(&assembler, tag, "no first"), "<corrupt>");
  }
  for (const uint32_t tag : {kFirst, kWhole}) {
    Assembler assembler(kEpoch);
    ASSERT_EQ(Take(&assembler, kFirst, Announcing(20, "a")), "<more>");
    EXPECT_EQ(Take(&assembler, tag, Announcing(20, "again")), "<corrupt>");
  }
}

TEST(Assembler, RefusesALengthThatDoesNotComeTrue) {
  Assembler too_short(kEpoch);
  ASSERT_EQ(Take(&too_short, kFirst, Announcing(3, "a")), "<more>");
  EXPECT_EQ(Take(&too_short, kLast, "b"), "<corrupt>");
  Assembler too_long(kEpoch);
  ASSERT_EQ(Take(&too_long, kFirst, Announcing(3, "a")), "<more>");
  EXPECT_EQ(Take(&too_long, kLast, "bcd"), "<corrupt>");
  Assembler not_last(kEpoch);
  ASSERT_EQ(Take(&not_last, kFirst, Announcing(3, "a")), "<more>");
  EXPECT_EQ(Take(&not_last, kMiddle, "bc"), "<corrupt>");
  Assembler first_too_long(kEpoch);
  EXPECT_EQ(Take(&first_too_long, kFirst, Announcing(3, "abcd")), "<corrupt>");
}

TEST(Assembler, RefusesAMessageLongerThanAnyMayBeWithoutAllocatingForIt) {
  Assembler assembler(kEpoch);
  EXPECT_EQ(Take(&assembler, kFirst, Announcing(kMaxMessageBytes + 1, "a")), "<corrupt>");
  Assembler boundless(kEpoch);
  EXPECT_EQ(Take(&boundless, kFirst, Announcing(~uint64_t{0}, "a")), "<corrupt>");
  Assembler headless(kEpoch);
  EXPECT_EQ(Take(&headless, kFirst, "1234567"), "<corrupt>");
}

}  // namespace
}  // namespace partita::shm
