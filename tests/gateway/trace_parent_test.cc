#include "gateway/trace_parent.h"

#include <gtest/gtest.h>

#include <string>

namespace partita::gateway {
namespace {

// The example of the W3C's own text.
constexpr std::string_view kField = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

std::string With(size_t at, std::string_view text) {
  return std::string(kField).replace(at, text.size(), text);
}

TEST(TraceParent, GivesTheTraceTheSpanAndWhetherToKeepIt) {
  CallTimeline timeline;
  ASSERT_TRUE(ReadTraceParent(kField, &timeline));
  EXPECT_EQ(timeline.trace_id[0], 0x4b);
  EXPECT_EQ(timeline.trace_id[15], 0x36);
  EXPECT_EQ(timeline.parent_span[0], 0x00);
  EXPECT_EQ(timeline.parent_span[7], 0xb7);
  EXPECT_EQ(timeline.flags, kCallTraced | kCallSampled);
  CallTimeline unsampled;
  ASSERT_TRUE(ReadTraceParent(With(53, "00"), &unsampled));
  EXPECT_EQ(unsampled.flags, kCallTraced);
}

TEST(TraceParent, IsIgnoredWhenItBreaksARule) {
  for (const std::string& field :
       {std::string(), std::string(kField.substr(0, 54)), std::string(kField) + "-00",
        std::string(kField) + "x", With(0, "ff"), With(0, "0g"), With(3, "4B"), With(2, "_"),
        With(35, "_"), With(52, "_"), With(53, "0-"), With(3, std::string(32, '0')),
        With(36, std::string(16, '0')), std::string(55, '-'), std::string(55, '\0')}) {
    CallTimeline timeline;
    EXPECT_FALSE(ReadTraceParent(field, &timeline)) << field;
    EXPECT_EQ(timeline.flags, 0) << field;
    EXPECT_EQ(timeline.trace_id, CallTimeline().trace_id) << field;
  }
}

TEST(TraceParent, OfALaterVersionIsReadAsFarAsItIsKnown) {
  CallTimeline timeline;
  EXPECT_TRUE(ReadTraceParent(With(0, "01"), &timeline));
  EXPECT_TRUE(ReadTraceParent(With(0, "cc") + "-what-follows", &timeline));
  EXPECT_FALSE(ReadTraceParent(With(0, "cc") + "what-follows", &timeline));
}

}  // namespace
}  // namespace partita::gateway
