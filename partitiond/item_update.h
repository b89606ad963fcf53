// What an update makes of an item: judged and computed, nothing written yet. Shared by UpdateItem
// and by the updates of transactions.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "expr/update.h"
#include "model/attribute_value.h"
#include "model/table_schema.h"
#include "partitiond/failure.h"
#include "store/item_store.h"
#include "wire/update_item.h"

namespace partita::partitiond {

// The item before the update, after it, and the program between them.
struct ItemUpdate {
  std::optional<model::Item> old;
  model::Item item;
  std::optional<expr::Update> update;  // none: the request only makes sure that the item is there
  uint64_t size = 0;                   // of `item`, as DynamoDB counts
};

// Refused as DynamoDB refuses the expression on this item, an index key of a wrong type, an item
// that grows too large.
Attempt<ItemUpdate> ComputeUpdate(const model::TableSchema& table,
                                  const wire::UpdateItemRequest& request,
                                  const std::optional<store::StoredItem>& stored);

}  // namespace partita::partitiond
