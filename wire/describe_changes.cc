#include "wire/describe_changes.h"

#include <string>
#include <utility>

namespace partita::wire {
namespace {

StreamDescription DecodeStreamDescription(base::ByteReader* reader) {
  StreamDescription stream;
  stream.table = reader->U64();
  stream.generation = reader->U64();
  stream.closed_at_us = static_cast<int64_t>(reader->U64());
  stream.trimmed_through = reader->Varint();
  stream.last_seq = reader->Varint();
  base::Result<model::StreamInfo> info = model::DecodeStreamInfo(reader->Bytes());
  if (info.ok()) {
    stream.info = *std::move(info);
  } else {
    reader->Fail();
  }
  return stream;
}

}  // namespace

void Encode(const DescribeChangesRequest& request, base::ByteWriter* writer) {
  writer->Bytes(request.table_name);
}

DescribeChangesRequest DecodeDescribeChangesRequest(base::ByteReader* reader) {
  return {.table_name = reader->Bytes()};
}

void Encode(const std::vector<StreamDescription>& streams, base::ByteWriter* writer) {
  writer->Varint(streams.size());
  for (const StreamDescription& stream : streams) {
    writer->U64(stream.table);
    writer->U64(stream.generation);
    writer->U64(static_cast<uint64_t>(stream.closed_at_us));
    writer->Varint(stream.trimmed_through);
    writer->Varint(stream.last_seq);
    std::string info;
    model::EncodeStreamInfo(stream.info, &info);
    writer->Bytes(info);
  }
}

std::vector<StreamDescription> DecodeStreamDescriptions(base::ByteReader* reader) {
  std::vector<StreamDescription> streams;
  for (uint64_t left = reader->Varint(); left > 0 && reader->ok(); --left) {
    streams.push_back(DecodeStreamDescription(reader));
  }
  return streams;
}

}  // namespace partita::wire
