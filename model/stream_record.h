// What a table's stream keeps of one change, and what a stream is of: as bytes on disk and in the
// rings.
//
//   record := u8 1 (format), event u8, view u8, by_service bool, size_bytes varint,
//             keys bytes, new image bytes, old image bytes
//   info   := u8 1 (format), view u8, table name bytes, partition name bytes, type u8,
//             sort name bytes (empty: the table has none), type u8
// Keys and images are encoded items (item_codec.h); an image that the view leaves out, or that does
// not exist, is empty. On disk: never renumber.
//
// Value types. The views of a decoded record live as long as its bytes.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/coding.h"
#include "base/result.h"
#include "model/table_schema.h"

namespace partita::model {

enum class StreamEvent : uint8_t { kInsert = 1, kModify = 2, kRemove = 3 };

struct StreamRecord {
  StreamEvent event = StreamEvent::kInsert;
  StreamViewType view = StreamViewType::kKeysOnly;
  bool by_service = false;  // the expiry sweep deleted the item
  uint64_t size_bytes = 0;  // DynamoDB sizes of keys and images, summed
  std::string_view keys = {};
  std::string_view new_image = {};
  std::string_view old_image = {};
};

void EncodeStreamRecord(const StreamRecord& record, std::string* out);
base::Result<StreamRecord> DecodeStreamRecord(std::string_view bytes);  // or kCorrupt

// One generation of a table's stream: from being switched on to being switched off. Kept beside the
// records, because they outlive the table by a day.
struct StreamInfo {
  std::string table_name;
  StreamViewType view = StreamViewType::kKeysOnly;
  KeySchema key;  // of the table
  friend bool operator==(const StreamInfo&, const StreamInfo&) = default;
};

void EncodeStreamInfo(const StreamInfo& info, std::string* out);
base::Result<StreamInfo> DecodeStreamInfo(std::string_view bytes);  // or kCorrupt

}  // namespace partita::model
