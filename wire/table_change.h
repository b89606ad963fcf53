// Changes of tables between a gateway and registryd: CreateTable and DeleteTable.
//
//   CreateTable  payload: the wanted schema (model::TableSchema::EncodeTo), without id, uuid,
//                status and dates
//   DeleteTable  payload: the table's name (bytes)
// The reply to each: outcome.h, then the table's schema as it stands now (CREATING, DELETING).
#pragma once

#include <string_view>

#include "base/coding.h"
#include "base/result.h"
#include "model/table_schema.h"

namespace partita::wire {

// The outcome "done", then the schema.
void EncodeTableReply(const model::TableSchema& table, base::ByteWriter* writer);
// After DecodeOutcome.
base::Result<model::TableSchema> DecodeTableReply(base::ByteReader* reader);

}  // namespace partita::wire
