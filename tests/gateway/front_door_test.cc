#include "gateway/front_door.h"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/gateway/http_harness.h"

namespace partita::gateway {
namespace {

using testing::Client;
using testing::Post;
using testing::Response;
using testing::TestServer;

class FrontDoorTest : public ::testing::Test {
 protected:
  Response Ask(std::string_view method_and_path, std::string_view fields = "",
               std::string_view body = "", std::string_view host = "localhost") {
    Client client(server_);
    client.Send(fmt::format("{} HTTP/1.1\r\nHost: {}\r\n{}Content-Length: {}\r\n\r\n{}",
                            method_and_path, host, fields, body.size(), body));
    return client.Read(method_and_path.starts_with("HEAD"));
  }

  TestServer server_{{}, {"https://console.example"}, {"partita.example"}};
};

TEST_F(FrontDoorTest, IsHealthy) {
  const Response response = Ask("GET /");
  EXPECT_EQ(response.status, 200);
  EXPECT_EQ(response.body, "healthy: dynamodb.eu-west-1.amazonaws.com ");
}

TEST_F(FrontDoorTest, AnswersHeadWithTheLengthButNotTheBody) {
  Client client(server_);
  client.Send(
      "HEAD / HTTP/1.1\r\nHost: localhost\r\n\r\nGET / HTTP/1.1\r\nHost: localhost\r\n\r\n");
  EXPECT_EQ(client.Read(true).fields.at("content-length"), "42");
  EXPECT_EQ(client.Read().body, "healthy: dynamodb.eu-west-1.amazonaws.com ");
}

TEST_F(FrontDoorTest, ServesItsPagesToReadersAndToNobodyWithAWrongHost) {
  EXPECT_EQ(Ask("GET /rest/of/it?x").body, "of/it");
  EXPECT_EQ(Ask("HEAD /rest/of/it").fields.at("content-length"), "5");
  EXPECT_EQ(Ask("POST /rest/of/it", "Content-Type: application/json\r\n", "{}").status, 404);
  EXPECT_EQ(Ask("GET /rest/of/it", "", "", "evil.example").status, 403);
}

TEST_F(FrontDoorTest, KnowsNothingElse) {
  const std::string_view json =
      "Content-Type: application/x-amz-json-1.0\r\nX-Amz-Target: Echo\r\n";
  for (const Response& response :
       {Ask("GET /x"), Ask("PUT /", json, "{}"), Ask("DELETE /", json, "{}"), Ask("PATCH /"),
        Ask("POST /x", json, "{}"), Ask("POST /", "X-Amz-Target: Echo\r\n", "{}"),
        Ask("POST /", "Content-Type: text/plain\r\n", "{}"),
        Ask("POST /", "Content-Type: application/x-amz-json-1.1\r\n", "{}"), Ask("OPTIONS /")}) {
    EXPECT_EQ(response.status, 404);
    EXPECT_EQ(response.body, "<UnknownOperationException/>\n");
    EXPECT_EQ(response.fields.at("x-amz-crc32"), "3552371480");
  }
}

TEST_F(FrontDoorTest, KeepsTheConnectionAfterA404WithABody) {
  Client client(server_);
  client.Send("PUT / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 3\r\n\r\nabc" +
              Post("Echo", "next"));
  EXPECT_EQ(client.Read().status, 404);
  EXPECT_EQ(client.Read().body, "next");
}

TEST_F(FrontDoorTest, SaysWhoTheCallerIs) {
  const std::string_view form =
      "Content-Type: application/x-www-form-urlencoded; charset=utf-8\r\n";
  const Response response = Ask("POST /", form, "Action=GetCallerIdentity&Version=2011-06-15");
  EXPECT_EQ(response.status, 200);
  EXPECT_EQ(response.fields.at("content-type"), "text/xml");
  EXPECT_THAT(response.body, ::testing::HasSubstr("<Account>123456789012</Account>"));
  EXPECT_THAT(response.body, ::testing::HasSubstr("<Arn>arn:aws:iam::123456789012:root</Arn>"));
  EXPECT_THAT(response.body, ::testing::HasSubstr(response.fields.at("x-amzn-requestid")));
  EXPECT_EQ(Ask("POST /", form, "Action=AssumeRole").status, 404);
}

TEST_F(FrontDoorTest, AnswersAPreflightOfThisMachinesPagesAndOfThoseAllowed) {
  for (const std::string_view origin : {"http://localhost:3000", "https://127.0.0.1",
                                        "http://[::1]:80", "https://console.example"}) {
    const Response response = Ask(
        "OPTIONS /", fmt::format("Origin: {}\r\nAccess-Control-Request-Method: POST\r\n"
                                 "Access-Control-Request-Headers: x-amz-target,content-type\r\n",
                                 origin));
    EXPECT_EQ(response.status, 200);
    EXPECT_EQ(response.fields.at("access-control-allow-origin"), origin);
    EXPECT_EQ(response.fields.at("access-control-allow-methods"), "POST");
    EXPECT_EQ(response.fields.at("access-control-allow-headers"), "x-amz-target,content-type");
    EXPECT_EQ(response.fields.at("access-control-max-age"), "172800");
    EXPECT_EQ(response.body, "");
  }
}

TEST_F(FrontDoorTest, RefusesThePreflightOfAStranger) {
  for (const std::string_view origin :
       {"https://evil.example", "null", "http://localhost.evil.example",
        "https://console.example.evil", "http://127.0.0.1.evil.example"}) {
    const Response response = Ask(
        "OPTIONS /", fmt::format("Origin: {}\r\nAccess-Control-Request-Method: POST\r\n", origin));
    EXPECT_EQ(response.status, 403) << origin;
    EXPECT_EQ(response.fields.count("access-control-allow-origin"), 0u) << origin;
  }
}

TEST_F(FrontDoorTest, LetsAnAllowedPageReadItsAnswerAndNoOther) {
  Client client(server_);
  client.Send(Post("Echo", "{}", "Origin: http://localhost:3000\r\n"));
  const Response allowed = client.Read();
  EXPECT_EQ(allowed.fields.at("access-control-allow-origin"), "http://localhost:3000");
  EXPECT_THAT(allowed.fields.at("access-control-expose-headers"),
              ::testing::HasSubstr("x-amzn-RequestId"));
  client.Send(Post("Fail", "{}", "Origin: http://localhost:3000\r\n"));
  EXPECT_EQ(client.Read().fields.count("access-control-allow-origin"), 1u);
  client.Send(Post("Echo", "{}", "Origin: https://evil.example\r\n"));
  EXPECT_EQ(client.Read().fields.count("access-control-allow-origin"), 0u);
}

TEST_F(FrontDoorTest, AnswersOnlyToNamesThatNoStrangerCanOwn) {
  for (const std::string_view host :
       {"localhost", "LOCALHOST:8000", "a.localhost:1", "127.0.0.1:8000", "127.9.9.9", "[::1]:8000",
        "[::1]", "partita.example:8000"}) {
    EXPECT_EQ(Ask("GET /", "", "", host).status, 200) << host;
  }
  for (const std::string_view host :
       {"evil.example", "localhost.evil.example", "notlocalhost", "127.0.0.1.evil.example",
        "10.0.0.1", "0.0.0.0", "[::2]", "127.1", "x.partita.example"}) {
    const Response response = Ask("GET /", "", "", host);
    EXPECT_EQ(response.status, 403) << host;
    EXPECT_THAT(response.body,
                ::testing::HasSubstr("com.amazon.coral.service#AccessDeniedException"))
        << host;
  }
}

}  // namespace
}  // namespace partita::gateway
