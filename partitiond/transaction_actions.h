// The actions of a transaction in one slot: all judged first, then all written.
//
// No two actions are on one item, so what one writes cannot change what another was judged by.
#pragma once

#include <deque>
#include <string>
#include <vector>

#include "partitiond/operation.h"
#include "partitiond/transaction_record.h"
#include "wire/transaction_action.h"

namespace partita::partitiond {

struct JudgedActions {
  std::vector<Effect> effects;   // one for each action, in their order
  std::deque<std::string> made;  // items that updates have made; effects point at them
};

// Refused: kTransactionCanceled with a reason for each action, if DynamoDB would refuse any of them
// or another transaction has its item; kResourceNotFound; kInternalServerError.
Attempt<JudgedActions> JudgeActions(Room& room,
                                    const std::vector<wire::TransactionAction>& actions);

// Writes them all, or, when it fails, none. Sizes and the index units of each. An effect on a table
// that has gone meanwhile is dropped with it.
Attempt<std::vector<wire::WriteResult>> ApplyEffects(Room& room,
                                                     const std::vector<Effect>& effects);

// The sizes alone, before anything is written.
std::vector<wire::WriteResult> SizesOf(const std::vector<Effect>& effects);

}  // namespace partita::partitiond
