#include "gateway/http_request_reader.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace partita::gateway {
namespace {

using Event = HttpRequestReader::Event;
using ::testing::ElementsAre;

struct Message {
  std::string path, host, target, body;
  bool operator==(const Message&) const = default;
};

struct Reading {
  std::vector<Message> messages;
  int refused = 0;  // status; 0: not
  std::string reason;
};

// Everything that comes of `bytes` when they arrive `piece` at a time.
Reading ReadAll(std::string_view bytes, size_t piece = std::string_view::npos,
                const HttpLimits& limits = {}) {
  HttpRequestReader reader(limits);
  Reading reading;
  while (!bytes.empty()) {
    // A copy of its own, so that a view kept too long is seen by the sanitizer.
    const std::string arrived(bytes.substr(0, piece));
    bytes.remove_prefix(arrived.size());
    std::string_view rest = arrived;
    for (;;) {
      const Event event = reader.Read(&rest);
      if (event == Event::kNeedMore) break;
      if (event == Event::kHead) {
        const HttpRequestHead& head = reader.head();
        reading.messages.push_back({std::string(head.path), std::string(head.host),
                                    std::string(head.amz_target), "incomplete"});
      }
      if (event == Event::kComplete) reading.messages.back().body = reader.TakeBody();
      if (event == Event::kRefused) {
        reading.refused = reader.refusal().status;
        reading.reason = reader.refusal().reason;
        return reading;
      }
    }
    EXPECT_TRUE(rest.empty()) << "kNeedMore promises that all bytes were taken";
  }
  return reading;
}

constexpr std::string_view kHost = "Host: a\r\n";

std::string Request(std::string_view fields, std::string_view body = "") {
  return std::string("POST / HTTP/1.1\r\n")
      .append(kHost)
      .append(fields)
      .append("\r\n")
      .append(body);
}

TEST(HttpRequestReader, ReadsPipelinedRequestsHoweverTheyAreCut) {
  const std::string bytes =
      Request("X-Amz-Target: T1\r\nContent-Length: 5\r\n", "hello") +
      "GET /x HTTP/1.1\r\nhost: b\r\n\r\n" +
      Request("x-amz-target: T3\r\nTransfer-Encoding: chunked\r\n",
              "3\r\nabc\r\n10;name=value\r\n0123456789abcdef\r\n0\r\nTrailer: t\r\n\r\n") +
      Request("Content-Length: 0\r\n");
  for (size_t piece = 1; piece <= bytes.size(); ++piece) {
    const Reading reading = ReadAll(bytes, piece);
    ASSERT_EQ(reading.refused, 0) << reading.reason << " in pieces of " << piece;
    ASSERT_THAT(
        reading.messages,
        ElementsAre(Message{"/", "a", "T1", "hello"}, Message{"/x", "b", "", ""},
                    Message{"/", "a", "T3", "abc0123456789abcdef"}, Message{"/", "a", "", ""}))
        << "in pieces of " << piece;
  }
}

TEST(HttpRequestReader, SaysWhatAHeadAsksFor) {
  HttpRequestReader reader({});
  const std::string bytes =
      "POST / HTTP/1.1\r\nHost: h:1\r\nContent-Type: application/json\r\nAccept-Encoding: gzip\r\n"
      "Content-Encoding: gzip\r\nOrigin: http://localhost\r\nExpect: 100-Continue\r\nConnection: "
      "close\r\n"
      "Content-Length: 1\r\n\r\n";
  std::string_view rest = bytes;
  ASSERT_EQ(reader.Read(&rest), Event::kHead);
  const HttpRequestHead& head = reader.head();
  EXPECT_EQ(head.method, HttpMethod::kPost);
  EXPECT_EQ(head.host, "h:1");
  EXPECT_EQ(head.content_type, "application/json");
  EXPECT_EQ(head.accept_encoding, "gzip");
  EXPECT_EQ(head.content_encoding, "gzip");
  EXPECT_EQ(head.origin, "http://localhost");
  EXPECT_TRUE(head.expects_continue);
  EXPECT_FALSE(head.keep_alive);
  EXPECT_TRUE(reader.in_body());
}

TEST(HttpRequestReader, ExpectsNothingBeforeABodyThatIsEmpty) {
  HttpRequestReader reader({});
  const std::string bytes = Request("Expect: 100-continue\r\nContent-Length: 0\r\n");
  std::string_view rest = bytes;
  ASSERT_EQ(reader.Read(&rest), Event::kHead);
  EXPECT_FALSE(reader.head().expects_continue);
}

TEST(HttpRequestReader, LeavesRoomBehindTheBodyForTheJsonParser) {
  for (const size_t size : {size_t{0}, size_t{1}, size_t{1000}, size_t{300'000}}) {
    HttpRequestReader reader({});
    const std::string bytes =
        Request("Content-Length: " + std::to_string(size) + "\r\n", std::string(size, 'x'));
    std::string_view rest = bytes;
    ASSERT_EQ(reader.Read(&rest), Event::kHead);
    ASSERT_EQ(reader.Read(&rest), Event::kComplete);
    const std::string body = reader.TakeBody();
    EXPECT_EQ(body.size(), size);
    EXPECT_GE(body.capacity() - body.size(), 32u);
  }
}

struct Smuggling {
  std::string_view name;
  std::string bytes;
  int status;
};

class HttpRequestReaderRefuses : public ::testing::TestWithParam<Smuggling> {};

TEST_P(HttpRequestReaderRefuses, HoweverItIsCut) {
  for (const size_t piece : {std::string_view::npos, size_t{1}, size_t{7}}) {
    const Reading reading =
        ReadAll(GetParam().bytes + "GET /smuggled HTTP/1.1\r\nHost: a\r\n\r\n", piece);
    EXPECT_EQ(reading.refused, GetParam().status) << "in pieces of " << piece;
    for (const Message& message : reading.messages) EXPECT_NE(message.path, "/smuggled");
  }
}

const Smuggling kSmuggling[] = {
    {"LengthAndChunked",
     Request("Content-Length: 5\r\nTransfer-Encoding: chunked\r\n", "0\r\n\r\n"), 400},
    {"ChunkedAndLength",
     Request("Transfer-Encoding: chunked\r\nContent-Length: 5\r\n", "0\r\n\r\n"), 400},
    {"TwoEqualLengths", Request("Content-Length: 5\r\nContent-Length: 5\r\n", "hello"), 400},
    {"TwoLengths", Request("Content-Length: 5\r\nContent-Length: 6\r\n", "hello"), 400},
    {"LengthList", Request("Content-Length: 5, 5\r\n", "hello"), 400},
    {"SignedLength", Request("Content-Length: +5\r\n", "hello"), 400},
    {"NegativeLength", Request("Content-Length: -5\r\n", "hello"), 400},
    {"HexLength", Request("Content-Length: 0x5\r\n", "hello"), 400},
    {"EmptyLength", Request("Content-Length:\r\n"), 400},
    {"LengthBeyond64Bits", Request("Content-Length: 18446744073709551621\r\n", "hello"), 400},
    {"GzipChunked", Request("Transfer-Encoding: gzip, chunked\r\n", "0\r\n\r\n"), 400},
    {"ChunkedTwice", Request("Transfer-Encoding: chunked, chunked\r\n", "0\r\n\r\n"), 400},
    {"ChunkedIdentity",
     Request("Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n", "0\r\n\r\n"), 400},
    {"XChunked", Request("Transfer-Encoding: xchunked\r\n", "0\r\n\r\n"), 400},
    {"QuotedChunked", Request("Transfer-Encoding: \"chunked\"\r\n", "0\r\n\r\n"), 400},
    {"Identity", Request("Transfer-Encoding: identity\r\n"), 400},
    {"ChunkedUnderHttp10", "POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400},
    {"BlankBeforeColon", Request("Content-Length : 5\r\n", "hello"), 400},
    {"TabBeforeColon", Request("Transfer-Encoding\t: chunked\r\n", "0\r\n\r\n"), 400},
    {"FoldedField", Request("X: a\r\n b\r\n"), 400},
    {"FoldedFirstField", "POST / HTTP/1.1\r\n Content-Length: 5\r\nHost: a\r\n\r\nhello", 400},
    {"FoldedByTab", Request("X: a\r\n\tContent-Length: 5\r\n"), 400},
    {"BareLineFeed", "POST / HTTP/1.1\nHost: a\n\n", 400},
    {"BareLineFeedInValue", Request("X: a\nContent-Length: 5\r\n"), 400},
    {"BareCarriageReturn", Request("X: a\rContent-Length: 5\r\n"), 400},
    {"NulInValue", Request(std::string_view("X: a\0b\r\n", 8)), 400},
    {"NulInName", Request(std::string_view("X\0: b\r\n", 7)), 400},
    {"ControlInTarget", "GET /\x01 HTTP/1.1\r\nHost: a\r\n\r\n", 400},
    {"Http09", "GET /\r\n\r\n", 400},
    {"Http2", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", 400},
    {"Http12", "GET / HTTP/1.2\r\nHost: a\r\n\r\n", 400},
    {"LowerCaseHttp", "GET / http/1.1\r\nHost: a\r\n\r\n", 400},
    {"NoHost", "GET / HTTP/1.1\r\n\r\n", 400},
    {"TwoHosts", Request("Host: b\r\n"), 400},
    {"Upgrade", Request("Connection: Upgrade\r\nUpgrade: h2c\r\n"), 400},
    {"EmptyFieldName", Request(": x\r\n"), 400},
    {"TwoBlanksInTheFirstLine", "GET  / HTTP/1.1\r\nHost: a\r\n\r\n", 400},
    {"UnknownExpectation", Request("Expect: 200-ok\r\n"), 417},
    {"NegativeChunk", Request("Transfer-Encoding: chunked\r\n", "-1\r\nx\r\n0\r\n\r\n"), 400},
    {"PrefixedChunk", Request("Transfer-Encoding: chunked\r\n", "0x1\r\nx\r\n0\r\n\r\n"), 400},
    {"BlankChunk", Request("Transfer-Encoding: chunked\r\n", " 1\r\nx\r\n0\r\n\r\n"), 400},
    {"HugeChunk", Request("Transfer-Encoding: chunked\r\n", "10000000000000001\r\nx\r\n0\r\n\r\n"),
     400},
    {"ChunkLongerThanSaid", Request("Transfer-Encoding: chunked\r\n", "1\r\nxyz\r\n0\r\n\r\n"),
     400},
    {"ChunkEndedByLineFeed", Request("Transfer-Encoding: chunked\r\n", "1\nx\n0\n\n\r\n\r\n"), 400},
    {"LineFeedInChunkExtension",
     Request("Transfer-Encoding: chunked\r\n", "1;a\nb\r\nx\r\n0\r\n\r\n"), 400},
    {"LengthInTrailer", Request("Transfer-Encoding: chunked\r\n", "0\r\nContent-Length: 5\r\n\r\n"),
     400},
};

INSTANTIATE_TEST_SUITE_P(Table, HttpRequestReaderRefuses, ::testing::ValuesIn(kSmuggling),
                         [](const auto& row) { return std::string(row.param.name); });

TEST(HttpRequestReader, AcceptsAHeadOfExactlyTheLimitAndNoByteMore) {
  const std::string frame = Request("X: \r\n");
  const size_t limit = HttpLimits{}.head_bytes;
  for (const size_t piece : {std::string_view::npos, size_t{1000}}) {
    const std::string fits(limit - frame.size(), 'x');
    EXPECT_EQ(ReadAll(Request("X: " + fits + "\r\n"), piece).messages.size(), 1u);
    EXPECT_EQ(ReadAll(Request("X: " + fits + "x\r\n"), piece).refused, 431);
  }
}

TEST(HttpRequestReader, RefusesAnEndlessHeadBeforeItsEnd) {
  EXPECT_EQ(ReadAll("GET /" + std::string(20'000, 'x'), 100).refused, 431);
}

TEST(HttpRequestReader, AcceptsAHundredFieldsAndNoneMore) {
  std::string fields;
  for (int i = 1; i < 100; ++i) fields += "X: y\r\n";  // and Host
  EXPECT_EQ(ReadAll(Request(fields)).messages.size(), 1u);
  EXPECT_EQ(ReadAll(Request(fields + "X: y\r\n")).refused, 431);
}

TEST(HttpRequestReader, RefusesTooLongABodyAtTheHeadThatPromisesIt) {
  const Reading reading =
      ReadAll(Request("Content-Length: 11\r\n"), std::string_view::npos, {.body_bytes = 10});
  EXPECT_EQ(reading.refused, 413);
  EXPECT_TRUE(reading.messages.empty());
}

TEST(HttpRequestReader, RefusesTooLongAChunkedBodyAtTheChunkThatExceeds) {
  const HttpLimits limits{.body_bytes = 10};
  const std::string ten = "5\r\naaaaa\r\n5\r\nbbbbb\r\n";
  EXPECT_EQ(ReadAll(Request("Transfer-Encoding: chunked\r\n", ten + "0\r\n\r\n"), 3, limits)
                .messages[0]
                .body,
            "aaaaabbbbb");
  EXPECT_EQ(ReadAll(Request("Transfer-Encoding: chunked\r\n", ten + "1\r\n"), 3, limits).refused,
            413);
}

TEST(HttpRequestReader, RefusesAnEndlessChunkHeaderOrTrailer) {
  const std::string extension = "1;" + std::string(20'000, 'x');
  EXPECT_EQ(ReadAll(Request("Transfer-Encoding: chunked\r\n", extension), 500).refused, 400);
  std::string trailer = "0\r\n";
  for (int i = 0; i < 5000; ++i) trailer += "X: y\r\n";
  EXPECT_EQ(ReadAll(Request("Transfer-Encoding: chunked\r\n", trailer), 500).refused, 400);
}

TEST(HttpRequestReader, ReadsNothingAfterARefusal) {
  HttpRequestReader reader({});
  std::string_view bytes = "bad\n\n";
  ASSERT_EQ(reader.Read(&bytes), Event::kRefused);
  std::string_view good = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";
  EXPECT_EQ(reader.Read(&good), Event::kRefused);
}

}  // namespace
}  // namespace partita::gateway
