// partita-gateway: speaks HTTP to clients and frames to the owners of the data. Started by the
// supervisor, which hands it the listening sockets and the channels; docs/gateway.md describes it.
#include <fmt/format.h>
#include <sys/resource.h>
#include <uv.h>

#include <csignal>
#include <cstdio>
#include <utility>

#include "base/clock.h"
#include "base/log.h"
#include "gateway/call_counts.h"
#include "gateway/call_tracker.h"
#include "gateway/console_page.h"
#include "gateway/dynamodb_api.h"
#include "gateway/front_door.h"
#include "gateway/handover_watch.h"
#include "gateway/http_server.h"
#include "gateway/metrics_page.h"
#include "gateway/native_api.h"
#include "gateway/native_server.h"
#include "gateway/options.h"
#include "gateway/pages.h"
#include "gateway/router.h"
#include "gateway/table_view.h"
#include "gateway/throttle.h"
#include "gateway/traces.h"
#include "gateway/transaction_resolver.h"
#include "gateway/turn.h"
#include "gateway/uv_handle.h"
#include "shm/handover.h"

namespace partita::gateway {
namespace {

constexpr int kExitFailed = 1;
constexpr int kExitUsage = 78;       // sysexits' EX_CONFIG: the supervisor does not try again
constexpr uint64_t kStopMs = 5'000;  // for what was accepted to be answered
constexpr uint64_t kPublishedCheckMs = 1;
constexpr uint64_t kForgetIntervalMs = 60'000;  // old traces

// Every connection is a descriptor: take what the operator allows.
void RaiseDescriptorLimit() {
  rlimit limit{};
  if (getrlimit(RLIMIT_NOFILE, &limit) != 0 || limit.rlim_cur == limit.rlim_max) return;
  limit.rlim_cur = limit.rlim_max;
  setrlimit(RLIMIT_NOFILE, &limit);
}

NativeSettings ForPeers(const NativePeers& peers) {
  NativeSettings settings;
  settings.peers = peers;
  return settings;
}

// All resources of the process, in the order in which they need one another.
class Gateway {
 public:
  Gateway(uv_loop_t* loop, const Options& options, shm::Birth birth)
      : loop_(loop),
        options_(options),
        birth_(std::move(birth)),
        router_(options.slots, TableView(shm::MirrorReader(*std::move(birth_.mirror))),
                options.settings,
                [this](shm::Role role, uint32_t index, uint32_t epoch) {
                  Complain(role, index, epoch);
                },
                &tracker_),
        counters_(metrics::CountersOf(&birth_.metrics)),
        counts_(counters_, birth_.self.index),
        throttle_({.tables = options.throttling,
                   .partitions = options.partition_limits,
                   .gateways = options.gateways},
                  base::MonotonicNs),
        api_(&router_),
        resolver_(&router_, [this](uint32_t slot) { return router_.TakeCarriedOut(slot); }),
        front_door_(
            &router_, &pages_,
            [this](std::shared_ptr<ApiCall> call) { api_.Handle(std::move(call)); },
            options.cors_origins, options.host_names),
        server_(loop, &front_door_, HttpSettings{}, &tracker_),
        native_api_(&router_,
                    [this](std::shared_ptr<ApiCall> call) { api_.Handle(std::move(call)); }),
        native_(loop, &router_,
                [this](const std::shared_ptr<NativeCall>& call, base::ByteReader payload) {
                  native_api_.Handle(call, payload);
                },
                ForPeers(options.native_peers)),
        turn_(loop, birth_.doorbell.get(), &router_, &birth_.entry->beat,
              [this](bool sleeps) { Count(sleeps); }),
        watch_(loop, shm::kHandoverFd, birth_.control_block, &router_, [loop] { uv_stop(loop); }) {
    router_.LimitBy(&throttle_);
    router_.TellConsumption(&counts_);
    tracker_.Tell(&counts_);
    pages_.Add("/metrics", MetricsPage(birth_.control_block, counters_));
    turn_.BeforeSleepDo([this] { native_.Flush(); });
    if (options.traces.on) OpenTraces(options);
    for (shm::Birth::Peer& peer : birth_.peers) {
      router_.Connect(peer.role, peer.index, std::move(peer.channel));
    }
  }

  // Without traces everything else works.
  void OpenTraces(const Options& options) {
    auto traces = Traces::Open(std::move(birth_.traces), options.index, options.traces, &router_);
    if (!traces.ok()) return base::Log(base::LogLevel::kError, "{}", traces.error().message);
    traces_ = *std::move(traces);
    tracker_.Tell(traces_->recorder());
    traces_->AddTo(&pages_);
  }

  base::Status Start() {
    PARTITA_TRY(turn_.Start());
    PARTITA_TRY(watch_.Start());
    uv_signal_init(loop_, terminate_.get());
    terminate_->data = this;
    uv_signal_start(
        terminate_.get(),
        [](uv_signal_t* handle, int) { static_cast<Gateway*>(handle->data)->Stop(); }, SIGTERM);
    uv_timer_init(loop_, timer_.get());
    timer_->data = this;
    uv_timer_start(
        timer_.get(),
        [](uv_timer_t* handle) { static_cast<Gateway*>(handle->data)->ServeOncePublished(); }, 0,
        kPublishedCheckMs);
    uv_timer_init(loop_, resolve_.get());
    resolve_->data = this;
    uv_timer_start(
        resolve_.get(),
        [](uv_timer_t* handle) { static_cast<Gateway*>(handle->data)->resolver_.Tick(); },
        kResolveIntervalMs, kResolveIntervalMs);
    uv_timer_init(loop_, forget_.get());
    forget_->data = this;
    uv_timer_start(
        forget_.get(),
        [](uv_timer_t* handle) {
          auto* self = static_cast<Gateway*>(handle->data);
          if (self->traces_ != nullptr) self->traces_->recorder()->Forget();
        },
        kForgetIntervalMs, kForgetIntervalMs);
    return {};
  }

 private:
  // Before the first schemas are there every table would seem not to exist.
  void ServeOncePublished() {
    if (!router_.ready()) return;
    uv_timer_stop(timer_.get());
    const base::Status status = Serve();
    if (status.ok()) return;
    base::Log(base::LogLevel::kError, "{}", status.error().message);
    failed_ = true;
    uv_stop(loop_);
  }

  base::Status Serve() {
    if (birth_.listeners.empty() || !birth_.listeners[0].valid()) {
      return base::Error::Invalid("the supervisor gave no listening socket");
    }
    if (options_.console && IsLoopbackListener(birth_.listeners[0].get())) {
      AddConsole({&router_, birth_.control_block, counters_, options_.bench_results}, &pages_);
    }
    PARTITA_TRY(server_.Listen(std::move(birth_.listeners[0])));
    if (birth_.listeners.size() > 1 && birth_.listeners[1].valid())
      PARTITA_TRY(native_.Listen(std::move(birth_.listeners[1])));
    return Say(shm::HandoverKind::kReady, birth_.self.role, birth_.self.index, birth_.self.epoch);
  }

  void Stop() {
    if (std::exchange(stopping_, true)) return;
    base::Log(base::LogLevel::kInfo, "stopping, {} clients",
              server_.connections() + native_.connections());
    uv_timer_start(
        timer_.get(), [](uv_timer_t* handle) { uv_stop(handle->loop); }, kStopMs, 0);
    server_.Stop([this] { native_.Stop([this] { uv_stop(loop_); }); });
  }

  void Count(bool sleeps) {
    router_.Count(counts_.channels());
    counts_.EndTurn(sleeps, server_.traffic(), native_.traffic());
  }

  void Complain(shm::Role role, uint32_t index, uint32_t epoch) {
    const base::Status said = Say(shm::HandoverKind::kBadChannel, role, index, epoch);
    if (!said.ok())
      base::Log(base::LogLevel::kError, "telling the supervisor: {}", said.error().message);
  }

  base::Status Say(shm::HandoverKind kind, shm::Role role, uint32_t index, uint32_t epoch) {
    shm::HandoverHeader header;
    header.kind = kind;
    header.role = role;
    header.index = index;
    header.epoch = epoch;
    return shm::SendHandover(shm::kHandoverFd, header, {});
  }

 public:
  bool failed() const { return failed_; }

 private:
  uv_loop_t* loop_;
  const Options& options_;
  shm::Birth birth_;
  CallTracker tracker_;  // longer than every call: calls wait in the router
  std::unique_ptr<Traces> traces_;  // as long; null: switched off
  Router router_;
  metrics::CounterBlock* const counters_;
  CallCounts counts_;
  Throttle throttle_;
  DynamoDbApi api_;
  TransactionResolver resolver_;
  Pages pages_;
  FrontDoor front_door_;
  HttpServer server_;
  NativeApi native_api_;
  NativeServer native_;
  Turn turn_;
  HandoverWatch watch_;
  UvHandle<uv_signal_t> terminate_;
  UvHandle<uv_timer_t> timer_;    // waits for the first schemas, later for the end
  UvHandle<uv_timer_t> resolve_;  // transactions nobody drives any more
  UvHandle<uv_timer_t> forget_;  // traces that are too old
  bool stopping_ = false;
  bool failed_ = false;
};

base::Result<bool> Serve(const Options& options) {
  PARTITA_ASSIGN(shm::Birth birth, shm::ReceiveBirth(shm::kHandoverFd));
  if (!birth.mirror.has_value()) return base::Error::Invalid("the supervisor gave no mirror");
  uv_loop_t loop;
  uv_loop_init(&loop);
  bool failed = false;
  {
    Gateway gateway(&loop, options, std::move(birth));
    PARTITA_TRY(gateway.Start());
    uv_run(&loop, UV_RUN_DEFAULT);
    failed = gateway.failed();
  }
  uv_run(&loop, UV_RUN_DEFAULT);  // the close callbacks
  uv_loop_close(&loop);
  return !failed;
}

int Main(int argc, char** argv) {
  auto options = ParseOptions(argc, argv);
  if (!options.ok()) {
    const bool help = options.error().kind == base::ErrorKind::kNotFound;
    fmt::print(help ? stdout : stderr, "{}\n", options.error().message);
    return help ? 0 : kExitUsage;
  }
  base::InitLog(fmt::format("gateway[{}]", options->index), options->log_level);
  std::signal(SIGPIPE, SIG_IGN);
  RaiseDescriptorLimit();
  const auto served = Serve(*options);
  if (!served.ok()) base::Log(base::LogLevel::kError, "{}", served.error().message);
  return served.ok() && *served ? 0 : kExitFailed;
}

}  // namespace
}  // namespace partita::gateway

int main(int argc, char** argv) { return partita::gateway::Main(argc, argv); }
