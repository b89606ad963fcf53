// A small language for tests of PartiQL: statements are texts, parameters DynamoDB JSON.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "expr/condition.h"
#include "expr/partiql.h"
#include "expression_language.h"

namespace partita::expr {

inline PartiqlParameters MakeParameters(const std::vector<std::string_view>& json) {
  PartiqlParameters parameters;
  for (const std::string_view value : json) parameters.push_back(MakeValue(value));
  return parameters;
}

// Why a statement is refused, at once or later; "ok" when it is not.
inline std::string RefusedStatement(std::string_view text,
                                    const std::vector<std::string_view>& parameters = {}) {
  const auto statement = CompilePartiql(text, MakeParameters(parameters));
  if (!statement.ok()) return statement.error().message;
  return statement->refusal ? statement->refusal->message : "ok";
}

inline PartiqlStatement MakeStatement(std::string_view text,
                                      const std::vector<std::string_view>& parameters = {}) {
  auto statement = CompilePartiql(text, MakeParameters(parameters));
  EXPECT_TRUE(statement.ok()) << text << ": " << statement.error().message;
  EXPECT_FALSE(statement->refusal) << text << ": " << statement->refusal->message;
  return std::move(statement).value();
}

// Whether `SELECT * FROM "T" WHERE <where>` finds the item; encoded and decoded in between.
inline bool Selects(std::string_view where, std::string_view item,
                    const std::vector<std::string_view>& parameters = {}) {
  PartiqlStatement statement =
      MakeStatement(std::string("SELECT * FROM \"T\" WHERE ").append(where), parameters);
  const Condition condition(std::make_unique<ConditionNode>(*std::move(statement.where)));
  std::string program;
  condition.EncodeTo(&program);
  const auto decoded = Condition::Decode(program);
  EXPECT_TRUE(decoded.ok()) << where;
  EXPECT_EQ(decoded->root(), condition.root()) << where;
  const model::Item subject = MakeItem(item);
  return decoded->Holds(&subject);
}

// The item after `UPDATE "T" <changes>` as JSON, or the message of its refusal.
inline std::string Changed(std::string_view changes, std::string_view item,
                           const std::vector<std::string_view>& parameters = {}) {
  PartiqlStatement statement =
      MakeStatement(std::string("UPDATE \"T\" ").append(changes), parameters);
  const Update update(std::move(statement.actions));
  std::string program;
  update.EncodeTo(&program);
  const auto decoded = Update::Decode(program);
  EXPECT_TRUE(decoded.ok()) << changes;
  EXPECT_EQ(decoded->actions(), update.actions()) << changes;
  model::Item subject = MakeItem(item);
  const auto status = decoded->Apply(&subject);
  return status.ok() ? ToJson(subject) : status.error().message;
}

}  // namespace partita::expr
