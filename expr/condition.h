// Conditions: ConditionExpression, FilterExpression, KeyConditionExpression's tree, and the legacy
// Expected and filters.
//
// Thread safety: a Condition is immutable.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "base/result.h"
#include "expr/placeholders.h"
#include "model/api_error.h"
#include "model/attribute_value.h"

namespace partita::expr {

struct ConditionNode;  // the tree; program.h

class Condition {
 public:
  ~Condition();
  Condition(Condition&&) noexcept;
  Condition& operator=(Condition&&) noexcept;
  explicit Condition(std::unique_ptr<ConditionNode> root);

  // `parameter` is "ConditionExpression", "FilterExpression" …: it starts every message ("Invalid
  // ConditionExpression: …").
  static model::ApiResult<Condition> Compile(std::string_view text, std::string_view parameter,
                                             Placeholders* placeholders);

  // The program as bytes, and back (kCorrupt when the bytes are not a program).
  void EncodeTo(std::string* out) const;
  static base::Result<Condition> Decode(std::string_view program);

  // `item` null: there is no item, every attribute is absent.
  bool Holds(const model::Item* item) const;

  const ConditionNode& root() const { return *root_; }

 private:
  std::unique_ptr<ConditionNode> root_;
};

}  // namespace partita::expr
