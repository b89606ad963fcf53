#include "supervisor/options.h"

#include <gtest/gtest.h>

namespace partita::supervisor {
namespace {

TEST(Options, AcceptOnlyLoopbackHosts) {
  for (const char* host : {"127.0.0.1", "127.3.2.1", "::1", "0:0:0:0:0:0:0:1"})
    EXPECT_EQ(*LoopbackAddress(host), host);
  EXPECT_EQ(*LoopbackAddress("localhost"), "127.0.0.1");
  for (const char* host :
       {"0.0.0.0", "128.0.0.1", "192.168.1.1", "::", "fe80::1", "example.org", "", "127.1"}) {
    const auto address = LoopbackAddress(host);
    ASSERT_FALSE(address.ok()) << host;
    EXPECT_EQ(address.error().kind, base::ErrorKind::kInvalid);
    EXPECT_NE(address.error().message.find("authentication is not available yet"),
              std::string::npos);
  }
}

TEST(Options, HaveAtLeastTwoSlotsByDefault) {
  EXPECT_GE(DefaultSlots(), 2u);
  EXPECT_LE(DefaultSlots(), 64u);
}

TEST(Options, ReadTheWordsOfTheLogLevel) {
  EXPECT_EQ(ParseLogLevel("error"), base::LogLevel::kError);
  EXPECT_EQ(ParseLogLevel("warning"), base::LogLevel::kWarning);
  EXPECT_EQ(ParseLogLevel("notice"), base::LogLevel::kNotice);
  EXPECT_EQ(ParseLogLevel("info"), base::LogLevel::kInfo);
  EXPECT_EQ(ParseLogLevel("debug"), base::LogLevel::kDebug);
}

}  // namespace
}  // namespace partita::supervisor
