// BatchGetItem and BatchWriteItem: how many, and each only once.
import { createTable } from "../support/tables.mjs";

const key = (pk) => ({ pk: { S: `${pk}` } });
const keys = (count) => Array.from({ length: count }, (_, i) => key(i));
const gets = (tables) => ({
  RequestItems: Object.fromEntries(Object.entries(tables).map(([name, Keys]) => [name, { Keys }])),
});
const puts = (count) => keys(count).map((Item) => ({ PutRequest: { Item } }));

export default [
  { message: "kRequestItemsEmpty", operation: "BatchGetItem", body: { RequestItems: {} } },
  { message: "kBatchGetKeyCount", operation: "BatchGetItem", body: gets({ batches: [] }) },
  { message: "kBatchGetKeyCount", operation: "BatchGetItem", body: gets({ batches: keys(101) }) },
  { message: "kBatchGetTooMany", operation: "BatchGetItem", body: gets({ batches: keys(51), more: keys(50) }) },
  { message: "kBatchTableNames", operation: "BatchGetItem", body: gets({ "bad!name": keys(1) }) },
  { message: "kBatchTableNames", operation: "BatchWriteItem", body: { RequestItems: { nn: puts(1) } } },
  {
    message: "kMixedParameters",
    operation: "BatchGetItem",
    body: {
      RequestItems: {
        batches: { Keys: keys(1), AttributesToGet: ["pk"] },
        more: { Keys: keys(1), ProjectionExpression: "pk" },
      },
    },
  },
  {
    message: "kKeyElementMismatch",
    operation: "BatchWriteItem",
    body: { RequestItems: { batches: [{ PutRequest: { Item: { a: { S: "a" } } } }] } },
  },
  { message: "kDuplicateKeys", operation: "BatchGetItem", body: gets({ batches: [key("a"), key("a")] }) },
  { message: "kBatchWriteRequestItemsRequired", operation: "BatchWriteItem", body: {} },
  { message: "kBatchWriteCount", operation: "BatchWriteItem", body: { RequestItems: { batches: puts(26) } } },
  { message: "kBatchWriteCount", operation: "BatchWriteItem", body: { RequestItems: { batches: [] } } },
  {
    message: "kBatchWriteTooMany",
    operation: "BatchWriteItem",
    body: { RequestItems: { batches: puts(13), more: puts(13) } },
  },
  {
    message: "kDuplicateKeys",
    operation: "BatchWriteItem",
    body: {
      RequestItems: { batches: [{ PutRequest: { Item: key("a") } }, { DeleteRequest: { Key: key("a") } }] },
    },
  },
];

export const setup = (ask) => createTable(ask, "batches", { pk: "S" });
