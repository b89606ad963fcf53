// The part of UpdateTable that concerns what a table can serve: billing mode, provisioned
// throughput, maxima of on-demand tables, warm throughput.
#pragma once

#include "model/api_error.h"
#include "model/table_schema.h"
#include "wire/update_table.h"

namespace partita::registryd {

// The table's own part; a change of the billing mode also moves its global indexes, whose new
// throughput `update` must name when the table becomes PROVISIONED.
model::ApiStatus UpdateCapacity(const wire::TableUpdate& update, model::TableSchema* table);

// One global index's part. The table's billing mode is the new one already.
model::ApiStatus UpdateIndexCapacity(const wire::IndexUpdate& update, bool billing_mode_changed,
                                     const model::TableSchema& table, model::IndexSchema* index);

}  // namespace partita::registryd
