// A request that changes a table: from the catalog and the request's bytes to the table as it shall
// stand, or a refusal.
//
// An operation changes nothing. The registry commits the table it returns, publishes it and replies
// with it, in this order, for every operation alike; a state that does not last (CREATING,
// UPDATING, DELETING) is ended later, when every partition has read it (rollout.h). One file each;
// a new operation is one more of these and one row in dispatch.cc.
#pragma once

#include "base/coding.h"
#include "model/api_error.h"
#include "model/table_schema.h"
#include "registryd/catalog.h"
#include "wire/message_kind.h"

namespace partita::registryd {

// `request`: the payload of the frame, which an operation reads to its very end.
using Operation = model::ApiResult<model::TableSchema> (*)(const Catalog& catalog,
                                                           base::ByteReader* request);

model::ApiResult<model::TableSchema> CreateTable(const Catalog& catalog, base::ByteReader* request);
model::ApiResult<model::TableSchema> DeleteTable(const Catalog& catalog, base::ByteReader* request);
model::ApiResult<model::TableSchema> TagResource(const Catalog& catalog, base::ByteReader* request);
model::ApiResult<model::TableSchema> UntagResource(const Catalog& catalog,
                                                   base::ByteReader* request);
model::ApiResult<model::TableSchema> UpdateContinuousBackups(const Catalog& catalog,
                                                             base::ByteReader* request);
model::ApiResult<model::TableSchema> UpdateTable(const Catalog& catalog, base::ByteReader* request);
model::ApiResult<model::TableSchema> UpdateTimeToLive(const Catalog& catalog,
                                                      base::ByteReader* request);

// Null: the registry does not do this.
Operation FindOperation(wire::MessageKind kind);

// The edge and this room disagree about the format.
model::ApiError UnreadableRequest();

}  // namespace partita::registryd
