// What TransactWriteItems and TransactGetItems have in common: the shape of TransactItems, keys
// that cancel, and the bill.
#pragma once

#include <map>
#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "gateway/api/admission.h"
#include "gateway/api/constraints.h"
#include "gateway/api/consumed_capacity.h"
#include "model/api_error.h"
#include "model/key.h"
#include "model/table_schema.h"

namespace partita::gateway::api {

// TransactItems: 1 to model::kMaxTransactionActions; `kind` is what the service prints an element
// as.
void ConstrainTransactItems(size_t items, bool given, std::string_view kind,
                            Constraints* constraints);

// The places of a transaction's items, one after the other. An empty key value is refused at once;
// a key that does not match the schema cancels the transaction when all have been looked at; an
// item that comes twice is refused.
class TransactionKeys {
 public:
  explicit TransactionKeys(size_t items) : reasons_(items) {}

  // The next item's: what MakeItemKey said. Null: it cancels.
  model::ApiResult<const model::ItemKey*> Add(model::TableId table,
                                              model::ApiResult<model::ItemKey> key);
  // The same item's further checks, for an item whose key is right.
  model::ApiStatus Cancel(const model::ApiError& error);
  // The cancellation, if there is one.
  model::ApiStatus Check() const;

 private:
  std::vector<model::CancellationReason> reasons_;
  std::set<std::pair<model::TableId, std::string>> seen_;
  model::ItemKey latest_;
  size_t next_ = 0;
  bool cancelled_ = false;
};

// One item of a transaction as its throughput is counted.
struct TransactionItem {
  std::shared_ptr<const model::TableSchema> table;
  uint64_t hash = 0;
};
// A meter for each item. Refused: the transaction is cancelled with the reasons of those whose
// tables are in debt.
model::ApiResult<std::vector<Meter>> AdmitTransaction(Edge* edge,
                                                      const std::vector<TransactionItem>& items,
                                                      Traffic traffic);

// "ConsumedCapacity":[…] with an element for each table, in the order in which they came.
class TransactionBill {
 public:
  // `also`: consumed_capacity.h.
  TransactionBill(ReturnConsumedCapacity mode, std::string_view also) : mode_(mode), also_(also) {}

  // Units as a single operation would consume them: a transaction consumes twice as many, and the
  // meter is charged with those.
  void Add(std::string_view table_name, const ConsumedUnits& units, const Meter& meter);
  void Write(JsonWriter* json) const;

 private:
  const ReturnConsumedCapacity mode_;
  const std::string_view also_;
  std::vector<std::pair<std::string, ConsumedUnits>> tables_;
};

}  // namespace partita::gateway::api
