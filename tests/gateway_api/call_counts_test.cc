// What a gateway counts, read back as the metrics page would.
#include "gateway/call_counts.h"

#include <gtest/gtest.h>

#include <optional>
#include <string>

#include "gateway/call_tracker.h"
#include "gateway/dynamodb_api.h"
#include "metrics/reading.h"
#include "metrics/table_directory.h"
#include "tests/gateway/ended_call.h"

namespace partita::gateway {
namespace {

using metrics::OperationReading;
using model::ApiErrorType;
using testing::EndedCall;

uint16_t RowOf(std::string_view name) {
  for (uint16_t row = 0; row < OperationCount(); ++row) {
    if (OperationName(row) == name) return row;
  }
  return kNoOperation;
}

class CallCountsTest : public ::testing::Test {
 protected:
  CallCountsTest() {
    metrics::UpdateDirectory({{kMusic, "Music"}}, &block_->directory);
    tracker_.Tell(&counts_);
  }

  EndedCall Call(std::string_view operation, uint64_t table) {
    EndedCall call(&tracker_);
    call.timeline().operation = RowOf(operation);
    call.timeline().table = table;
    call.timeline().arrived_ns = 1'000'000;
    return call;
  }
  metrics::HouseReading Read() { return metrics::ReadHouse(*block_, 0, 1); }
  OperationReading ReadOf(std::string_view operation) {
    auto house = Read();
    return house.tables[0].operations[RowOf(operation)];
  }

  static constexpr uint64_t kMusic = 10;
  std::optional<shm::Segment> segment_;
  metrics::CounterBlock* block_ = metrics::CountersOf(&segment_);
  CallTracker tracker_;
  CallCounts counts_{block_, 0};
};

TEST_F(CallCountsTest, ASuccessCountsItsTimeFromTheLastByteToTheSentAnswer) {
  EndedCall call = Call("Query", kMusic);
  call.timeline().sent_ns = 1'250'000;
  call.timeline().returned_items = 25;
  call.Succeed("{}");
  const OperationReading query = ReadOf("Query");
  EXPECT_EQ(query.latency.count(), 1u);
  EXPECT_EQ(query.latency.sum, 250u);
  EXPECT_EQ(query.returned_items, 25u);
  EXPECT_EQ(query.errors(), 0u);
}

TEST_F(CallCountsTest, ErrorsAreSomebodysFault) {
  for (const ApiErrorType type :
       {ApiErrorType::kValidation, ApiErrorType::kResourceNotFound, ApiErrorType::kInternalServerError,
        ApiErrorType::kProvisionedThroughputExceeded, ApiErrorType::kConditionalCheckFailed})
    Call("PutItem", kMusic).Fail(model::ApiError::Of(type));
  const OperationReading put = ReadOf("PutItem");
  EXPECT_EQ(put.latency.count(), 0u);
  EXPECT_EQ(put.client_errors, 2u);
  EXPECT_EQ(put.server_errors, 1u);
  EXPECT_EQ(put.throttled, 1u);
  EXPECT_EQ(put.condition_failures, 1u);
  EXPECT_EQ(put.requests(), 5u);
  const auto validation = static_cast<size_t>(ApiErrorType::kValidation);
  EXPECT_EQ(Read().tables[0].errors[validation], 1u);
  EXPECT_EQ((Read().errors[{RowOf("PutItem"), validation}]), 1u);
}

TEST_F(CallCountsTest, WhatNamesNoOperationIsUnknownAndWhatNobodyWaitsForIsNothing) {
  EndedCall(&tracker_).Fail(model::ApiError::Of(ApiErrorType::kUnknownOperation));
  EndedCall(&tracker_).Succeed("a page");
  const metrics::HouseReading house = Read();
  const OperationReading all = house.AllOperations();
  EXPECT_EQ(all.requests(), 1u);
  EXPECT_EQ(all.client_errors, 1u);
  const size_t unknown = metrics::kMaxOperations - 1;
  EXPECT_EQ(CountedOperationName(unknown), "Unknown");
  EXPECT_EQ(house.tables[metrics::kNoTable].operations.at(unknown).client_errors, 1u);
}

TEST_F(CallCountsTest, AnUnknownTableCountsAmongTheOthers) {
  Call("GetItem", 99).Succeed("{}");
  EXPECT_EQ(Read().tables[metrics::kOtherTables].operations.at(RowOf("GetItem")).requests(), 1u);
}

TEST_F(CallCountsTest, CapacityIsCountedInHalfUnits) {
  counts_.OnConsumed(kMusic, Traffic::kRead, 0.5);
  counts_.OnConsumed(kMusic, Traffic::kRead, 2);
  counts_.OnConsumed(kMusic, Traffic::kWrite, 3);
  EXPECT_EQ(Read().tables[0].consumed_read_halves, 5u);
  EXPECT_EQ(Read().tables[0].consumed_write_halves, 6u);
}

TEST_F(CallCountsTest, ATurnBringsTheTrafficOfBothSocketsUpToDate) {
  HttpTraffic http;
  http.connections = 3;
  http.accepted = 5;
  http.responses[2] = 7;
  ConnectionTraffic native{.connections = 1, .received_bytes = 100, .sent_bytes = 50};
  counts_.EndTurn(true, http, native);
  http.connections = 2;
  http.responses[2] = 9;
  native.received_bytes = 150;
  counts_.EndTurn(false, http, native);
  const metrics::GatewayRegion& region = block_->gateway[0];
  EXPECT_EQ(region.loop.turns.Get(), 2u);
  EXPECT_EQ(region.loop.sleeps.Get(), 1u);
  EXPECT_EQ(region.http.open.Get(), 2u);
  EXPECT_EQ(region.http.accepted.Get(), 5u);
  EXPECT_EQ(region.responses[2].Get(), 9u);
  EXPECT_EQ(region.native.open.Get(), 1u);
  EXPECT_EQ(region.native.received_bytes.Get(), 150u);
  EXPECT_EQ(region.native.sent_bytes.Get(), 50u);
}

TEST_F(CallCountsTest, TheNextLifeGoesOnCounting) {
  Call("GetItem", kMusic).Succeed("{}");
  CallTracker tracker;
  CallCounts reborn(block_, 0);
  tracker.Tell(&reborn);
  EndedCall call(&tracker);
  call.timeline().operation = RowOf("GetItem");
  call.timeline().table = kMusic;
  call.Succeed("{}");
  EXPECT_EQ(ReadOf("GetItem").requests(), 2u);
}

}  // namespace
}  // namespace partita::gateway
