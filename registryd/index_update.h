// The part of UpdateTable that concerns global indexes: created, changed, removed.
//
// A new index is CREATING and backfilling while the partitions fill it (backfills.h); a removed one
// is DELETING until every partition has read that, then it leaves the schema (transitions.h).
#pragma once

#include "model/api_error.h"
#include "model/table_schema.h"
#include "wire/update_table.h"

namespace partita::registryd {

// What can be refused before anything of the table is changed: unknown indexes, indexes in a state
// that does not allow it, more than one index created or removed at a time.
model::ApiStatus CheckIndexActions(const wire::TableUpdate& update,
                                   const model::TableSchema& table);

// After CheckIndexActions, and after the table's own capacity has been changed.
model::ApiStatus UpdateIndexes(const wire::TableUpdate& update, model::TableSchema* table);

// Forgets the attribute definitions that no key uses any more.
void PruneAttributeDefinitions(model::TableSchema* table);

}  // namespace partita::registryd
