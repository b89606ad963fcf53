#include "wire/table_change.h"

#include "wire/outcome.h"

namespace partita::wire {

void EncodeTableReply(const model::TableSchema& table, base::ByteWriter* writer) {
  EncodeDone(writer);
  table.EncodeTo(writer);
}

base::Result<model::TableSchema> DecodeTableReply(base::ByteReader* reader) {
  PARTITA_ASSIGN(model::TableSchema table, model::TableSchema::Decode(reader));
  if (!reader->Finished()) return base::Error::Corrupt("bytes behind the schema of a table reply");
  return table;
}

}  // namespace partita::wire
