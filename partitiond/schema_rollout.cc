#include "wire/schema_rollout.h"

#include "base/log.h"
#include "partitiond/operation.h"
#include "wire/outcome.h"

namespace partita::partitiond {

// Acknowledges the version this partition has read, which may be newer than the one announced. The
// registry asks again when an answer fails or is behind.
Attempt<void> SchemaRollout(Room& room, base::ByteReader* payload, base::ByteWriter* reply) {
  const wire::SchemaRollout announced = wire::DecodeSchemaRollout(payload);
  PARTITA_TRY(ExpectWholeRequest(*payload));
  PARTITA_TRY(Step(RefreshTables(room)));
  base::Log(base::LogLevel::kDebug, "schema version {} announced, {} read", announced.version,
            room.tables->version());
  wire::EncodeDone(reply);
  wire::Encode(wire::SchemaRollout{.version = room.tables->version()}, reply);
  return {};
}

}  // namespace partita::partitiond
