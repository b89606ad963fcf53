#include <gtest/gtest.h>

#include "bytes.h"
#include "wire/native_call.h"
#include "wire/native_hello.h"
#include "wire/native_item.h"
#include "wire/native_page.h"

namespace partita::wire {
namespace {

TEST(NativeHello, HasTheseBytes) {
  const std::string bytes = Encoded(NativeHelloRequest{1, "me"});
  EXPECT_EQ(Hex(bytes),
            "5052544e"  // PRTN
            "01000000"
            "026d65");
  EXPECT_TRUE(RefusesEveryOtherLength(bytes, DecodeNativeHelloRequest));
  const std::string reply = Encoded(NativeHelloReply{1, 4096, 8, "123456789012", "eu"});
  EXPECT_TRUE(RefusesEveryOtherLength(reply, DecodeNativeHelloReply));
  base::ByteReader reader(reply);
  EXPECT_EQ(DecodeNativeHelloReply(&reader).region, "eu");
}

TEST(NativeHello, RefusesAnotherMagicAndALongName) {
  std::string bytes = Encoded(NativeHelloRequest{1, "me"});
  bytes[0] = 'G';
  base::ByteReader other(bytes);
  DecodeNativeHelloRequest(&other);
  EXPECT_FALSE(other.ok());
  const std::string long_name = Encoded(NativeHelloRequest{1, std::string(65, 'n')});
  base::ByteReader too_long(long_name);
  DecodeNativeHelloRequest(&too_long);
  EXPECT_FALSE(too_long.ok());
}

TEST(NativeGetRequest, HasTheseBytes) {
  const std::string bytes =
      Encoded(NativeGetRequest{"T", true, NativeCapacityMode::kTotal, "kk", "p"});
  EXPECT_EQ(Hex(bytes), "0154" "01" "01" "026b6b" "0170");
  EXPECT_TRUE(RefusesEveryOtherLength(bytes, DecodeNativeGetRequest));
}

TEST(NativeWrites, ComeBackAsTheyWere) {
  const WriteOptions options{"cc", ReturnValues::kUpdatedNew, true};
  const std::string put =
      Encoded(NativePutRequest{"T", NativeCapacityMode::kIndexes, options, "item"});
  EXPECT_EQ(Hex(put), "0154" "02" "0263630401" "046974656d");
  EXPECT_TRUE(RefusesEveryOtherLength(put, DecodeNativePutRequest));
  const std::string update =
      Encoded(NativeUpdateRequest{"T", NativeCapacityMode::kNone, options, "k", "uu"});
  EXPECT_TRUE(RefusesEveryOtherLength(update, DecodeNativeUpdateRequest));
  base::ByteReader reader(update);
  const NativeUpdateRequest decoded = DecodeNativeUpdateRequest(&reader);
  EXPECT_EQ(decoded.update, "uu");
  EXPECT_EQ(decoded.options.return_values, ReturnValues::kUpdatedNew);
  const std::string deletion =
      Encoded(NativeDeleteRequest{"T", NativeCapacityMode::kNone, {}, "k"});
  EXPECT_TRUE(RefusesEveryOtherLength(deletion, DecodeNativeDeleteRequest));
}

TEST(NativeReplies, CarryCapacityInHalves) {
  NativeGetReply got{true, "item", {}};
  got.capacity = {NativeCapacityMode::kIndexes, 5, 2, {{"by-x", true, 3}}};
  const std::string bytes = Encoded(got);
  EXPECT_EQ(Hex(bytes), "01" "046974656d" "02" "05" "02" "01" "0462792d78" "01" "03");
  EXPECT_TRUE(RefusesEveryOtherLength(bytes, DecodeNativeGetReply));
  EXPECT_EQ(Hex(Encoded(NativeGetReply{})), "0000");
  EXPECT_EQ(Hex(Encoded(NativeWriteReply{"a", {NativeCapacityMode::kTotal, 2, 0, {}}})),
            "0161" "01" "02");
}

TEST(NativeQueryRequest, ComesBackAsItWas) {
  NativeQueryRequest query;
  query.table = "T";
  query.index = "I";
  query.consistent = true;
  query.backward = true;
  query.select = NativeSelect::kCount;
  query.limit = 300;
  query.start_key = "s";
  query.filter = "f";
  query.projection = "p";
  query.key_terms = "k";
  const std::string bytes = Encoded(query);
  EXPECT_EQ(Hex(bytes), "0154" "0149" "03" "03" "00" "ac02" "0173" "0166" "0170" "016b");
  EXPECT_TRUE(RefusesEveryOtherLength(bytes, DecodeNativeQueryRequest));
}

TEST(NativeScanRequest, CannotGoBackward) {
  NativeScanRequest scan;
  scan.table = "T";
  scan.total_segments = 4;
  scan.segment = 3;
  std::string bytes = Encoded(scan);
  EXPECT_TRUE(RefusesEveryOtherLength(bytes, DecodeNativeScanRequest));
  bytes[3] = 2;  // backward
  base::ByteReader reader(bytes);
  DecodeNativeScanRequest(&reader);
  EXPECT_FALSE(reader.ok());
}

TEST(NativePage, IsReadItemByItem) {
  std::string bytes;
  base::ByteWriter writer(&bytes);
  EncodeNativePageItem("a", &writer);
  EncodeNativePageItem("", &writer);
  EncodeNativePageEnd({2, 7, "last", {}}, &writer);
  base::ByteReader reader(bytes);
  std::string_view item;
  EXPECT_TRUE(DecodeNativePageItem(&reader, &item));
  EXPECT_EQ(item, "a");
  EXPECT_TRUE(DecodeNativePageItem(&reader, &item));
  EXPECT_FALSE(DecodeNativePageItem(&reader, &item));
  const NativePageEnd end = DecodeNativePageEnd(&reader);
  EXPECT_TRUE(reader.Finished());
  EXPECT_EQ(end.scanned, 7u);
  EXPECT_EQ(end.last_key, "last");
}

TEST(NativeCallRequest, HasTheseBytes) {
  const std::string bytes = Encoded(NativeCallRequest{"T.X", "{}"});
  EXPECT_EQ(Hex(bytes), "03542e58" "027b7d");
  EXPECT_TRUE(RefusesEveryOtherLength(bytes, DecodeNativeCallRequest));
}

}  // namespace
}  // namespace partita::wire
