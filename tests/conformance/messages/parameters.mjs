// Parameters that do not go together, and placeholders that are none or that nothing uses.
const key = { pk: { S: "p" } };
const get = (more) => ({ TableName: "nowhere", Key: key, ...more });
const put = (more) => ({ TableName: "nowhere", Item: key, ...more });
const expects = (...names) =>
  Object.fromEntries(names.map((name) => [name, { ComparisonOperator: "NOT_NULL" }]));

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
  { message: "kDuplicateAttributeToGet", operation: "GetItem", body: get({ AttributesToGet: ["a", "b", "a"] }) },
];
