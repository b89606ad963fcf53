// Keys that do not fit their table or an index of it.
import { createTable } from "../support/tables.mjs";

const put = (Item) => ({ TableName: "keys", Item });
const get = (Key) => ({ TableName: "keys", Key });
const item = (more) => put({ pk: { S: "p" }, sk: { B: "YQ==" }, ...more });

export default [
  { message: "kMissingKey", operation: "PutItem", body: put({ pk: { S: "p" } }) },
  { message: "kKeyTypeMismatch", operation: "PutItem", body: item({ pk: { N: "1" } }) },
  { message: "kKeyElementMismatch", operation: "GetItem", body: get({ pk: { S: "p" } }) },
  { message: "kKeyElementMismatch", operation: "DeleteItem", body: get({ pk: { S: "p" }, sk: { S: "a" } }) },
  { message: "kEmptyStringKey", operation: "PutItem", body: item({ pk: { S: "" } }) },
  { message: "kEmptyBinaryKey", operation: "PutItem", body: item({ sk: { B: "" } }) },
  {
    message: "kEmptyKeyBegins",  // refuses a transaction instead of cancelling it
    operation: "TransactWriteItems",
    body: { TransactItems: [{ Put: item({ pk: { S: "" } }) }] },
  },
  { message: "kPartitionKeyTooLarge", operation: "PutItem", body: item({ pk: { S: "p".repeat(2049) } }) },
  {
    message: "kPartitionKeyTooLarge",
    operation: "Query",
    body: {
      TableName: "keys", KeyConditionExpression: "pk = :p",
      ExpressionAttributeValues: { ":p": { S: "p".repeat(2049) } },
    },
  },
  {
    message: "kSortKeyTooLarge",
    operation: "GetItem",
    body: get({ pk: { S: "p" }, sk: { B: Buffer.alloc(1025).toString("base64") } }),
  },
  {
    message: "kUpdatesKey",
    operation: "UpdateItem",
    body: { ...get({ pk: { S: "p" }, sk: { B: "YQ==" } }), UpdateExpression: "REMOVE sk" },
  },
  { message: "kIndexKeyType", operation: "PutItem", body: item({ i: { N: "1" } }) },
  { message: "kIndexKeyEmpty", operation: "PutItem", body: item({ i: { S: "" } }) },
  {
    message: "kUpdatesIndexKeyToEmpty",
    operation: "UpdateItem",
    body: {
      ...get({ pk: { S: "p" }, sk: { B: "YQ==" } }),
      UpdateExpression: "SET i = :i", ExpressionAttributeValues: { ":i": { S: "" } },
    },
  },
  {
    message: "kUpdatesIndexKeyToEmpty",
    operation: "TransactWriteItems",
    body: {
      TransactItems: [{
        Update: {
          ...get({ pk: { S: "p" }, sk: { B: "YQ==" } }),
          UpdateExpression: "SET i = :i", ExpressionAttributeValues: { ":i": { S: "" } },
        },
      }],
    },
  },
  { message: "kIndexKeyTooLarge", operation: "PutItem", body: item({ i: { S: "i".repeat(2049) } }) },
  {
    message: "kIndexKeyType",
    operation: "UpdateItem",
    body: {
      ...get({ pk: { S: "p" }, sk: { B: "YQ==" } }),
      UpdateExpression: "SET i = :i", ExpressionAttributeValues: { ":i": { BOOL: true } },
    },
  },
];

export const setup = (ask) =>
  createTable(ask, "keys", { pk: "S", sk: "B" }, {
    AttributeDefinitions: [{ AttributeName: "i", AttributeType: "S" }],
    GlobalSecondaryIndexes: [
      { IndexName: "by-i", KeySchema: [{ AttributeName: "i", KeyType: "HASH" }], Projection: { ProjectionType: "ALL" } },
    ],
  });
