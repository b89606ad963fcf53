#include "bench/load/driver.h"

#include <gmock/gmock.h>

#include <deque>

#include "bench/load/report.h"

namespace partita::load {
namespace {

// Connections that answer each call after `delay_ms`, or as `replies` say, on the driver's loop.
class FakeServer {
 public:
  Connect Connector() {
    return [this](uv_loop_t* loop, Connection::Owner* owner, size_t lane) {
      return std::make_unique<Fake>(this, loop, owner, lane);
    };
  }

  uint64_t delay_ms = 0;
  int64_t stall_call = -1;  // this call takes stall_ms
  uint64_t stall_ms = 0;
  std::deque<Reply> replies;
  int64_t calls = 0;
  int break_at = -1;  // the connection breaks instead of answering this call
  std::vector<Operation> seen;

 private:
  class Fake final : public Connection {
   public:
    Fake(FakeServer* server, uv_loop_t* loop, Owner* owner, size_t lane)
        : server_(server), loop_(loop), owner_(owner), lane_(lane) {}
    void Open() override {
      uv_timer_init(loop_, &timer_);
      timer_.data = this;
      After(0, [](Fake* self) { self->owner_->Ready(self->lane_); });
    }
    void Send(const Call& call) override {
      const int64_t number = server_->calls++;
      server_->seen.push_back(call.operation);
      if (number == server_->break_at) return Shut(true);
      After(number == server_->stall_call ? server_->stall_ms : server_->delay_ms,
            [](Fake* self) { self->Answer(); });
    }
    void Close() override { Shut(false); }

   private:
    void After(uint64_t milliseconds, void (*then)(Fake*)) {
      then_ = then;
      uv_timer_start(
          &timer_,
          [](uv_timer_t* timer) {
            auto* self = static_cast<Fake*>(timer->data);
            self->then_(self);
          },
          milliseconds, 0);
    }
    void Answer() {
      Reply reply;
      if (!server_->replies.empty()) {
        reply = server_->replies.front();
        server_->replies.pop_front();
      }
      owner_->Answered(lane_, reply);
      owner_->Ready(lane_);
    }
    void Shut(bool broken) {
      broken_ = broken;
      if (uv_is_closing(reinterpret_cast<uv_handle_t*>(&timer_))) return;
      uv_close(reinterpret_cast<uv_handle_t*>(&timer_), [](uv_handle_t* handle) {
        auto* self = static_cast<Fake*>(handle->data);
        self->owner_->Closed(self->lane_, self->broken_);
      });
    }

    FakeServer* server_;
    uv_loop_t* loop_;
    Owner* owner_;
    size_t lane_;
    uv_timer_t timer_{};
    void (*then_)(Fake*) = nullptr;
    bool broken_ = false;
  };
};

CallSource Always(Operation operation, uint64_t* acknowledged = nullptr) {
  return {[operation] {
            return std::optional(Call{operation, 1});
          },
          [acknowledged](const Call&) {
            if (acknowledged != nullptr) ++*acknowledged;
          }};
}

TEST(Driver, AsksAsOftenAsItWasTold) {
  FakeServer server;
  uint64_t acknowledged = 0;
  const RunResult result = Driver({.connections = 4, .operations = 100},
                                  Always(Operation::kGet, &acknowledged), server.Connector())
                               .Run();
  EXPECT_EQ(server.calls, 100);
  EXPECT_EQ(result.Operations(), 100u);
  EXPECT_EQ(acknowledged, 100u);
  EXPECT_EQ(result.Errors(), 0u);
}

TEST(Driver, CountsEveryAnswerButTwoHundredAsAnError) {
  FakeServer server;
  server.replies = {{.status = 400, .error = "no"}, {.status = 500, .error = "never"}, {}};
  uint64_t acknowledged = 0;
  const RunResult result = Driver({.connections = 1, .operations = 3},
                                  Always(Operation::kPut, &acknowledged), server.Connector())
                               .Run();
  EXPECT_EQ(result.Errors(), 2u);
  EXPECT_EQ(result.errors_by_status.at(400), 1u);
  EXPECT_EQ(result.errors_by_status.at(500), 1u);
  EXPECT_EQ(result.first_error, "no");
  EXPECT_EQ(result.Operations(), 1u);
  EXPECT_EQ(acknowledged, 1u);
}

TEST(Driver, CountsABrokenConnectionAndOpensItAgain) {
  FakeServer server;
  server.break_at = 5;
  const RunResult result =
      Driver({.connections = 1, .operations = 10}, Always(Operation::kGet), server.Connector())
          .Run();
  EXPECT_EQ(result.errors_by_status.at(0), 1u);
  EXPECT_EQ(result.Operations(), 9u);
}

TEST(Driver, CountsGetsThatFindNothing) {
  FakeServer server;
  server.replies = {{.found = false}};
  const RunResult result =
      Driver({.connections = 1, .operations = 10}, Always(Operation::kGet), server.Connector())
          .Run();
  EXPECT_EQ(result.misses, 1u);
}

TEST(Driver, ModifiesWhatItHasReadAndTimesBothAsOne) {
  FakeServer server;
  server.delay_ms = 2;
  const RunResult result = Driver({.connections = 1, .operations = 3},
                                  Always(Operation::kReadModifyWrite), server.Connector())
                               .Run();
  EXPECT_THAT(server.seen,
              testing::ElementsAre(Operation::kGet, Operation::kUpdate, Operation::kGet,
                                   Operation::kUpdate, Operation::kGet, Operation::kUpdate));
  const Histogram& both = result.latency[static_cast<size_t>(Operation::kReadModifyWrite)];
  EXPECT_EQ(both.count(), 3u);
  EXPECT_GE(both.Percentile(1), 3'000'000);
}

TEST(Driver, DoesNotModifyWhatItCouldNotRead) {
  FakeServer server;
  server.replies = {{.status = 500, .error = "no"}};
  const RunResult result = Driver({.connections = 1, .operations = 2},
                                  Always(Operation::kReadModifyWrite), server.Connector())
                               .Run();
  EXPECT_EQ(server.seen.size(), 3u);
  EXPECT_EQ(result.Errors(), 1u);
}

TEST(Driver, LeavesTheWarmUpOut) {
  FakeServer server;
  server.delay_ms = 5;
  const RunResult result = Driver({.connections = 1, .seconds = 0.1, .warmup_seconds = 0.1},
                                  Always(Operation::kGet), server.Connector())
                               .Run();
  EXPECT_LT(result.Operations(), result.answers);
  EXPECT_GE(result.seconds, 0.09);  // a busy machine may have stood still meanwhile
}

TEST(Driver, KeepsToTheRateOfAnOpenLoop) {
  FakeServer server;
  const RunResult result = Driver({.connections = 8, .seconds = 0.5, .rate = 400},
                                  Always(Operation::kGet), server.Connector())
                               .Run();
  EXPECT_GE(result.Operations() + result.unsent, 199u);
  EXPECT_LE(result.Operations(), 200u);
}

// One connection, a call due every 10 ms, the first answered after 300 ms: the 29 calls that it
// held up have waited, the last of them hardly. A closed loop would show one slow call in a run.
TEST(Driver, CountsWhatAStallHeldUpFromWhenItWasDue) {
  FakeServer server;
  server.stall_call = 0;
  server.stall_ms = 300;
  const RunResult result = Driver({.connections = 1, .operations = 40, .rate = 100},
                                  Always(Operation::kGet), server.Connector())
                               .Run();
  const Histogram& latency = result.latency[static_cast<size_t>(Operation::kGet)];
  EXPECT_EQ(latency.count(), 40u);
  EXPECT_GE(latency.Percentile(100), 295'000'000);
  EXPECT_GE(latency.Percentile(50), 50'000'000);
  EXPECT_LT(result.service.Percentile(50), 50'000'000);
}

TEST(Driver, SaysWhatWasDueAndNeverSent) {
  FakeServer server;
  server.delay_ms = 50;
  const RunResult result = Driver({.connections = 1, .seconds = 0.3, .rate = 1000},
                                  Always(Operation::kGet), server.Connector())
                               .Run();
  EXPECT_GT(result.unsent, 250u);
  EXPECT_EQ(result.Errors(), 0u);
}

TEST(Driver, SlicesAddUpToTheWhole) {
  FakeServer server;
  const RunResult result = Driver({.connections = 2, .seconds = 0.3, .slice_seconds = 0.1},
                                  Always(Operation::kGet), server.Connector())
                               .Run();
  uint64_t sum = 0;
  for (const Slice& slice : result.timeline) sum += slice.operations;
  EXPECT_EQ(sum, result.Operations());
  EXPECT_GE(result.timeline.size(), 3u);
}

TEST(Report, NamesWhatRanAndWhatCameOfIt) {
  FakeServer server;
  const RunOptions run{.connections = 2, .operations = 10};
  const RunResult result = Driver(run, Always(Operation::kGet), server.Connector()).Run();
  const WorkloadOptions workload = FindWorkload("c").value();
  const std::string json = ReportJson({workload, run, "http", result}, "").value();
  for (const char* part : {R"("workload":"c")", R"("loop":"closed")", R"("operations":10)",
                           R"("mix":{"get":1})", R"("distribution":"zipfian")", R"("errors":0)"})
    EXPECT_THAT(json, testing::HasSubstr(part));
}

}  // namespace
}  // namespace partita::load
