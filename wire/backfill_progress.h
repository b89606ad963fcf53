// registryd → partitiond: "how far is this new index filled?", asked until every slot is done.
#pragma once

#include <cstdint>

#include "base/coding.h"
#include "model/table_schema.h"

namespace partita::wire {

struct BackfillProgressRequest {
  model::TableId table = 0;
  uint32_t index = 0;
};

// Of one slot. `scanned` of `total` items have been looked at; both are estimates while items come
// and go, `done` is not.
struct BackfillProgressReply {
  bool done = false;
  uint64_t scanned = 0;
  uint64_t total = 0;
};

void Encode(const BackfillProgressRequest& request, base::ByteWriter* writer);
BackfillProgressRequest DecodeBackfillProgressRequest(base::ByteReader* reader);
void Encode(const BackfillProgressReply& reply, base::ByteWriter* writer);  // after outcome.h
BackfillProgressReply DecodeBackfillProgressReply(base::ByteReader* reader);

}  // namespace partita::wire
