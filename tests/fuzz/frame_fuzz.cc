// Any bytes as a frame, and the payload as every message of its kind: decoders must refuse or read,
// never misbehave.
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/coding.h"
#include "wire/backfill_progress.h"
#include "wire/delete_item.h"
#include "wire/frame.h"
#include "wire/get_item.h"
#include "wire/outcome.h"
#include "wire/put_item.h"
#include "wire/scan_range.h"
#include "wire/schema_rollout.h"
#include "wire/schema_snapshot.h"
#include "wire/table_change.h"
#include "wire/table_statistics.h"
#include "wire/tag_resource.h"
#include "wire/update_continuous_backups.h"
#include "wire/update_item.h"
#include "wire/update_table.h"
#include "wire/update_time_to_live.h"

namespace partita::wire {
namespace {

// Reads the payload with one decoder; the sanitizers watch.
template <typename Decode>
void Try(std::string_view payload, Decode decode) {
  base::ByteReader reader(payload);
  decode(&reader);
}

void DecodeRequest(const Frame& frame) {
  switch (frame.header.kind) {
    case MessageKind::kGetItem:
      return Try(frame.payload, DecodeGetItemRequest);
    case MessageKind::kPutItem:
      return Try(frame.payload, DecodePutItemRequest);
    case MessageKind::kUpdateItem:
      return Try(frame.payload, DecodeUpdateItemRequest);
    case MessageKind::kDeleteItem:
      return Try(frame.payload, DecodeDeleteItemRequest);
    case MessageKind::kScanRange:
      return Try(frame.payload, DecodeScanRangeRequest);
    case MessageKind::kTableStatistics:
      return Try(frame.payload, DecodeTableStatisticsRequest);
    case MessageKind::kSchemaRollout:
      return Try(frame.payload, DecodeSchemaRollout);
    case MessageKind::kBackfillProgress:
      return Try(frame.payload, DecodeBackfillProgressRequest);
    case MessageKind::kUpdateTable:
      return Try(frame.payload, [](base::ByteReader* reader) { (void)DecodeTableUpdate(reader); });
    case MessageKind::kUpdateTimeToLive:
      return Try(frame.payload, DecodeTimeToLiveUpdate);
    case MessageKind::kTagResource:
      return Try(frame.payload, DecodeTagRequest);
    case MessageKind::kUntagResource:
      return Try(frame.payload, DecodeUntagRequest);
    case MessageKind::kUpdateContinuousBackups:
      return Try(frame.payload, DecodeContinuousBackupsUpdate);
    case MessageKind::kCreateTable:
      return Try(frame.payload,
                 [](base::ByteReader* reader) { (void)model::TableSchema::Decode(reader); });
    default:
      (void)DecodeSchemaSnapshot(frame.payload);
  }
}

void DecodeReply(const Frame& frame) {
  base::ByteReader reader(frame.payload);
  if (!DecodeOutcome(&reader).ok()) return;
  switch (frame.header.kind) {
    case MessageKind::kGetItem:
      (void)DecodeGetItemReply(&reader);
      return;
    case MessageKind::kScanRange:
      for (RangeItem item; DecodeRangeItem(&reader, &item);) continue;
      (void)DecodeRangeEnd(&reader);
      return;
    case MessageKind::kTableStatistics:
      (void)DecodeTableStatisticsReply(&reader);
      return;
    case MessageKind::kSchemaRollout:
      (void)DecodeSchemaRollout(&reader);
      return;
    case MessageKind::kBackfillProgress:
      (void)DecodeBackfillProgressReply(&reader);
      return;
    case MessageKind::kCreateTable:
    case MessageKind::kDeleteTable:
      (void)DecodeTableReply(&reader);
      return;
    default:
      (void)DecodeWriteResult(&reader);
  }
}

}  // namespace
}  // namespace partita::wire

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using partita::wire::DecodeFrame;
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  const auto frame = DecodeFrame(bytes);
  if (frame) {
    frame->header.is_reply() ? partita::wire::DecodeReply(*frame)
                             : partita::wire::DecodeRequest(*frame);
    return 0;
  }
  if (partita::wire::WhyInvalid(bytes) == "valid") __builtin_trap();
  if (size < partita::wire::kFrameHeaderBytes) return 0;
  // Mutated sizes rarely fit: the same bytes with the size repaired reach the payload decoders.
  std::string repaired(bytes);
  partita::wire::FinishFrame(&repaired);
  if (const auto again = DecodeFrame(repaired)) {
    again->header.is_reply() ? partita::wire::DecodeReply(*again)
                             : partita::wire::DecodeRequest(*again);
  }
  return 0;
}
