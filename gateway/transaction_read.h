// Several items as they stood at one moment, over any slots: TransactGetItems, and the SELECTs of
// PartiQL's ExecuteTransaction.
//
// Items of one slot are one question. Over several slots it looks twice: if no key was locked and
// no version has moved between the two looks, all of it was true in between. Otherwise it tries
// again, a few times (docs/transactions.md says why this is serializable).
//
// Thread safety: the gateway's one thread.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "gateway/edge.h"
#include "model/api_error.h"

namespace partita::gateway {

struct KeyToRead {
  uint64_t hash = 0;  // model::ItemKey::hash
  model::TableId table = 0;
  std::string key;  // model::ItemKey::bytes
};

struct ItemRead {
  bool found = false;
  uint64_t item_size = 0;  // DynamoDB size
  std::string item;        // encoded
};

// Errors: kTransactionCanceled, reason TransactionConflict for the items that kept moving;
// kResourceNotFound, a table has gone meanwhile; kValidation, the items are larger than
// model::kMaxTransactionBytes together; kInternalServerError, an owner died.
using OnItemsRead = std::function<void(model::ApiResult<std::vector<ItemRead>> items)>;

// One answer for each key, in their order. 1 to model::kMaxTransactionActions keys.
void ReadTransaction(Edge* edge, std::vector<KeyToRead> keys, OnItemsRead on_done);

// Only the sizes, each as it is at some moment: `item` stays empty.
void MeasureItems(Edge* edge, std::vector<KeyToRead> keys, OnItemsRead on_done);

}  // namespace partita::gateway
