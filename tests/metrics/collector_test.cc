#include "metrics/collector.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <optional>
#include <string>

#include "metrics/channel_meter.h"
#include "metrics/table_directory.h"

namespace partita::metrics {
namespace {

using testing::HasSubstr;
using testing::Not;

class CollectorTest : public testing::Test {
 protected:
  CollectorTest() {
    words_.operation = [](size_t row) { return row == 0 ? "GetItem" : row == 1 ? "PutItem" : ""; };
    words_.error = [](size_t type) { return type == 1 ? "ValidationException" : ""; };
    words_.fault = [](size_t) { return "client"; };
    words_.version = "1.2.3";
    UpdateDirectory({{10, "Music"}}, &counters_->directory);
    FoldTables(counters_->directory, &counters_->gateway[0]);
    FoldTables(counters_->directory, &counters_->gateway[1]);
  }

  void Count(uint32_t gateway, size_t table, size_t operation, uint64_t us) {
    GatewayRegion& region = counters_->gateway[gateway];
    Counter& touched = region.tables[table].touched;
    touched.Set(touched.Get() | uint64_t{1} << operation);
    region.operations[table][operation].latency.Observe(us);
  }
  std::string Page() { return Collect(*control_, *counters_, words_); }

  shm::Segment control_segment_ = shm::ControlBlock::Create(2, 2).value();
  shm::ControlBlock* control_ = shm::ControlBlock::In(control_segment_).value();
  std::optional<shm::Segment> counters_segment_;
  CounterBlock* counters_ = CountersOf(&counters_segment_);
  Vocabulary words_;
};

TEST_F(CollectorTest, AddsUpWhatAllGatewaysHaveCounted) {
  Count(0, 0, 0, 100);
  Count(1, 0, 0, 300);
  const std::string page = Page();
  EXPECT_THAT(page, HasSubstr(R"(partita_requests_total{operation="GetItem",table="Music"} 2)"));
  const std::string duration = "partita_request_duration_seconds";
  const std::string labels = R"({operation="GetItem",table="Music")";
  EXPECT_THAT(page, HasSubstr(duration + "_count" + labels + "} 2"));
  EXPECT_THAT(page, HasSubstr(duration + "_bucket" + labels + R"(,le="0.000128"} 1)"));
  EXPECT_THAT(page, HasSubstr(duration + "_bucket" + labels + R"(,le="+Inf"} 2)"));
}

TEST_F(CollectorTest, NamesTheOtherTablesAndLeavesTheLabelOutWhereThereIsNoTable) {
  Count(0, kOtherTables, 1, 100);
  Count(0, kNoTable, 0, 100);
  const std::string page = Page();
  EXPECT_THAT(page, HasSubstr(R"(partita_requests_total{operation="PutItem",table="other"} 1)"));
  EXPECT_THAT(page, HasSubstr(R"(partita_requests_total{operation="GetItem"} 1)"));
}

TEST_F(CollectorTest, SaysErrorsByOperationTypeAndFault) {
  counters_->gateway[1].errors[1][1].Set(4);
  counters_->gateway[1].tables[0].errors_touched.Set(1);
  counters_->gateway[1].tables[0].errors[1].Set(3);
  const std::string page = Page();
  const std::string error = R"(error="ValidationException",fault="client"} )";
  EXPECT_THAT(page, HasSubstr(R"(_request_errors_total{operation="PutItem",)" + error + "4"));
  EXPECT_THAT(page, HasSubstr(R"(partita_table_errors_total{table="Music",)" + error + "3"));
}

TEST_F(CollectorTest, DoesNotShowWhatHasNoName) {
  Count(0, 0, 7, 100);
  counters_->gateway[0].errors[0][9].Set(4);
  const std::string page = Page();
  EXPECT_THAT(page, Not(HasSubstr("partita_requests_total")));
  EXPECT_THAT(page, Not(HasSubstr("partita_request_errors_total")));
}

TEST_F(CollectorTest, SaysWhatWaitsInARing) {
  ChannelRegion& gateway = counters_->gateway[1].loop.channels[PeerPlace(shm::Role::kPartition, 0)];
  ChannelRegion& partition =
      counters_->partition[0].loop.channels[PeerPlace(shm::Role::kGateway, 1)];
  gateway.epoch.Set(2);
  gateway.sent.Set(5'000);
  partition.epoch.Set(2);
  partition.received.Set(4'000);
  const std::string ring =
      R"(partita_ring_waiting_bytes{from="gateway",to="partition",slot="0",gateway="1"} )";
  EXPECT_THAT(Page(), HasSubstr(ring + "1000\n"));
  partition.epoch.Set(3);  // the gateway has not heard of the new channel yet
  EXPECT_THAT(Page(), HasSubstr(ring + "0\n"));
}

TEST_F(CollectorTest, SaysWhichProcessesAreUp) {
  control_->partition[1].state = static_cast<uint32_t>(shm::ProcessState::kQuarantined);
  control_->partition[1].restarts = 5;
  control_->partition[0].state = static_cast<uint32_t>(shm::ProcessState::kReady);
  const std::string page = Page();
  EXPECT_THAT(page, HasSubstr(R"(partita_process_up{process="partition",slot="0"} 1)"));
  EXPECT_THAT(page, HasSubstr(R"(partita_process_up{process="partition",slot="1"} 0)"));
  EXPECT_THAT(page, HasSubstr(R"(partita_process_quarantined{process="partition",slot="1"} 1)"));
  EXPECT_THAT(page, HasSubstr(R"(partita_process_restarts_total{process="partition",slot="1"} 5)"));
  EXPECT_THAT(page, Not(HasSubstr(R"(slot="2")")));
  EXPECT_THAT(page, HasSubstr(R"(partita_build_info{version="1.2.3"} 1)"));
}

TEST_F(CollectorTest, CountsAChannelAcrossItsReplacement) {
  const auto attach = [](uint32_t epoch) {
    return shm::Channel::Attach(shm::Channel::Create("test", epoch).value(),
                                shm::ChannelSide::kFirst, epoch, nullptr)
        .value();
  };
  ChannelMeter meter(&counters_->gateway[0].loop);
  for (uint32_t epoch = 1; epoch <= 2; ++epoch) {
    const auto channel = attach(epoch);
    channel->Send("hello");
    channel->Flush();
    meter.Read(shm::Role::kPartition, 0, *channel);
    meter.Read(shm::Role::kPartition, 0, *channel);
  }
  EXPECT_THAT(Page(), HasSubstr(R"(partita_messages_sent_total{process="gateway",gateway="0"} 2)"));
}

}  // namespace
}  // namespace partita::metrics
