#include "wire/schema_rollout.h"

namespace partita::wire {

void Encode(const SchemaRollout& rollout, base::ByteWriter* writer) {
  writer->U64(rollout.version);
}

SchemaRollout DecodeSchemaRollout(base::ByteReader* reader) { return {.version = reader->U64()}; }

}  // namespace partita::wire
