#include "gateway/api/transact_items.h"

#include <fmt/format.h>

#include <algorithm>

#include "gateway/transaction.h"
#include "model/api_message.h"
#include "model/limits.h"

namespace partita::gateway::api {

namespace message = model::message;
using model::ApiError;
using model::ApiResult;
using model::ApiStatus;

namespace {

constexpr double kUnitsOfTransactions = 2;

bool SaysEmptyKey(const ApiError& error) {
  return std::string_view(error.message).starts_with(message::kEmptyKeyBegins);
}

}  // namespace

// The service prints the whole list; it is long, and nobody reads it.
void ConstrainTransactItems(size_t items, bool given, std::string_view kind,
                            Constraints* constraints) {
  constraints->NotNull("transactItems", given);
  if (!given) return;
  std::string printed = "[";
  if (items > model::kMaxTransactionActions) {
    for (size_t i = 0; i < items; ++i) printed += fmt::format("{}{}()", i == 0 ? "" : ", ", kind);
  }
  printed += "]";
  constraints->ListLength("transactItems", items, 1, model::kMaxTransactionActions, printed);
}

ApiResult<const model::ItemKey*> TransactionKeys::Add(model::TableId table,
                                                      ApiResult<model::ItemKey> key) {
  ++next_;
  if (!key.ok()) {
    PARTITA_TRY(Cancel(key.error()));
    return static_cast<const model::ItemKey*>(nullptr);
  }
  if (!seen_.emplace(table, key->bytes).second)
    return ApiError::Validation(message::kTransactionDuplicateItem);
  latest_ = *std::move(key);
  return &latest_;
}

ApiStatus TransactionKeys::Cancel(const ApiError& error) {
  if (SaysEmptyKey(error) || error.type != model::ApiErrorType::kValidation) return error;
  cancelled_ = true;
  reasons_[next_ - 1].code = "ValidationError";
  reasons_[next_ - 1].message = error.message;
  return {};
}

ApiStatus TransactionKeys::Check() const {
  if (!cancelled_) return {};
  return TransactionCancelled(reasons_);
}

ApiResult<std::vector<Meter>> AdmitTransaction(Edge* edge,
                                               const std::vector<TransactionItem>& items,
                                               Traffic traffic) {
  std::vector<Meter> meters;
  std::vector<model::CancellationReason> reasons(items.size());
  bool refused = false;
  for (size_t i = 0; i < items.size(); ++i) {
    ApiResult<Meter> meter =
        Admit(edge, items[i].table, nullptr, traffic, edge->SlotOf(items[i].hash));
    if (meter.ok()) {
      meters.push_back(*std::move(meter));
      continue;
    }
    refused = true;
    const bool provisioned =
        meter.error().type == model::ApiErrorType::kProvisionedThroughputExceeded;
    reasons[i] = {provisioned ? "ProvisionedThroughputExceeded" : "ThrottlingError",
                  meter.error().message,
                  {}};
  }
  if (refused) return TransactionCancelled(std::move(reasons));
  return meters;
}

void TransactionBill::Add(std::string_view table_name, const ConsumedUnits& units,
                          const Meter& meter) {
  if (mode_ == ReturnConsumedCapacity::kNone && !meter.charges()) return;
  ConsumedUnits doubled = units;
  doubled.table *= kUnitsOfTransactions;
  for (ConsumedUnits::Index& index : doubled.indexes) index.units *= kUnitsOfTransactions;
  meter.Charge(doubled);
  const auto same = std::find_if(tables_.begin(), tables_.end(),
                                 [&](const auto& table) { return table.first == table_name; });
  if (same != tables_.end()) return same->second.Add(doubled);
  tables_.emplace_back(table_name, std::move(doubled));
}

void TransactionBill::Write(JsonWriter* json) const {
  if (mode_ == ReturnConsumedCapacity::kNone) return;
  json->Key("ConsumedCapacity").BeginArray();
  for (const auto& [name, units] : tables_) WriteCapacityOfTable(mode_, name, units, json, also_);
  json->EndArray();
}

}  // namespace partita::gateway::api
