#include "wire/frame.h"

#include <gtest/gtest.h>

#include "bytes.h"

namespace partita::wire {
namespace {

std::string GetItemFrame(std::string_view payload) {
  std::string bytes;
  StartFrame({.kind = MessageKind::kGetItem,
              .flags = kReplyBit,
              .request_id = 0x0102030405060708,
              .trace_id = 9},
             &bytes);
  bytes += payload;
  FinishFrame(&bytes);
  return bytes;
}

TEST(Frame, HasTheBytesItsHeaderPictures) {
  EXPECT_EQ(Hex(GetItemFrame("ab")),
            "02000000"
            "0100"
            "0100"
            "0807060504030201"
            "0900000000000000"
            "6162");
}

TEST(Frame, IsReadBackFieldByField) {
  const std::string bytes = GetItemFrame("payload");
  const std::optional<Frame> frame = DecodeFrame(bytes);
  ASSERT_TRUE(frame.has_value());
  EXPECT_EQ(frame->header.kind, MessageKind::kGetItem);
  EXPECT_TRUE(frame->header.is_reply());
  EXPECT_EQ(frame->header.request_id, 0x0102030405060708u);
  EXPECT_EQ(frame->header.trace_id, 9u);
  EXPECT_EQ(frame->payload, "payload");
  EXPECT_EQ(WhyInvalid(bytes), "valid");
}

TEST(Frame, StartsAfreshInUsedMemory) {
  std::string bytes = "left over";
  StartFrame({.kind = MessageKind::kPutItem}, &bytes);
  FinishFrame(&bytes);
  EXPECT_EQ(bytes.size(), kFrameHeaderBytes);
}

TEST(Frame, IsRefusedWhenItIsShorterThanAHeader) {
  const std::string bytes = GetItemFrame("");
  EXPECT_FALSE(DecodeFrame(std::string_view(bytes).substr(0, kFrameHeaderBytes - 1)).has_value());
  EXPECT_EQ(WhyInvalid("x"), "shorter than a header");
}

TEST(Frame, IsRefusedWhenItsSizeIsNotThatOfTheBytes) {
  const std::string bytes = GetItemFrame("abc");
  EXPECT_FALSE(DecodeFrame(bytes + "d").has_value());
  EXPECT_FALSE(DecodeFrame(std::string_view(bytes).substr(0, bytes.size() - 1)).has_value());
  EXPECT_EQ(WhyInvalid(bytes + "d"), "payload size differs from the bytes that came");
}

TEST(Frame, IsRefusedWhenItSaysToBeLongerThanAnyMessage) {
  std::string bytes = GetItemFrame("abc");
  bytes[3] = '\x7f';
  EXPECT_FALSE(DecodeFrame(bytes).has_value());
  EXPECT_EQ(WhyInvalid(bytes), "payload longer than any message");
}

TEST(Frame, IsRefusedWithAFlagOrAKindNobodyKnows) {
  std::string flags = GetItemFrame("");
  flags[6] = 5;
  EXPECT_EQ(WhyInvalid(flags), "unknown flags");
  EXPECT_FALSE(DecodeFrame(flags).has_value());
  std::string kind = GetItemFrame("");
  kind[4] = 63;
  EXPECT_EQ(WhyInvalid(kind), "unknown kind");
  EXPECT_FALSE(DecodeFrame(kind).has_value());
}

TEST(Frame, CarriesTheOwnersTimesBehindThePayload) {
  std::string bytes = GetItemFrame("ab");
  AppendTimes({.dequeued_ns = 0x11, .executed_ns = 0x22, .committed_ns = 0x33, .batch_size = 4},
              &bytes);
  EXPECT_EQ(Hex(bytes),
            "02000000"
            "0100"
            "0300"
            "0807060504030201"
            "0900000000000000"
            "6162"
            "1100000000000000"
            "2200000000000000"
            "3300000000000000"
            "04000000");
  const std::optional<Frame> frame = DecodeFrame(bytes);
  ASSERT_TRUE(frame.has_value());
  EXPECT_EQ(frame->payload, "ab");
  EXPECT_EQ(frame->times.dequeued_ns, 0x11);
  EXPECT_EQ(frame->times.executed_ns, 0x22);
  EXPECT_EQ(frame->times.committed_ns, 0x33);
  EXPECT_EQ(frame->times.batch_size, 4u);
}

TEST(Frame, IsRefusedWhenTimesAreFlaggedAndCutShortOrInARequest) {
  std::string bytes = GetItemFrame("ab");
  AppendTimes({}, &bytes);
  EXPECT_FALSE(DecodeFrame(std::string_view(bytes).substr(0, bytes.size() - 1)).has_value());
  std::string short_one = GetItemFrame("");
  short_one[6] = 3;
  EXPECT_EQ(WhyInvalid(short_one), "payload size differs from the bytes that came");
  std::string request = bytes;
  request[6] = 2;
  EXPECT_EQ(WhyInvalid(request), "times in what is no reply");
}

TEST(MessageKind, HasANumberForEveryNameThatNeverChanges) {
  std::string names;
  for (int number = 0; number <= 0xffff; ++number) {
    const std::string_view name = MessageKindName(static_cast<MessageKind>(number));
    if (name != "?") names += fmt::format("{}={} ", name, number);
  }
  EXPECT_EQ(names,
            "GetItem=1 PutItem=2 UpdateItem=3 DeleteItem=4 TableStatistics=5 ScanRange=6 "
            "IndexRange=7 "
            "ClaimToken=16 ReadTransaction=17 WriteTransaction=18 PrepareTransaction=19 "
            "DecideTransaction=20 FinishTransaction=21 ListTransactions=22 "
            "ForgetTransactions=23 KeepToken=24 "
            "ReadChanges=32 DescribeChanges=33 "
            "CreateTable=64 DeleteTable=65 "
            "UpdateTable=66 UpdateTimeToLive=67 TagResource=68 UntagResource=69 "
            "UpdateContinuousBackups=70 "
            "SchemaRollout=128 BackfillProgress=129 "
            "NativeHello=192 NativeGoodbye=193 NativeCall=194 NativeGetItem=195 "
            "NativePutItem=196 NativeUpdateItem=197 NativeDeleteItem=198 NativeQuery=199 "
            "NativeScan=200 ");
}

}  // namespace
}  // namespace partita::wire
