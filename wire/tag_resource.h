// TagResource and UntagResource between a gateway and registryd. The reply to each is
// table_change.h's.
//
//   TagResource    table bytes, ARN bytes, count varint, count × (key bytes, value bytes)
//   UntagResource  table bytes, ARN bytes, count varint, keys bytes
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/coding.h"
#include "model/table_schema.h"

namespace partita::wire {

// Views of a decoded request live as long as the bytes.
struct TagRequest {
  std::string_view table;  // its name
  std::string_view arn;    // as the client wrote it, for the refusal of an unknown table
  std::vector<model::Tag> tags;
};
struct UntagRequest {
  std::string_view table;
  std::string_view arn;
  std::vector<std::string> keys;
};

void Encode(const TagRequest& request, base::ByteWriter* writer);
TagRequest DecodeTagRequest(base::ByteReader* reader);
void Encode(const UntagRequest& request, base::ByteWriter* writer);
UntagRequest DecodeUntagRequest(base::ByteReader* reader);

}  // namespace partita::wire
