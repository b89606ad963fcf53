// A write transaction over any slots, driven from here: TransactWriteItems, and PartiQL's
// ExecuteTransaction.
//
// A handler fills a plan and runs it; the callback comes once, when the outcome is durable and
// visible everywhere, or when it cannot be known now:
//
//   auto plan = std::make_unique<TransactionPlan>(edge);
//   plan->Put(key.hash, put);
//   plan->UseToken(token);
//   RunTransaction(std::move(plan), [call](model::ApiResult<TransactionOutcome> outcome) { … });
//
// Errors of the outcome: kTransactionCanceled with one reason for each action in its order;
// kTransactionInProgress and kIdempotentParameterMismatch of the token; kResourceNotFound, a table
// has gone meanwhile; kInternalServerError, an owner died: whole or absent, and the same token
// tells which. docs/transactions.md has the protocol.
//
// Thread safety: the gateway's one thread.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "gateway/edge.h"
#include "model/api_error.h"
#include "wire/delete_item.h"
#include "wire/put_item.h"
#include "wire/transaction_action.h"
#include "wire/update_item.h"

namespace partita::gateway {

class TransactionPlan {
 public:
  explicit TransactionPlan(Edge* edge) : edge_(edge) {}

  // The next action, on the item whose key has this hash (model::ItemKey). What the request points
  // at is copied. No two actions may be on one item; ReturnValues must be kNone.
  void Put(uint64_t hash, const wire::PutItemRequest& request);
  void Update(uint64_t hash, const wire::UpdateItemRequest& request);
  void Delete(uint64_t hash, const wire::DeleteItemRequest& request);
  void Check(uint64_t hash, const wire::DeleteItemRequest& request);  // its condition, nothing more

  // ClientRequestToken, not empty; may stay unused.
  void UseToken(std::string_view token) { token_ = token; }
  // If the token turns out to have been used already: look how large the items are, for the read
  // capacity that is billed.
  void MeasureReplay() { measure_replay_ = true; }

 private:
  friend class TransactionRun;

  struct Action {
    uint64_t hash = 0;
    uint32_t slot = 0;
    wire::ActionKind kind{};
    model::TableId table = 0;
    std::string key;
    std::string request;  // as wire::TransactionAction wants it
  };

  template <typename Request>
  void Add(uint64_t hash, wire::ActionKind kind, const Request& request);

  Edge* edge_;
  std::vector<Action> actions_;
  std::string token_;
  bool measure_replay_ = false;
};

struct TransactionOutcome {
  // The token had been used by a transaction of the same payload that was carried out: nothing was
  // written now; `actions` has the sizes of today if MeasureReplay() was asked.
  bool replayed = false;
  std::vector<wire::WriteResult> actions = {};  // in the order of the plan; without attributes
};

using OnTransaction = std::function<void(model::ApiResult<TransactionOutcome> outcome)>;

// `plan` has at least one action and at most model::kMaxTransactionActions.
void RunTransaction(std::unique_ptr<TransactionPlan> plan, OnTransaction on_done);

// "Transaction cancelled, …" with these reasons, of all actions.
model::ApiError TransactionCancelled(std::vector<model::CancellationReason> reasons);

}  // namespace partita::gateway
