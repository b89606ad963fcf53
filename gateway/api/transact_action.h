// One element of TransactWriteItems' TransactItems: a Put, an Update, a Delete or a ConditionCheck.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "expr/update.h"
#include "gateway/api/constraints.h"
#include "gateway/api/expression_parameters.h"
#include "gateway/api/item_parameter.h"
#include "gateway/api/parameter_reader.h"
#include "gateway/transaction.h"
#include "model/api_error.h"
#include "model/key.h"
#include "model/table_schema.h"

namespace partita::gateway::api {

// Views into the request's JSON.
class TransactAction {
 public:
  // Reads whichever of the four the element has.
  explicit TransactAction(const ParameterReader& element);

  // The member constraints; `place`: of the element in the list, from 1.
  void Constrain(size_t place, Constraints* constraints) const;
  // Everything that can be refused without knowing the table. Compiles the expressions.
  model::ApiStatus Check();

  std::string_view table_name() const { return *table_name_; }
  uint64_t size() const { return size_; }  // what counts against the limit of a transaction
  const model::Item& subject() const { return *subject_.item; }  // the item of a Put, else the key
  bool writes() const { return kind_ != wire::ActionKind::kCheck; }

  model::ApiResult<model::ItemKey> MakeKey(const model::TableSchema& table,
                                           base::Sha256* sha256) const;
  // What the table's schema forbids beyond the key.
  model::ApiStatus CheckAgainst(const model::TableSchema& table) const;
  void AddTo(TransactionPlan* plan, const model::TableSchema& table,
             const model::ItemKey& key) const;

 private:
  using Text = std::optional<std::string_view>;

  void Read(const ParameterReader& action);
  std::string_view MemberName() const;
  model::ApiStatus Compile();

  int given_ = 0;  // how many of the four
  wire::ActionKind kind_ = wire::ActionKind::kCheck;
  Text table_name_;
  Text condition_expression_;
  Text update_expression_;
  Text on_failure_;
  ItemParameter subject_;
  ExpressionAttributes attributes_;
  uint64_t size_ = 0;
  std::string condition_;  // programs
  std::optional<expr::Update> update_;
};

}  // namespace partita::gateway::api
