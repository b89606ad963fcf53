#include "gateway/api/shard_iterator.h"

#include "base/coding.h"
#include "model/base64.h"
#include "model/checksum.h"

namespace partita::gateway::api {
namespace {

constexpr uint8_t kIteratorFormat = 1;
constexpr uint64_t kIteratorSeed = 0x7368617264;  // "shard"

}  // namespace

std::string MakeShardIterator(const ShardIterator& iterator) {
  std::string bytes;
  base::ByteWriter writer(&bytes);
  writer.U8(kIteratorFormat);
  writer.U64(iterator.table);
  writer.U64(iterator.generation);
  writer.U32(iterator.slot);
  writer.U64(iterator.after_seq);
  writer.Bool(iterator.from_horizon);
  writer.U64(static_cast<uint64_t>(iterator.issued_at_us));
  writer.U64(model::Checksum(bytes, kIteratorSeed));
  std::string text;
  model::AppendBase64(bytes, &text);
  return text;
}

std::optional<ShardIterator> ParseShardIterator(std::string_view text) {
  std::string bytes;
  if (!model::DecodeBase64(text, &bytes)) return std::nullopt;
  base::ByteReader reader(bytes);
  if (reader.U8() != kIteratorFormat) return std::nullopt;
  ShardIterator iterator;
  iterator.table = reader.U64();
  iterator.generation = reader.U64();
  iterator.slot = reader.U32();
  iterator.after_seq = reader.U64();
  iterator.from_horizon = reader.Bool();
  iterator.issued_at_us = static_cast<int64_t>(reader.U64());
  const std::string_view said(bytes.data(), bytes.size() - reader.rest().size());
  if (reader.U64() != model::Checksum(said, kIteratorSeed) || !reader.Finished())
    return std::nullopt;
  return iterator;
}

}  // namespace partita::gateway::api
