#include "wire/update_continuous_backups.h"

namespace partita::wire {

void Encode(const ContinuousBackupsUpdate& update, base::ByteWriter* writer) {
  writer->Bytes(update.table);
  writer->Bool(update.enabled);
  writer->U32(update.recovery_period_days);
}

ContinuousBackupsUpdate DecodeContinuousBackupsUpdate(base::ByteReader* reader) {
  ContinuousBackupsUpdate update;
  update.table = reader->Bytes();
  update.enabled = reader->Bool();
  update.recovery_period_days = reader->U32();
  return update;
}

}  // namespace partita::wire
