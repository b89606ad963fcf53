// What a table or index serves at once: WarmThroughput.
//
// Never below what the billing mode gives by itself: an on-demand table's first second, or what is
// provisioned.
#pragma once

#include "model/table_schema.h"

namespace partita::model {

// `provisioned` and `asked` of the table or of one of its indexes.
Throughput WarmThroughput(BillingMode billing_mode, const Throughput& provisioned,
                          const Throughput& asked);

}  // namespace partita::model
