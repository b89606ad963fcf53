#include "gateway/api/transact_action.h"

#include <fmt/format.h>

#include <utility>
#include <variant>

#include "expr/condition.h"
#include "gateway/api/table_name.h"
#include "gateway/api/updated_key.h"
#include "model/api_message.h"
#include "model/item_codec.h"
#include "model/item_size.h"
#include "model/limits.h"

namespace partita::gateway::api {

namespace message = model::message;
using model::ApiError;
using model::ApiStatus;
using wire::ActionKind;

TransactAction::TransactAction(const ParameterReader& element) {
  static constexpr std::pair<std::string_view, ActionKind> kMembers[] = {
      {"ConditionCheck", ActionKind::kCheck},
      {"Put", ActionKind::kPut},
      {"Delete", ActionKind::kDelete},
      {"Update", ActionKind::kUpdate}};
  for (const auto& [member, kind] : kMembers) {
    const auto action = element.Structure(member, member);
    if (!action) continue;
    ++given_;
    kind_ = kind;
    Read(*action);
  }
}

void TransactAction::Read(const ParameterReader& action) {
  table_name_ = action.String("TableName");
  condition_expression_ = action.String("ConditionExpression");
  if (kind_ == ActionKind::kUpdate) update_expression_ = action.String("UpdateExpression");
  on_failure_ = action.String("ReturnValuesOnConditionCheckFailure");
  subject_ = ReadItem(action, kind_ == ActionKind::kPut ? "Item" : "Key");
  attributes_ = ExpressionAttributes(action, /*with_values=*/true);
}

std::string_view TransactAction::MemberName() const {
  switch (kind_) {
    case ActionKind::kPut:
      return "put";
    case ActionKind::kUpdate:
      return "update";
    case ActionKind::kDelete:
      return "delete";
    case ActionKind::kCheck:
      break;
  }
  return "conditionCheck";
}

void TransactAction::Constrain(size_t place, Constraints* constraints) const {
  if (given_ != 1) return;
  const std::string member = fmt::format("transactItems.{}.member.{}", place, MemberName());
  constraints->NotNull(fmt::format("{}.{}", member, kind_ == ActionKind::kPut ? "item" : "key"),
                       subject_.given);
  constraints->NotNull(member + ".tableName", table_name_.has_value());
  if (kind_ == ActionKind::kUpdate)
    constraints->NotNull(member + ".updateExpression", update_expression_.has_value());
  if (kind_ == ActionKind::kCheck)
    constraints->NotNull(member + ".conditionExpression", condition_expression_.has_value());
  constraints->Enum(member + ".returnValuesOnConditionCheckFailure", on_failure_,
                    kOnConditionCheckFailureValues);
}

ApiStatus TransactAction::Check() {
  if (given_ == 0) return ApiError::Validation(message::kTransactWriteNoAction);
  if (given_ > 1) return ApiError::Validation(message::kTransactWriteSeveralActions);
  PARTITA_TRY(CheckTableNameAlone(*table_name_));
  PARTITA_TRY(attributes_.Check(condition_expression_ || update_expression_));
  PARTITA_TRY(Compile());
  PARTITA_TRY(attributes_.placeholders()->CheckAllUsed());
  if (!subject_.item.ok()) return subject_.item.error();
  size_ = model::ItemSize(*subject_.item);
  if (kind_ == ActionKind::kPut && size_ > model::kMaxItemBytes)
    return ApiError::Validation(message::kItemTooLarge);
  return {};
}

ApiStatus TransactAction::Compile() {
  if (update_expression_) {
    PARTITA_ASSIGN(update_,
                   expr::Update::Compile(*update_expression_, attributes_.placeholders()));
  }
  if (!condition_expression_) return {};
  PARTITA_ASSIGN(const expr::Condition condition,
                 expr::Condition::Compile(*condition_expression_, "ConditionExpression",
                                          attributes_.placeholders()));
  condition.EncodeTo(&condition_);
  return {};
}

model::ApiResult<model::ItemKey> TransactAction::MakeKey(const model::TableSchema& table,
                                                         base::Sha256* sha256) const {
  const model::KeySource source = kind_ == ActionKind::kPut ? model::KeySource::kItem
                                                            : model::KeySource::kKeyParameter;
  return model::MakeItemKey(table, subject(), source, sha256);
}

ApiStatus TransactAction::CheckAgainst(const model::TableSchema& table) const {
  if (kind_ == ActionKind::kPut) return model::CheckIndexKeys(table, subject());
  if (kind_ == ActionKind::kUpdate) return CheckUpdatedKeys(table, *update_);
  return {};
}

void TransactAction::AddTo(TransactionPlan* plan, const model::TableSchema& table,
                           const model::ItemKey& key) const {
  wire::WriteOptions options;
  options.condition = condition_;
  options.return_old_on_condition_failure = on_failure_ == "ALL_OLD";
  std::string encoded;
  model::EncodeItem(subject(), &encoded);
  if (kind_ == ActionKind::kPut) {
    return plan->Put(key.hash, {table.id, key.bytes, encoded, size_, options});
  }
  if (kind_ == ActionKind::kUpdate) {
    std::string program;
    update_->EncodeTo(&program);
    return plan->Update(key.hash, {table.id, key.bytes, encoded, program, options});
  }
  const wire::DeleteItemRequest request{table.id, key.bytes, options};
  if (kind_ == ActionKind::kDelete) return plan->Delete(key.hash, request);
  plan->Check(key.hash, request);
}

}  // namespace partita::gateway::api
