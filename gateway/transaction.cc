#include "gateway/transaction.h"

#include <fmt/format.h>

#include <utility>

#include "gateway/transaction_run.h"
#include "model/api_message.h"

namespace partita::gateway {

template <typename Request>
void TransactionPlan::Add(uint64_t hash, wire::ActionKind kind, const Request& request) {
  Action& action = actions_.emplace_back();
  action.hash = hash;
  action.slot = edge_->SlotOf(hash);
  action.kind = kind;
  action.table = request.table;
  action.key = request.key;
  base::ByteWriter writer(&action.request);
  wire::Encode(request, &writer);
}

void TransactionPlan::Put(uint64_t hash, const wire::PutItemRequest& request) {
  Add(hash, wire::ActionKind::kPut, request);
}

void TransactionPlan::Update(uint64_t hash, const wire::UpdateItemRequest& request) {
  Add(hash, wire::ActionKind::kUpdate, request);
}

void TransactionPlan::Delete(uint64_t hash, const wire::DeleteItemRequest& request) {
  Add(hash, wire::ActionKind::kDelete, request);
}

void TransactionPlan::Check(uint64_t hash, const wire::DeleteItemRequest& request) {
  Add(hash, wire::ActionKind::kCheck, request);
}

void RunTransaction(std::unique_ptr<TransactionPlan> plan, OnTransaction on_done) {
  std::make_shared<TransactionRun>(std::move(plan), std::move(on_done))->Start();
}

model::ApiError TransactionCancelled(std::vector<model::CancellationReason> reasons) {
  std::string codes;
  for (const model::CancellationReason& reason : reasons) {
    if (!codes.empty()) codes += ", ";
    codes += reason.code;
  }
  model::ApiError error = model::ApiError::Of(
      model::ApiErrorType::kTransactionCanceled,
      fmt::format(fmt::runtime(model::message::kTransactionCancelled), codes));
  error.reasons = std::move(reasons);
  return error;
}

}  // namespace partita::gateway
