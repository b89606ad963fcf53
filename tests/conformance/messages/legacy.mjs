// Expected, QueryFilter and ScanFilter.
const expect = (message, a) => ({
  message, operation: "PutItem", body: { TableName: "nowhere", Item: { pk: { S: "p" } }, Expected: { a } },
});
const filter = (message, ComparisonOperator, ...AttributeValueList) => ({
  message, operation: "Scan",
  body: { TableName: "nowhere", ScanFilter: { a: { ComparisonOperator, AttributeValueList } } },
});
const Value = { S: "s" };

export default [
  filter("kLegacyOperandCount", "EQ"),
  filter("kLegacyOperandCount", "NULL", Value),
  filter("kLegacyMixedTypes", "IN", Value, { N: "1" }),
  filter("kLegacyOperandType", "LT", { BOOL: true }),
  filter("kLegacyBetweenReversed", "BETWEEN", { N: "2" }, { N: "1" }),
  expect("kLegacyOperandCount", { ComparisonOperator: "EQ", AttributeValueList: [] }),
  expect("kLegacyValueAndList", { ComparisonOperator: "EQ", Value, AttributeValueList: [] }),
  expect("kLegacyValueAndList", { ComparisonOperator: "EQ", Value, AttributeValueList: [Value] }),
  expect("kLegacyExistsAndOperator", { ComparisonOperator: "EQ", Value, Exists: true }),
  expect("kLegacyValueMissing", { ComparisonOperator: "EQ" }),
  expect("kLegacyListWithoutOperator", { AttributeValueList: [Value] }),
  expect("kLegacyExistsWithoutValue", { Exists: true }),
  expect("kLegacyExistsWithoutValue", {}),
  expect("kLegacyValueNotExists", { Exists: false, Value }),
];
