// ReadChanges between an edge and a slot's owner: the next records of a stream, the step that
// GetRecords is made of.
//
// Each step is bounded like a ScanRange (scan_range.h). Refused: ResourceNotFoundException, the
// slot does not know the stream (any more); TrimmedDataAccessException, a record behind `after_seq`
// is gone.
#pragma once

#include <cstdint>
#include <string_view>

#include "base/coding.h"
#include "model/table_schema.h"

namespace partita::wire {

struct ReadChangesRequest {
  model::TableId table = 0;
  uint64_t generation = 0;    // TableSchema::stream_label_us
  uint64_t after_seq = 0;     // the records behind this one
  bool from_horizon = false;  // or behind what has been trimmed, whichever is later
  // After so many records or so many of their bytes it is enough; at least 1, and an owner takes no
  // more than kMaxStepItems and kMaxStepBytes for granted.
  uint64_t max_records = 1;
  uint64_t max_bytes = 1;
};

void Encode(const ReadChangesRequest& request, base::ByteWriter* writer);
ReadChangesRequest DecodeReadChangesRequest(base::ByteReader* reader);

// The reply, after outcome.h, is a stream:
//
//   reply  := record*, u8 0, ended bool, closed bool
//   record := u8 1, seq varint, at_us u64, record bytes
struct ChangeEntry {
  uint64_t seq = 0;
  int64_t at_us = 0;
  std::string_view record = {};  // model/stream_record.h; its checksum was verified by the owner
};

struct ChangesEnd {
  bool ended = false;   // nothing is behind the last record now
  bool closed = false;  // and, if ended, nothing will ever be
};

void EncodeChange(const ChangeEntry& entry, base::ByteWriter* writer);
void EncodeChangesEnd(const ChangesEnd& end, base::ByteWriter* writer);

// True: `entry` is the next one. False: there is none, the end follows or the reader has failed.
bool DecodeChange(base::ByteReader* reader, ChangeEntry* entry);
ChangesEnd DecodeChangesEnd(base::ByteReader* reader);

}  // namespace partita::wire
