#include "wire/tag_resource.h"

#include <utility>

namespace partita::wire {

void Encode(const TagRequest& request, base::ByteWriter* writer) {
  writer->Bytes(request.table);
  writer->Bytes(request.arn);
  writer->Varint(request.tags.size());
  for (const model::Tag& tag : request.tags) {
    writer->Bytes(tag.key);
    writer->Bytes(tag.value);
  }
}

TagRequest DecodeTagRequest(base::ByteReader* reader) {
  TagRequest request;
  request.table = reader->Bytes();
  request.arn = reader->Bytes();
  const uint64_t count = reader->Varint();
  for (uint64_t i = 0; i < count && reader->ok(); ++i) {
    std::string key(reader->Bytes());
    request.tags.push_back({std::move(key), std::string(reader->Bytes())});
  }
  return request;
}

void Encode(const UntagRequest& request, base::ByteWriter* writer) {
  writer->Bytes(request.table);
  writer->Bytes(request.arn);
  writer->Varint(request.keys.size());
  for (const std::string& key : request.keys) writer->Bytes(key);
}

UntagRequest DecodeUntagRequest(base::ByteReader* reader) {
  UntagRequest request;
  request.table = reader->Bytes();
  request.arn = reader->Bytes();
  const uint64_t count = reader->Varint();
  for (uint64_t i = 0; i < count && reader->ok(); ++i) request.keys.emplace_back(reader->Bytes());
  return request;
}

}  // namespace partita::wire
