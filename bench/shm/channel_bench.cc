// The channel: what a message costs, and a round trip to another thread that spins or that sleeps.
#include <benchmark/benchmark.h>
#include <poll.h>
#include <unistd.h>

#include <atomic>
#include <string>
#include <thread>

#include "shm/channel.h"
#include "shm/doorbell.h"

namespace partita::shm {
namespace {

// Both ends of one channel with their doorbells.
struct Pair {
  struct End {
    DoorbellWord word;
    base::UniqueFd fd = Doorbell::CreateEventFd().value();
    Doorbell bell{&word, base::UniqueFd(dup(fd.get()))};
    std::unique_ptr<Channel> channel;
  };

  Pair() {
    const Segment segment = Channel::Create("bench", 1).value();
    Attach(segment, ChannelSide::kFirst, &first, &second);
    Attach(segment, ChannelSide::kSecond, &second, &first);
  }

  static void Attach(const Segment& segment, ChannelSide side, End* self, End* peer) {
    auto mapped = Segment::Map(base::UniqueFd(dup(segment.fd())), 1, Access::kReadWrite).value();
    auto button =
        std::make_shared<DoorbellButton>(&peer->word, base::UniqueFd(dup(peer->fd.get())));
    self->channel = Channel::Attach(std::move(mapped), side, 1, std::move(button)).value();
  }

  End first, second;
};

// Batches of 32 messages of range(0) bytes, sent and received in turn by one thread.
void SendAndReceive(benchmark::State& state) {
  Pair pair;
  const std::string message(static_cast<size_t>(state.range(0)), 'x');
  int64_t messages = 0;
  const auto take = [](std::string_view got) { benchmark::DoNotOptimize(got.data()); };
  for (auto _ : state) {
    for (int i = 0; i < 32; ++i) pair.first.channel->Send(message);
    pair.first.channel->Flush();
    messages += static_cast<int64_t>(pair.second.channel->Receive(64, take).value());
    pair.second.channel->Flush();
  }
  state.SetItemsProcessed(messages);
  state.SetBytesProcessed(messages * state.range(0));
}
BENCHMARK(SendAndReceive)->Arg(64)->Arg(1024)->Arg(16384);

// Until a message has come: spins, or sleeps on the doorbell.
void Await(Pair::End* end, bool sleeps, const std::atomic<bool>* stop) {
  while (!end->channel->HasMessages() && !stop->load(std::memory_order_relaxed)) {
    if (!sleeps) continue;
    end->bell.Announce();
    if (end->channel->HasMessages()) {
      end->bell.Cancel();
      return;
    }
    pollfd readable{end->bell.event_fd(), POLLIN, 0};
    poll(&readable, 1, 100);
    end->bell.Clear();
  }
}

// range(0) messages of 1 KB there and back; range(1): the two sides sleep instead of spinning.
void RoundTrip(benchmark::State& state) {
  Pair pair;
  const int64_t depth = state.range(0);
  const bool sleeps = state.range(1) != 0;
  std::atomic<bool> stop{false};
  std::thread echo([&] {
    const auto answer = [&](std::string_view message) { pair.second.channel->Send(message); };
    while (!stop.load(std::memory_order_relaxed)) {
      Await(&pair.second, sleeps, &stop);
      if (!pair.second.channel->Receive(64, answer).ok()) return;
      pair.second.channel->Flush();
    }
  });
  const std::string message(1024, 'x');
  const std::atomic<bool> never{false};
  for (auto _ : state) {
    for (int64_t i = 0; i < depth; ++i) pair.first.channel->Send(message);
    pair.first.channel->Flush();
    for (int64_t back = 0; back < depth;) {
      Await(&pair.first, sleeps, &never);
      back +=
          static_cast<int64_t>(pair.first.channel->Receive(64, [](std::string_view) {}).value());
      pair.first.channel->Flush();
    }
  }
  stop = true;
  echo.join();
  state.SetItemsProcessed(state.iterations() * depth);
}
BENCHMARK(RoundTrip)->ArgsProduct({{1, 32}, {0, 1}})->ArgNames({"depth", "sleeps"})->UseRealTime();

}  // namespace
}  // namespace partita::shm
