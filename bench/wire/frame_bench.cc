// What the messages of GetItem and PutItem cost on both sides of a ring: encoding, decoding.
#include <benchmark/benchmark.h>

#include <string>

#include "base/coding.h"
#include "wire/frame.h"
#include "wire/get_item.h"
#include "wire/outcome.h"
#include "wire/put_item.h"

namespace partita::wire {
namespace {

// As long as the encoded key of a string partition key and a number sort key.
const std::string kKey(40, 'k');

std::string PutFrame(const std::string& item) {
  std::string frame;
  StartFrame({.kind = MessageKind::kPutItem, .request_id = 7}, &frame);
  base::ByteWriter writer(&frame);
  Encode(PutItemRequest{.table = 3, .key = kKey, .item = item, .item_size = item.size()}, &writer);
  FinishFrame(&frame);
  return frame;
}

std::string GetReplyFrame(const std::string& item) {
  std::string frame;
  StartFrame({.kind = MessageKind::kGetItem, .flags = kReplyBit, .request_id = 7}, &frame);
  base::ByteWriter writer(&frame);
  EncodeDone(&writer);
  Encode(GetItemReply{.found = true, .item_size = item.size(), .item = item}, &writer);
  FinishFrame(&frame);
  return frame;
}

std::string ItemOf(const benchmark::State& state) {
  return std::string(static_cast<size_t>(state.range(0)), 'i');
}

void EncodePut(benchmark::State& state) {
  const std::string item = ItemOf(state);
  std::string frame;
  for (auto _ : state) {
    StartFrame({.kind = MessageKind::kPutItem, .request_id = 7}, &frame);
    base::ByteWriter writer(&frame);
    Encode(PutItemRequest{.table = 3, .key = kKey, .item = item, .item_size = item.size()},
           &writer);
    FinishFrame(&frame);
    benchmark::DoNotOptimize(frame.data());
  }
}
BENCHMARK(EncodePut)->Arg(1024)->Arg(50'000);

void DecodePut(benchmark::State& state) {
  const std::string bytes = PutFrame(ItemOf(state));
  for (auto _ : state) {
    const auto frame = DecodeFrame(bytes);
    if (!frame) state.SkipWithError("no frame");
    base::ByteReader reader(frame->payload);
    benchmark::DoNotOptimize(DecodePutItemRequest(&reader));
  }
}
BENCHMARK(DecodePut)->Arg(1024)->Arg(50'000);

void EncodeGetReply(benchmark::State& state) {
  const std::string item = ItemOf(state);
  for (auto _ : state) benchmark::DoNotOptimize(GetReplyFrame(item));
}
BENCHMARK(EncodeGetReply)->Arg(1024)->Arg(50'000);

void DecodeGetReply(benchmark::State& state) {
  const std::string bytes = GetReplyFrame(ItemOf(state));
  for (auto _ : state) {
    const auto frame = DecodeFrame(bytes);
    if (!frame) state.SkipWithError("no frame");
    base::ByteReader reader(frame->payload);
    if (!DecodeOutcome(&reader).ok()) state.SkipWithError("refused");
    benchmark::DoNotOptimize(DecodeGetItemReply(&reader));
  }
}
BENCHMARK(DecodeGetReply)->Arg(1024)->Arg(50'000);

}  // namespace
}  // namespace partita::wire
