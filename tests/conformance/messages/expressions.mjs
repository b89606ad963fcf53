// Expressions: their syntax, and what stands in conditions.
const values = {
  ":n": { N: "5" }, ":m": { N: "7" }, ":s": { S: "s" }, ":l": { L: [] }, ":t": { S: "STRING" }, ":u": { S: "u" },
};
const named = (text) =>
  Object.fromEntries(Object.entries(values).filter(([name]) => new RegExp(`${name}\\b`).test(text)));

// A PutItem on the condition, with those of the values above that it names.
function on(ConditionExpression, more = {}) {
  const used = named(ConditionExpression);
  return {
    TableName: "nowhere", Item: { pk: { S: "p" } }, ConditionExpression,
    ...(Object.keys(used).length > 0 ? { ExpressionAttributeValues: used } : {}), ...more,
  };
}
const refused = (message, text, more) => ({ message, operation: "PutItem", body: on(text, more) });
const project = (ProjectionExpression) => ({ TableName: "nowhere", Key: { pk: { S: "p" } }, ProjectionExpression });

export default [
  refused("kExpressionInvalid", "a"),
  refused("kExpressionEmpty", ""),
  refused("kExpressionTooLong", "a".repeat(4097)),
  { message: "kUpdateOrProjectionTooLong", operation: "GetItem", body: project("a".repeat(4097)) },
  refused("kExpressionTooManyOperators", `${"NOT ".repeat(301)} a = b`),
  refused("kExpressionSyntax", "a = = b"),
  refused("kExpressionRedundantParentheses", "((a = b))"),
  refused("kReservedWord", "size = :n"),
  refused("kUndefinedName", "#a = :n"),
  refused("kUndefinedValue", "a = :undefined"),
  refused("kListIndexRange", "a[4294967295] = :n"),
  refused("kPathTooDeep", `${"a.".repeat(32)}a = :n`),
  { message: "kPathsOverlap", operation: "GetItem", body: project("a.b, a") },
  { message: "kPathsConflict", operation: "GetItem", body: project("a.b, a[0]") },
  refused("kFunctionUnknown", "frobnicate(a)"),
  refused("kFunctionNotInCondition", "if_not_exists(a, :n)"),
  refused("kFunctionMisused", "size(a)"),
  refused("kFunctionMisused", "attribute_exists(a) = :n"),
  refused("kOperandCount", "contains(a)"),
  refused("kOperandType", "begins_with(a, :n)"),
  refused("kOperandType", "a < :l"),
  refused("kEveryOperandType", "attribute_type(a, b)"),
  refused("kPathRequired", "attribute_exists(:n)"),
  refused("kNotDistinct", "a = a"),
  refused("kAttributeTypeName", "attribute_type(a, :t)"),
  refused("kTooManyInOperands", `a IN (${Array(101).fill("b").join(", ")})`),
  refused("kBetweenMixed", "a BETWEEN :n AND :s"),
  refused("kBetweenReversed", "a BETWEEN :m AND :n"),
  refused("kBetweenReversed", "a BETWEEN :u AND :s"),
];
