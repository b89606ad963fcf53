#include "shm/mirror.h"

#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <thread>

#include "tests/shm/testing.h"

namespace partita::shm {
namespace {

using testing::Child;
using testing::Good;
using testing::MapAgain;
using testing::Patterned;

Segment ReadOnly(const Segment& segment) {
  return Good(Segment::Map(Good(segment.DuplicateReadOnly()), kMirrorBytes, Access::kReadOnly));
}

TEST(Mirror, HasNothingBeforeTheFirstPublication) {
  const Segment segment = Good(MirrorPublisher::Create());
  const MirrorReader reader(ReadOnly(segment));
  EXPECT_EQ(reader.version(), 0u);
  EXPECT_EQ(reader.Read().error().kind, base::ErrorKind::kUnavailable);
}

TEST(Mirror, ShowsTheLastPublicationAndCountsThem) {
  const Segment segment = Good(MirrorPublisher::Create());
  MirrorPublisher publisher(MapAgain(segment));
  const MirrorReader reader(ReadOnly(segment));
  for (uint64_t version = 1; version < 10; ++version) {
    const std::string bytes = Patterned(version, 1000 * version % 37 + version);
    EXPECT_EQ(Good(publisher.Publish(bytes)), version);
    EXPECT_EQ(reader.version(), version);
    const auto snapshot = Good(reader.Read());
    EXPECT_EQ(snapshot.version, version);
    EXPECT_EQ(snapshot.bytes, bytes);
  }
  EXPECT_EQ(Good(publisher.Publish("")), 10u);
  EXPECT_EQ(Good(reader.Read()).bytes, "");
}

TEST(Mirror, TakesAFullHalfAndNotOneByteMore) {
  const Segment segment = Good(MirrorPublisher::Create());
  MirrorPublisher publisher(MapAgain(segment));
  std::string bytes = Patterned(1, kMirrorHalfBytes);
  ASSERT_EQ(Good(publisher.Publish(bytes)), 1u);
  EXPECT_TRUE(Good(MirrorReader(ReadOnly(segment)).Read()).bytes == bytes);
  bytes.push_back('x');
  EXPECT_EQ(publisher.Publish(bytes).error().kind, base::ErrorKind::kInvalid);
  EXPECT_EQ(publisher.version(), 1u);
}

TEST(Mirror, IsLaidOutAsTheHeaderSays) {
  const Segment segment = Good(MirrorPublisher::Create());
  MirrorPublisher publisher(MapAgain(segment));
  ASSERT_TRUE(publisher.Publish("first").ok());
  ASSERT_TRUE(publisher.Publish("second!").ok());
  const char* bytes = static_cast<const char*>(segment.address());
  const auto word = [&](size_t at) {
    uint64_t value;
    std::memcpy(&value, bytes + at, sizeof value);
    return value;
  };
  EXPECT_EQ(word(0), kMirrorFormat);
  EXPECT_EQ(word(8), kMirrorHalfBytes);
  EXPECT_EQ(word(64), 2u);
  EXPECT_EQ(word(128), 7u);
  EXPECT_EQ(word(136), 5u);
  EXPECT_EQ(std::string_view(bytes + 4096, 7), "second!");
  EXPECT_EQ(std::string_view(bytes + 4096 + kMirrorHalfBytes, 5), "first");
}

TEST(Mirror, OutlivesItsPublisherAndIsContinuedByTheNext) {
  const Segment segment = Good(MirrorPublisher::Create());
  Child first([&] {
    MirrorPublisher publisher(MapAgain(segment));
    return publisher.Publish("of the first life").ok() ? 0 : 1;
  });
  ASSERT_EQ(first.Wait(), 0);
  const MirrorReader reader(ReadOnly(segment));
  EXPECT_EQ(Good(reader.Read()).bytes, "of the first life");
  MirrorPublisher second(MapAgain(segment));
  EXPECT_EQ(Good(second.Publish("of the second")), 2u);
  EXPECT_EQ(Good(reader.Read()).bytes, "of the second");
}

TEST(Mirror, RefusesASegmentThatIsNoMirror) {
  EXPECT_FALSE(CheckMirror(Good(Segment::Create("short", 4096))).ok());
  EXPECT_FALSE(CheckMirror(Good(Segment::Create("zeros", kMirrorBytes))).ok());
}

TEST(Mirror, RefusesASizeThatCannotBe) {
  const Segment segment = Good(MirrorPublisher::Create());
  MirrorPublisher publisher(MapAgain(segment));
  ASSERT_TRUE(publisher.Publish("x").ok());
  const uint64_t size = kMirrorHalfBytes + 1;
  std::memcpy(static_cast<char*>(segment.address()) + 136, &size, sizeof size);
  EXPECT_EQ(MirrorReader(ReadOnly(segment)).Read().error().kind, base::ErrorKind::kCorrupt);
}

// Publishes snapshots that name their version until told to stop.
void PublishMany(MirrorPublisher* publisher, const std::atomic<bool>* stop) {
  for (uint64_t number = 1; !stop->load(); ++number) {
    ASSERT_EQ(Good(publisher->Publish(Patterned(number, number % 3000))), number);
    if (number % 4 == 0) std::this_thread::sleep_for(std::chrono::microseconds(1));
  }
}

// Reads whole snapshots and checks each byte; how many of them were new.
uint64_t CheckMany(const MirrorReader& reader, uint64_t wanted) {
  uint64_t fresh = 0;
  uint64_t last = 0;
  while (fresh < wanted) {
    const auto snapshot = reader.Read();
    if (!snapshot.ok()) continue;  // nothing yet, or too quick
    if (snapshot->bytes != Patterned(snapshot->version, snapshot->version % 3000)) break;
    if (snapshot->version < last) break;
    if (snapshot->version > last) ++fresh;
    last = snapshot->version;
  }
  return fresh;
}

TEST(Mirror, IsNeverTornBetweenTwoThreads) {
  const Segment segment = Good(MirrorPublisher::Create());
  MirrorPublisher publisher(MapAgain(segment));
  const MirrorReader reader(ReadOnly(segment));
  std::atomic<bool> stop{false};
  std::thread writer([&] { PublishMany(&publisher, &stop); });
  EXPECT_EQ(CheckMany(reader, 500), 500u);
  stop = true;
  writer.join();
}

TEST(Mirror, IsNeverTornBetweenTwoProcesses) {
  const Segment segment = Good(MirrorPublisher::Create());
  Child writer([&] {
    MirrorPublisher publisher(MapAgain(segment));
    const std::atomic<bool> never{false};
    PublishMany(&publisher, &never);
    return 0;
  });
  EXPECT_EQ(CheckMany(MirrorReader(ReadOnly(segment)), 500), 500u);
}

}  // namespace
}  // namespace partita::shm
