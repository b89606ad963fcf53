#include "wire/backfill_progress.h"

#include "partitiond/operation.h"
#include "wire/outcome.h"

namespace partita::partitiond {

// An index that this partition does not know yet is not filled.
Attempt<void> BackfillProgress(Room& room, base::ByteReader* payload, base::ByteWriter* reply) {
  const wire::BackfillProgressRequest request = wire::DecodeBackfillProgressRequest(payload);
  PARTITA_TRY(ExpectWholeRequest(*payload));
  wire::BackfillProgressReply progress;
  if (room.tables->FindView(request.table, request.index) != nullptr) {
    const IndexBackfill::Progress here =
        room.index_backfill->Of({request.table, request.index}, *room.store);
    progress = {.done = here.done, .scanned = here.scanned, .total = here.total};
  }
  wire::EncodeDone(reply);
  wire::Encode(progress, reply);
  return {};
}

}  // namespace partita::partitiond
