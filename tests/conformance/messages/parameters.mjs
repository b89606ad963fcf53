// Parameters that do not go together, and placeholders that are none or that nothing uses.
const key = { pk: { S: "p" } };
const get = (more) => ({ TableName: "nowhere", Key: key, ...more });
const put = (more) => ({ TableName: "nowhere", Item: key, ...more });
const expects = (...names) =>
  Object.fromEntries(names.map((name) => [name, { ComparisonOperator: "NOT_NULL" }]));

// A scan with so many names of 64 KB and so many values of 400 KB, all used.
function scanWith(names, values) {
  const placeholders = (count, kind) => Array.from({ length: count }, (_, i) => `${kind}${i}`);
  const terms = [
    ...placeholders(names, "#n").map((name) => `${name} = a`), ...placeholders(values, ":v").map((value) => `a = ${value}`),
  ];
  const filled = (count, kind, of) => Object.fromEntries(placeholders(count, kind).map((key, i) => [key, of(i)]));
  return {
    TableName: "nowhere", FilterExpression: terms.join(" OR "),
    ...(names > 0 ? { ExpressionAttributeNames: filled(names, "#n", (i) => `${i}`.padStart(65_000, "n")) } : {}),
    ...(values > 0 ? { ExpressionAttributeValues: filled(values, ":v", () => ({ S: "v".repeat(400_000) })) } : {}),
  };
}

export default [
  {
    message: "kMixedParameters",
    operation: "GetItem",
    body: get({ AttributesToGet: ["a"], ProjectionExpression: "a" }),
  },
  { message: "kNamesWithoutExpression", operation: "GetItem", body: get({ ExpressionAttributeNames: { "#a": "a" } }) },
  {
    message: "kValuesWithoutExpression",
    operation: "PutItem",
    body: put({ ExpressionAttributeValues: { ":a": { S: "a" } } }),
  },
  {
    message: "kPlaceholdersEmpty",
    operation: "GetItem",
    body: get({ ProjectionExpression: "a", ExpressionAttributeNames: {} }),
  },
  {
    message: "kPlaceholderInvalid",
    operation: "GetItem",
    body: get({ ProjectionExpression: "a", ExpressionAttributeNames: { a: "a" } }),
  },
  {
    message: "kNamePlaceholderTooLong",
    operation: "GetItem",
    body: get({ ProjectionExpression: "a", ExpressionAttributeNames: { [`#${"n".repeat(255)}`]: "a" } }),
  },
  {
    message: "kValuePlaceholderTooLong",
    operation: "PutItem",
    body: put({ ConditionExpression: "a = b", ExpressionAttributeValues: { [`:${"v".repeat(255)}`]: { S: "a" } } }),
  },
  { message: "kNamesTooLarge", operation: "Scan", body: scanWith(40, 0) },
  { message: "kValuesTooLarge", operation: "Scan", body: scanWith(0, 6) },
  { message: "kNamesAndValuesTooLarge", operation: "Scan", body: scanWith(16, 3) },
  {
    message: "kInvalidPlaceholderName",
    operation: "GetItem",
    body: get({ ProjectionExpression: "#a", ExpressionAttributeNames: { "#a": "" } }),
  },
  {
    message: "kInvalidPlaceholderValue",
    operation: "Scan",
    body: { TableName: "nowhere", FilterExpression: "a = :a", ExpressionAttributeValues: { ":a": {} } },
  },
  {
    message: "kUnusedPlaceholders",
    operation: "GetItem",
    body: get({ ProjectionExpression: "a", ExpressionAttributeNames: { "#a": "a", "#b": "b" } }),
  },
  {
    message: "kUnusedPlaceholders",
    operation: "PutItem",
    body: put({ ConditionExpression: "attribute_exists(a)", ExpressionAttributeValues: { ":b": { S: "b" } } }),
  },
  { message: "kOperatorWithoutConditions", operation: "PutItem", body: put({ ConditionalOperator: "OR" }) },
  {
    message: "kOperatorNeedsTwoConditions",
    operation: "PutItem",
    body: put({ ConditionalOperator: "OR", Expected: expects("a") }),
  },
  {
    message: "kUnknownConditionalOperator",
    operation: "PutItem",
    body: put({ ConditionalOperator: "XOR", Expected: expects("a", "b") }),
  },
  {
    message: "kUnknownConditionalOperator",
    operation: "Query",
    body: {
      TableName: "nowhere", ConditionalOperator: "XOR", QueryFilter: expects("a", "b"), Select: "NOTHING",
      KeyConditions: { pk: { ComparisonOperator: "EQ", AttributeValueList: [{ S: "p" }] } },
    },
  },
  { message: "kDuplicateAttributeToGet", operation: "GetItem", body: get({ AttributesToGet: ["a", "b", "a"] }) },
];
