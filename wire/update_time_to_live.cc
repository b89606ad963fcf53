#include "wire/update_time_to_live.h"

namespace partita::wire {

void Encode(const TimeToLiveUpdate& update, base::ByteWriter* writer) {
  writer->Bytes(update.table);
  writer->Bool(update.enabled);
  writer->Bytes(update.attribute);
}

TimeToLiveUpdate DecodeTimeToLiveUpdate(base::ByteReader* reader) {
  TimeToLiveUpdate update;
  update.table = reader->Bytes();
  update.enabled = reader->Bool();
  update.attribute = reader->Bytes();
  return update;
}

}  // namespace partita::wire
