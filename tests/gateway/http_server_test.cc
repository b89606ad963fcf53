#include "gateway/http_server.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <zlib.h>

#include <chrono>
#include <string>
#include <thread>

#include "gateway/gzip.h"
#include "tests/gateway/http_harness.h"

namespace partita::gateway {
namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;
using testing::Client;
using testing::Eventually;
using testing::Post;
using testing::Response;
using testing::TestServer;

std::string Crc(std::string_view bytes) {
  return std::to_string(
      crc32(0, reinterpret_cast<const Bytef*>(bytes.data()), static_cast<uInt>(bytes.size())));
}

HttpSettings Hasty() {
  HttpSettings settings;
  settings.times = {.head_ms = 300,
                    .body_window_ms = 300,
                    .body_window_bytes = 1000,
                    .idle_ms = 700,
                    .linger_ms = 300,
                    .linger_at_stop_ms = 100};
  return settings;
}

TEST(HttpServer, AnswersWithTheFieldsThatClientsCheck) {
  TestServer server;
  Client client(server);
  client.Send(Post("Echo", R"({"a":1})"));
  const Response first = client.Read();
  EXPECT_EQ(first.status, 200);
  EXPECT_EQ(first.body, R"({"a":1})");
  EXPECT_EQ(first.fields.at("content-type"), "application/x-amz-json-1.0");
  EXPECT_EQ(first.fields.at("x-amz-crc32"), Crc(first.body));
  EXPECT_THAT(first.fields.at("x-amzn-requestid"), ::testing::MatchesRegex("[0-9A-V]{52}"));
  EXPECT_THAT(first.fields.at("date"), ::testing::EndsWith(" GMT"));
  EXPECT_EQ(first.fields.count("connection"), 0u);
}

TEST(HttpServer, EchoesTheJsonTypeOfTheRequestWithoutItsParameters) {
  TestServer server;
  Client client(server);
  client.Send(
      "POST / HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json; charset=utf-8\r\n"
      "X-Amz-Target: Echo\r\nContent-Length: 2\r\n\r\n{}");
  EXPECT_EQ(client.Read().fields.at("content-type"), "application/json");
}

TEST(HttpServer, KeepsTheConnectionForTheNextRequestAndGivesEachAnIdOfItsOwn) {
  TestServer server;
  Client client(server);
  client.Send(Post("Echo", "1"));
  const Response first = client.Read();
  client.Send(Post("Echo", "2"));
  const Response second = client.Read();
  EXPECT_EQ(second.body, "2");
  EXPECT_NE(first.fields.at("x-amzn-requestid"), second.fields.at("x-amzn-requestid"));
}

TEST(HttpServer, AnswersPipelinedRequestsInTheOrderTheyCame) {
  TestServer server;
  Client client(server);
  client.Send(Post("Hold", "first") + Post("Echo", "second") + Post("Hold", "third") +
              Post("Release", ""));
  EXPECT_EQ(client.Read().body, "first");
  EXPECT_EQ(client.Read().body, "second");
  EXPECT_EQ(client.Read().body, "third");
  EXPECT_EQ(client.Read().body, "released");
}

TEST(HttpServer, GoesOnReadingAfterMorePipelinedRequestsThanMayBeOpen) {
  HttpSettings settings;
  settings.max_open_calls = 4;
  TestServer server(settings);
  Client pipelining(server);
  std::string bytes;
  for (int i = 0; i < 50; ++i) bytes += Post("Hold", std::to_string(i));
  pipelining.Send(bytes);
  Client releasing(server);
  int answered = 0;
  while (answered < 50) {
    ASSERT_TRUE(Eventually(
        [&] { return server.held() >= std::min<size_t>(4, 50 - static_cast<size_t>(answered)); }));
    EXPECT_LE(server.held(), 4u);
    releasing.Send(Post("Release", ""));
    releasing.Read();
    for (int i = 0; i < 4 && answered < 50; ++i)
      EXPECT_EQ(pipelining.Read().body, std::to_string(answered++));
  }
}

TEST(HttpServer, EndsTheConnectionWhenTheClientAsksForIt) {
  TestServer server;
  Client client(server);
  client.Send(Post("Echo", "x", "Connection: close\r\n"));
  const Response response = client.Read();
  EXPECT_EQ(response.body, "x");
  EXPECT_EQ(response.fields.at("connection"), "close");
  EXPECT_TRUE(client.AtEnd());
}

TEST(HttpServer, AnswersAClientThatHasClosedItsHalf) {
  TestServer server;
  Client client(server);
  client.Send(Post("Hold", "late"));
  ASSERT_TRUE(Eventually([&] { return server.held() == 1; }));
  client.HalfClose();
  Client(server).Send(Post("Release", ""));
  EXPECT_EQ(client.Read().body, "late");
  EXPECT_TRUE(client.AtEnd());
  EXPECT_TRUE(Eventually([&] { return server.connections() == 0; }));
}

TEST(HttpServer, ForgetsAClientThatLeavesBeforeItsAnswer) {
  TestServer server;
  Client leaving(server);
  leaving.Send(Post("Hold", "x"));
  ASSERT_TRUE(Eventually([&] { return server.held() == 1; }));
  leaving.Reset();
  ASSERT_TRUE(Eventually([&] { return server.connections() == 0; }));
  Client other(server);
  other.Send(Post("Release", ""));
  EXPECT_EQ(other.Read().body, "released");
  EXPECT_TRUE(Eventually([&] { return server.bytes_in_flight() == 0; }));
}

TEST(HttpServer, ReadsABodyOfSixteenMebibytes) {
  TestServer server;
  Client client(server);
  const std::string body(16u << 20, 'b');
  std::thread sending([&] { client.Send(Post("Echo", body)); });
  const Response response = client.Read();
  sending.join();
  EXPECT_EQ(response.status, 200);
  EXPECT_EQ(response.body, body);
  EXPECT_EQ(response.fields.at("x-amz-crc32"), Crc(body));
  EXPECT_TRUE(Eventually([&] { return server.bytes_in_flight() == 0; }));
}

TEST(HttpServer, ReadsAChunkedBody) {
  TestServer server;
  Client client(server);
  client.Send(
      "POST / HTTP/1.1\r\nHost: localhost\r\nX-Amz-Target: Echo\r\n"
      "Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n");
  std::this_thread::sleep_for(milliseconds(20));
  client.Send("2\r\nde\r\n0\r\n\r\n");
  EXPECT_EQ(client.Read().body, "abcde");
}

TEST(HttpServer, Answers413WhileTheClientIsStillSending) {
  TestServer server;
  for (const bool chunked : {false, true}) {
    Client client(server);
    client.Send(
        std::string("POST / HTTP/1.1\r\nHost: localhost\r\nX-Amz-Target: Echo\r\nContent-Type: "
                    "application/json\r\n") +
        (chunked ? "Transfer-Encoding: chunked\r\n\r\n" : "Content-Length: 17000000\r\n\r\n"));
    const std::string piece(1000, 'x');
    const std::string sent = chunked ? "3e8\r\n" + piece + "\r\n" : piece;
    for (int i = 0; i < 17'000; ++i) ASSERT_TRUE(client.Send(sent)) << "cut off at piece " << i;
    const Response response = client.Read();
    EXPECT_EQ(response.status, 413);
    EXPECT_EQ(response.fields.at("connection"), "close");
    EXPECT_TRUE(client.AtEnd());
  }
}

TEST(HttpServer, RefusesAndClosesOnWhatCouldBeReadInTwoWays) {
  TestServer server;
  Client client(server);
  client.Send(Post("Echo", "before") +
              "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\nTransfer-Encoding: "
              "chunked\r\n\r\n0\r\n\r\n" +
              Post("Echo", "smuggled"));
  EXPECT_EQ(client.Read().body, "before");
  const Response refusal = client.Read();
  EXPECT_EQ(refusal.status, 400);
  EXPECT_EQ(refusal.fields.at("connection"), "close");
  EXPECT_TRUE(client.AtEnd());
}

TEST(HttpServer, AsksForTheBodyOfAClientThatWaitsToBeAsked) {
  TestServer server;
  Client client(server);
  client.Send(
      "POST / HTTP/1.1\r\nHost: localhost\r\nX-Amz-Target: Echo\r\nContent-Type: "
      "application/json\r\n"
      "Expect: 100-continue\r\nContent-Length: 3\r\n\r\n");
  EXPECT_EQ(client.ReadRaw(25), "HTTP/1.1 100 Continue\r\n\r\n");
  client.Send("abc");
  EXPECT_EQ(client.Read().body, "abc");
}

TEST(HttpServer, RefusesABodyTooLargeInsteadOfAskingForIt) {
  TestServer server;
  Client client(server);
  client.Send(
      "POST / HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
      "Expect: 100-continue\r\nContent-Length: 99999999\r\n\r\n");
  EXPECT_EQ(client.Read().status, 413);
}

TEST(HttpServer, PacksALargeAnswerForAClientThatAcceptsGzip) {
  TestServer server;
  Client client(server);
  client.Send(Post("Bytes.100000", "", "Accept-Encoding: deflate, gzip;q=0.5\r\n"));
  const Response response = client.Read();
  EXPECT_EQ(response.fields.at("content-encoding"), "gzip");
  EXPECT_EQ(response.fields.at("x-amz-crc32"), Crc(response.body));
  EXPECT_LT(response.body.size(), 10'000u);
  auto unpacked = Gzip().Inflate(response.body, 1 << 20);
  ASSERT_TRUE(unpacked.ok());
  EXPECT_EQ(*unpacked, std::string(100'000, 'x'));
}

TEST(HttpServer, SendsSmallAnswersAndThoseOfOtherClientsUnpacked) {
  TestServer server;
  Client client(server);
  for (const std::string& request :
       {Post("Bytes.100", "", "Accept-Encoding: gzip\r\n"), Post("Bytes.100000", ""),
        Post("Bytes.100000", "", "Accept-Encoding: identity, gzip;q=0\r\n")}) {
    client.Send(request);
    EXPECT_EQ(client.Read().fields.count("content-encoding"), 0u);
  }
}

TEST(HttpServer, UnpacksARequest) {
  TestServer server;
  Client client(server);
  const std::string body(50'000, 'r');
  client.Send(Post("Echo", Gzip().Compress(body), "Content-Encoding: gzip\r\n"));
  EXPECT_EQ(client.Read().body, body);
}

TEST(HttpServer, RefusesARequestThatUnpacksToMoreThanABodyMayBe) {
  TestServer server;
  Client client(server);
  client.Send(Post("Echo", Gzip().Compress(std::string((16u << 20) + 1, '0')),
                   "Content-Encoding: gzip\r\n"));
  EXPECT_EQ(client.Read().status, 413);
  client.Send(Post("Echo", "not gzip", "Content-Encoding: gzip\r\n"));
  EXPECT_EQ(client.Read().status, 400);
  client.Send(Post("Echo", "x", "Content-Encoding: br\r\n"));
  EXPECT_EQ(client.Read().status, 415);
}

TEST(HttpServer, WritesAnErrorAsTheServiceDoes) {
  TestServer server;
  Client client(server);
  client.Send(Post("Fail", "{}"));
  const Response response = client.Read();
  EXPECT_EQ(response.status, 500);
  EXPECT_EQ(
      response.body,
      R"({"__type":"com.amazonaws.dynamodb.v20120810#InternalServerError","message":"it broke"})");
  EXPECT_EQ(response.fields.at("x-amz-crc32"), Crc(response.body));
}

TEST(HttpServer, GivesUpOnAHeadThatTrickles) {
  TestServer server(Hasty());
  Client client(server);
  const auto start = steady_clock::now();
  client.Send("POST / HTTP/1.1\r\n");
  while (steady_clock::now() - start < std::chrono::seconds(10) && client.Send("X: y\r\n")) {
    std::this_thread::sleep_for(milliseconds(50));
    if (server.connections() == 0) break;
  }
  EXPECT_EQ(server.connections(), 0u);
}

TEST(HttpServer, GivesUpOnABodyThatTrickles) {
  TestServer server(Hasty());
  Client client(server);
  client.Send(
      "POST / HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: "
      "100000\r\n\r\nx");
  const Response response = client.Read();
  EXPECT_EQ(response.status, 408);
  EXPECT_TRUE(client.AtEnd());
}

TEST(HttpServer, WaitsForABodyThatComesSlowlyButFastEnough) {
  TestServer server(Hasty());
  Client client(server);
  client.Send(
      "POST / HTTP/1.1\r\nHost: localhost\r\nX-Amz-Target: Echo\r\nContent-Type: "
      "application/json\r\n"
      "Content-Length: 40000\r\n\r\n");
  for (int i = 0; i < 20; ++i) {
    ASSERT_TRUE(client.Send(std::string(2000, 'x')));
    std::this_thread::sleep_for(milliseconds(100));
  }
  EXPECT_EQ(client.Read().status, 200);
}

TEST(HttpServer, ClosesAConnectionThatStaysIdle) {
  TestServer server(Hasty());
  Client silent(server);
  Client once(server);
  once.Send(Post("Echo", "x"));
  EXPECT_EQ(once.Read().body, "x");
  EXPECT_TRUE(once.AtEnd());
  EXPECT_TRUE(silent.AtEnd());
}

TEST(HttpServer, DoesNotCallAConnectionIdleThatWaitsForItsAnswer) {
  TestServer server(Hasty());
  Client client(server);
  client.Send(Post("Hold", "x"));
  std::this_thread::sleep_for(milliseconds(2000));
  Client(server).Send(Post("Release", ""));
  EXPECT_EQ(client.Read().body, "x");
}

TEST(HttpServer, ClosesOnAClientThatDoesNotReadItsAnswers) {
  TestServer server(Hasty());
  Client client(server);
  std::string bytes;
  for (int i = 0; i < 64; ++i) bytes += Post("Bytes.4000000", "");
  client.Send(bytes);
  ASSERT_TRUE(Eventually([&] { return server.bytes_in_flight() > 0; }));
  EXPECT_TRUE(
      Eventually([&] { return server.connections() == 0 && server.bytes_in_flight() == 0; }));
}

TEST(HttpServer, ReadsNoFurtherRequestWhileAnswersAreNotTaken) {
  TestServer server;
  Client client(server);
  std::string bytes;
  for (int i = 0; i < 64; ++i) bytes += Post("Bytes.4000000", "");
  client.Send(bytes);
  ASSERT_TRUE(Eventually([&] { return server.bytes_in_flight() > 0; }));
  std::this_thread::sleep_for(milliseconds(100));
  EXPECT_LT(server.bytes_in_flight(), 16'000'000u);
  for (int i = 0; i < 64; ++i) EXPECT_EQ(client.Read().body.size(), 4'000'000u);
}

TEST(HttpServer, Answers503WhenThereAreTooManyConnections) {
  HttpSettings settings;
  settings.max_connections = 2;
  TestServer server(settings);
  Client first(server), second(server);
  first.Send(Post("Echo", "1"));
  second.Send(Post("Echo", "2"));
  EXPECT_EQ(first.Read().body, "1");
  EXPECT_EQ(second.Read().body, "2");
  Client third(server);
  const Response response = third.Read();
  EXPECT_EQ(response.status, 503);
  EXPECT_THAT(response.body,
              ::testing::HasSubstr("com.amazonaws.dynamodb.v20120810#ServiceUnavailable"));
  EXPECT_TRUE(third.AtEnd());
}

TEST(HttpServer, Answers503WhenTooMuchIsInFlight) {
  HttpSettings settings;
  settings.max_bytes_in_flight = 100'000;
  TestServer server(settings);
  Client holding(server);
  holding.Send(Post("Hold", std::string(90'000, 'x')));
  ASSERT_TRUE(Eventually([&] { return server.held() == 1; }));
  Client other(server);
  other.Send(Post("Echo", std::string(20'000, 'x')));
  EXPECT_EQ(other.Read().status, 503);
  Client small(server);
  small.Send(Post("Release", ""));
  EXPECT_EQ(small.Read().body, "released");
  EXPECT_EQ(holding.Read().body.size(), 90'000u);
}

TEST(HttpServer, AnswersWhatItAcceptedWhenItStops) {
  TestServer server(Hasty());
  Client idle(server), waiting(server), sending(server), releasing(server);
  idle.Send(Post("Echo", "x"));
  idle.Read();
  waiting.Send(Post("Hold", "held"));
  sending.Send(
      "POST / HTTP/1.1\r\nHost: localhost\r\nX-Amz-Target: Echo\r\nContent-Type: "
      "application/json\r\n"
      "Content-Length: 4\r\n\r\nha");
  releasing.Send("POST / HTTP/1.1\r\n");
  ASSERT_TRUE(Eventually([&] { return server.held() == 1 && server.connections() == 4; }));
  std::this_thread::sleep_for(milliseconds(50));
  server.BeginStop();
  EXPECT_TRUE(idle.AtEnd());
  EXPECT_FALSE(server.all_gone());
  sending.Send("lf");
  const Response half = sending.Read();
  EXPECT_EQ(half.body, "half");
  EXPECT_EQ(half.fields.at("connection"), "close");
  releasing.Send(
      "Host: localhost\r\nX-Amz-Target: Release\r\nContent-Type: "
      "application/json\r\nContent-Length: 0\r\n\r\n");
  EXPECT_EQ(releasing.Read().body, "released");
  EXPECT_EQ(waiting.Read().body, "held");
  EXPECT_TRUE(waiting.AtEnd());
  EXPECT_TRUE(Eventually([&] { return server.all_gone(); }));
}

TEST(HttpServer, TellsOnceOfEachCallWhenItWasReadAndSent) {
  TestServer server;
  Client client(server);
  client.Send(Post("Echo", "12345") + Post("Fail", ""));
  client.Read();
  EXPECT_EQ(client.Read().status, 500);
  ASSERT_TRUE(Eventually([&] { return server.finished().size() == 2; }));
  const CallTimeline good = server.finished()[0], bad = server.finished()[1];
  EXPECT_GT(good.received_ns, 0);
  EXPECT_LE(good.received_ns, good.arrived_ns);
  EXPECT_LE(good.arrived_ns, good.answered_ns);
  EXPECT_LE(good.answered_ns, good.sent_ns);
  EXPECT_EQ(good.bytes_in, 5u);
  EXPECT_EQ(good.bytes_out, 5u);
  EXPECT_EQ(good.status, 200);
  EXPECT_EQ(bad.status, 500);
  EXPECT_EQ(bad.error, static_cast<uint8_t>(model::ApiErrorType::kInternalServerError));
}

TEST(HttpServer, TellsOfACallWhoseClientHasLeftWhenItIsAnswered) {
  TestServer server;
  {
    Client client(server);
    client.Send(Post("Hold", "1"));
    ASSERT_TRUE(Eventually([&] { return server.held() == 1; }));
    client.Reset();
  }
  ASSERT_TRUE(Eventually([&] { return server.connections() == 0; }));
  EXPECT_TRUE(server.finished().empty());
  Client other(server);
  other.Send(Post("Release", ""));
  other.Read();
  ASSERT_TRUE(Eventually([&] { return server.finished().size() == 2; }));
  int left = 0;
  for (const CallTimeline& call : server.finished()) {
    if ((call.flags & kCallClientLeft) == 0) continue;
    ++left;
    EXPECT_EQ(call.sent_ns, 0);
    EXPECT_EQ(call.status, 200);
  }
  EXPECT_EQ(left, 1);
}

// The second is answered and waits for the first when the client leaves.
TEST(HttpServer, TellsOnceOfACallThatWasAnsweredAndCouldNotBeSent) {
  TestServer server;
  {
    Client client(server);
    client.Send(Post("Hold", "1") + Post("Echo", "2"));
    ASSERT_TRUE(Eventually([&] { return server.held() == 1; }));
    client.Reset();
  }
  ASSERT_TRUE(Eventually([&] { return server.finished().size() == 1; }));
  EXPECT_EQ(server.finished()[0].flags, kCallClientLeft);
  EXPECT_EQ(server.finished()[0].bytes_out, 1u);
}

}  // namespace
}  // namespace partita::gateway
