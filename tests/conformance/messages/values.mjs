// Attribute values whose contents are refused, and items that are too large or too deep.
import { createTable } from "../support/tables.mjs";

const Key = { pk: { S: "p" } };
const put = (value) => ({ TableName: "values", Item: { ...Key, a: value } });

// Lists in lists, `levels` of them.
const nested = (levels) => (levels === 1 ? { L: [] } : { L: [nested(levels - 1)] });

export default [
  { message: "kEmptyValue", operation: "PutItem", body: put({}) },
  { message: "kSeveralTypes", operation: "PutItem", body: put({ S: "a", N: "1" }) },
  { message: "kNullMustBeTrue", operation: "PutItem", body: put({ NULL: false }) },
  { message: "kEmptyStringSet", operation: "PutItem", body: put({ SS: [] }) },
  { message: "kEmptyNumberSet", operation: "PutItem", body: put({ NS: [] }) },
  { message: "kEmptyBinarySet", operation: "PutItem", body: put({ BS: [] }) },
  { message: "kDuplicateStrings", operation: "PutItem", body: put({ SS: ["a", "b", "a"] }) },
  { message: "kDuplicateNumbers", operation: "PutItem", body: put({ NS: ["1", "1.0"] }) },
  {
    message: "kDuplicateNumbersOlder",
    operation: "BatchWriteItem",
    body: { RequestItems: { values: [{ PutRequest: { Item: put({ NS: ["1", "1"] }).Item } }] } },
  },
  { message: "kDuplicateBinaries", operation: "PutItem", body: put({ BS: ["YQ==", "YQ=="] }) },
  { message: "kNestedTooDeep", operation: "PutItem", body: put(nested(33)) },
  { message: "kEmptyAttributeName", operation: "PutItem", body: put({ M: { "": { S: "a" } } }) },
  { message: "kEmptyAttributeName", operation: "GetItem", body: { TableName: "values", Key, AttributesToGet: [""] } },
  {
    message: "kEmptyAttributeName",
    operation: "UpdateItem",
    body: { TableName: "values", Key, AttributeUpdates: { "": { Value: { S: "a" } } } },
  },
  {
    message: "kEmptyAttributeName",
    operation: "Scan",
    body: { TableName: "values", ScanFilter: { "": { ComparisonOperator: "NULL" } } },
  },
  { message: "kAttributeNameTooLarge", operation: "PutItem", body: put({ M: { ["n".repeat(65_536)]: { S: "a" } } }) },
  { message: "kItemTooLarge", operation: "PutItem", body: put({ S: "a".repeat(409_600) }) },
  {
    message: "kUpdatedItemTooLarge",
    operation: "UpdateItem",
    body: {
      TableName: "values", Key,
      UpdateExpression: "SET a = :a", ExpressionAttributeValues: { ":a": { S: "a".repeat(409_600) } },
    },
  },
];

export const setup = (ask) => createTable(ask, "values", { pk: "S" });
