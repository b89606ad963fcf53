// Updates: their expressions, and what they meet in an item.
import { createTable } from "../support/tables.mjs";

const values = {
  ":n": { N: "5" }, ":s": { S: "s" }, ":l": { L: [] }, ":ll": { L: [{ L: [] }] }, ":max": { N: "9E125" },
};
const update = (UpdateExpression, more = {}) => {
  const used = Object.entries(values).filter(([name]) => new RegExp(`${name}\\b`).test(UpdateExpression));
  return {
    TableName: "updates", Key: { pk: { S: "p" } }, UpdateExpression,
    ...(used.length > 0 ? { ExpressionAttributeValues: Object.fromEntries(used) } : {}), ...more,
  };
};
const refused = (message, text, more) => ({ message, operation: "UpdateItem", body: update(text, more) });
const legacy = (message, AttributeUpdates) => ({
  message, operation: "UpdateItem", body: { TableName: "updates", Key: { pk: { S: "p" } }, AttributeUpdates },
});

export default [
  refused("kExpressionSyntax", "SET a = :n REMOVE"),
  refused("kSectionTwice", "SET a = :n SET b = :n"),
  refused("kPathsOverlap", "SET a = :n, a.b = :n"),
  refused("kPathsConflict", "SET a.b = :n, a[0] = :n"),
  refused("kReservedWord", "SET size = :n"),
  refused("kUndefinedValue", "SET a = :undefined"),
  refused("kFunctionUnknown", "SET a = frobnicate(a)"),
  refused("kFunctionNotInUpdate", "SET a = size(a)"),
  refused("kFunctionMisused", "SET a = list_append(a, list_append(b, :l))"),
  refused("kOperandCount", "SET a = if_not_exists(a)"),
  refused("kOperandType", "SET a = a + :s"),
  refused("kActionOperandType", "ADD a :s"),
  refused("kActionOperandType", "DELETE a :n"),
  refused("kPathRequired", "SET a = if_not_exists(:n, :n)"),
  refused("kExpressionRedundantParentheses", "SET a = ((:n))"),
  refused("kAttributeDoesNotExist", "SET a = absent + :n"),
  refused("kUpdatePathInvalid", "SET absent.b = :n"),
  refused("kUpdateOperandType", "SET a = words + :n"),
  refused("kUpdateOperandType", "ADD words :n"),
  refused("kNumberOverflow", "ADD huge :max"),
  refused("kNestedTooDeep", `SET deep${"[0]".repeat(31)} = :ll`),
  legacy("kLegacyUpdateType", { words: { Action: "ADD", Value: { N: "1" } } }),
  legacy("kLegacyUpdateValueMissing", { a: { Action: "PUT" } }),
  legacy("kLegacyDeleteType", { a: { Action: "DELETE", Value: { N: "1" } } }),
  legacy("kLegacyAddType", { a: { Action: "ADD", Value: { S: "s" } } }),
];

export async function setup(ask) {
  await createTable(ask, "updates", { pk: "S" });
  const nested = (levels) => ({ L: levels === 0 ? [] : [nested(levels - 1)] });
  const Item = { pk: { S: "p" }, words: { S: "words" }, huge: { N: "9E125" }, deep: nested(31) };
  await ask("PutItem", { TableName: "updates", Item });
}
