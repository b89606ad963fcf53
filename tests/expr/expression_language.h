// A small language for tests of expressions: items and values are DynamoDB JSON, results are texts.
#pragma once

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <simdjson.h>

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "expr/condition.h"
#include "expr/placeholders.h"
#include "expr/program.h"
#include "expr/update.h"
#include "model/item_json.h"

namespace partita::expr {

inline model::Item MakeItem(std::string_view json) {
  simdjson::dom::parser parser;
  return model::ParseItem(parser.parse(simdjson::padded_string(json)).value()).value();
}

inline model::AttributeValue MakeValue(std::string_view json) {
  simdjson::dom::parser parser;
  return model::ParseValue(parser.parse(simdjson::padded_string(json)).value()).value();
}

inline std::string ToJson(const model::Item& item) {
  std::string json;
  model::AppendItemJson(item, &json);
  return json;
}

using Names = std::vector<std::pair<std::string, std::string>>;

// `values` is what stands in ExpressionAttributeValues.
inline Placeholders MakePlaceholders(std::string_view values = "{}", const Names& names = {}) {
  Placeholders placeholders;
  for (const auto& [placeholder, name] : names) placeholders.AddName(placeholder, name);
  for (const model::Attribute& value : MakeItem(values))
    placeholders.AddValue(value.name, value.value);
  return placeholders;
}

// Why a text is refused, without "Invalid ConditionExpression: "; "ok" when it is not.
template <typename Result>
std::string Refusal(const Result& result, std::string_view prefix) {
  if (result.ok()) return "ok";
  const std::string& message = result.error().message;
  EXPECT_THAT(message, ::testing::StartsWith(std::string(prefix)));
  return message.substr(prefix.size());
}

inline std::string RefusedCondition(std::string_view text, std::string_view values = "{}",
                                    const Names& names = {}) {
  Placeholders placeholders = MakePlaceholders(values, names);
  return Refusal(Condition::Compile(text, "ConditionExpression", &placeholders),
                 "Invalid ConditionExpression: ");
}

inline std::string RefusedUpdate(std::string_view text, std::string_view values = "{}",
                                 const Names& names = {}) {
  Placeholders placeholders = MakePlaceholders(values, names);
  return Refusal(Update::Compile(text, &placeholders), "Invalid UpdateExpression: ");
}

// Compiles, encodes, decodes, evaluates.
inline bool Holds(std::string_view text, std::string_view item, std::string_view values = "{}",
                  const Names& names = {}) {
  Placeholders placeholders = MakePlaceholders(values, names);
  const auto condition = Condition::Compile(text, "ConditionExpression", &placeholders);
  EXPECT_TRUE(condition.ok()) << text << ": " << (condition.ok() ? "" : condition.error().message);
  std::string program;
  condition->EncodeTo(&program);
  const auto decoded = Condition::Decode(program);
  EXPECT_TRUE(decoded.ok()) << text;
  EXPECT_EQ(decoded->root(), condition->root()) << text;
  const model::Item subject = MakeItem(item);
  return decoded->Holds(&subject);
}

// The item after the update as JSON, or the message of its refusal.
inline std::string Updated(std::string_view text, std::string_view item,
                           std::string_view values = "{}", const Names& names = {}) {
  Placeholders placeholders = MakePlaceholders(values, names);
  const auto update = Update::Compile(text, &placeholders);
  EXPECT_TRUE(update.ok()) << text << ": " << (update.ok() ? "" : update.error().message);
  std::string program;
  update->EncodeTo(&program);
  const auto decoded = Update::Decode(program);
  EXPECT_TRUE(decoded.ok()) << text;
  EXPECT_EQ(decoded->actions(), update->actions()) << text;
  model::Item subject = MakeItem(item);
  const auto status = decoded->Apply(&subject);
  return status.ok() ? ToJson(subject) : status.error().message;
}

}  // namespace partita::expr
