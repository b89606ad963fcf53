// registryd → partitiond: "read version v of the mirror, drop what is gone, then say so".
#pragma once

#include <cstdint>

#include "base/coding.h"

namespace partita::wire {

struct SchemaRollout {
  uint64_t version = 0;  // of the mirror (shm/mirror.h)
};

// The request says which version is published; the reply (outcome.h, then the same) which version
// the partition has read.
void Encode(const SchemaRollout& rollout, base::ByteWriter* writer);
SchemaRollout DecodeSchemaRollout(base::ByteReader* reader);

}  // namespace partita::wire
