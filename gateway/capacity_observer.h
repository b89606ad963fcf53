// Who wants to hear what tables have consumed, whether or not something limits them.
#pragma once

#include "gateway/throttle.h"
#include "model/table_schema.h"

namespace partita::gateway {

class CapacityObserver {
 public:
  virtual ~CapacityObserver() = default;
  // `units` of capacity by a request on the table or on one of its indexes; a multiple of a half.
  virtual void OnConsumed(model::TableId table, Traffic traffic, double units) = 0;
};

}  // namespace partita::gateway
