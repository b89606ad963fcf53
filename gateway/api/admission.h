// May a request go on, and what has it cost: the operations' side of throttle.h.
//
//   PARTITA_ASSIGN(Meter meter, Admit(edge, table, nullptr, Traffic::kRead, slot));
//   …
//   meter.Charge(units);  // when the owner has replied
// A table that nothing limits is charged nothing; what it consumed is told all the same.
#pragma once

#include <cstdint>
#include <memory>

#include "gateway/api/consumed_capacity.h"
#include "gateway/edge.h"
#include "gateway/throttle.h"
#include "model/api_error.h"
#include "model/table_schema.h"

namespace partita::gateway::api {

// Where a request is charged; a value. `edge` outlives it.
class Meter {
 public:
  Meter() = default;
  // `table` null: it is not charged, what it consumed is only told.
  Meter(Edge* edge, model::TableId id, std::shared_ptr<const model::TableSchema> table,
        Traffic traffic, uint32_t slot)
      : edge_(edge), id_(id), table_(std::move(table)), traffic_(traffic), slot_(slot) {}

  bool charges() const { return edge_ != nullptr; }
  // The table's units to the table, its local indexes' too; a global index's to the index.
  void Charge(const ConsumedUnits& units) const;

 private:
  Edge* edge_ = nullptr;  // null: nothing is charged, nobody told
  model::TableId id_ = 0;
  std::shared_ptr<const model::TableSchema> table_;
  Traffic traffic_ = Traffic::kRead;
  uint32_t slot_ = kNoSlot;
};

// Refused: ProvisionedThroughputExceededException or ThrottlingException with its reason. A read of
// a global index asks for that index alone, a write for the table and all its global indexes.
model::ApiResult<Meter> Admit(Edge* edge, const std::shared_ptr<const model::TableSchema>& table,
                              const model::IndexSchema* index, Traffic traffic, uint32_t slot);

bool IsThrottled(const model::ApiError& error);

}  // namespace partita::gateway::api
