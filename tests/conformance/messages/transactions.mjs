// Transactions: what is refused, what is cancelled, and what meets another transaction.
import { createTable } from "../support/tables.mjs";

const TableName = "transactions";
const item = (pk, more = {}) => ({ TableName, Item: { pk: { S: `${pk}` }, ...more } });
const write = (...TransactItems) => ({ TransactItems });
const manyPuts = Array.from({ length: 50 }, (_, i) => ({ Put: item(i) }));

// Asks in rounds of many requests at once until one round has the answer of the given type.
async function untilAnswered(type, round) {
  for (let attempt = 0; attempt < 200; ++attempt) {
    const answers = await Promise.all(round(attempt));
    const found = answers.find(({ body }) => body.__type?.endsWith(type) ||
      body.CancellationReasons?.some(({ Code }) => Code === type));
    if (found) return found;
  }
  throw new Error(`never ${type}`);
}

export default [
  { message: "kConditionalRequestFailed", operation: "PutItem", body: { ...item("a"), ConditionExpression: "pk = absent" } },
  {
    message: "kTransactionCancelled",
    operation: "TransactWriteItems",
    body: write({ Put: { ...item("a"), ConditionExpression: "pk = absent" } }),
  },
  {
    message: "kConditionalRequestFailed",
    operation: "TransactWriteItems",
    body: write({ Put: item("b") }, { Put: { ...item("a"), ConditionExpression: "pk = absent" } }),
  },
  {
    message: "kKeyTypeMismatch",
    operation: "TransactWriteItems",
    body: write({ Put: { TableName, Item: { pk: { N: "1" } } } }),
  },
  {
    message: "kTransactionOngoing",
    run: (ask) =>
      untilAnswered("TransactionConflict", () =>
        Array.from({ length: 8 }, () => ask("TransactWriteItems", write(...manyPuts)))),
  },
  {
    message: "kTransactionInProgress",
    run: (ask) =>
      untilAnswered("TransactionInProgressException", (attempt) =>
        Array.from({ length: 8 }, () =>
          ask("TransactWriteItems", { ...write(...manyPuts), ClientRequestToken: `in-progress-${attempt}` }))),
  },
  {
    message: "kTokenMismatch",
    run: async (ask) => {
      const once = (pk) => ask("TransactWriteItems", { ...write({ Put: item(pk) }), ClientRequestToken: "once" });
      await once("a");
      return once("b");
    },
  },
  {
    message: "kTransactionDuplicateItem",
    operation: "TransactWriteItems",
    body: write({ Put: item("a") }, { Delete: { TableName, Key: { pk: { S: "a" } } } }),
  },
  {
    message: "kTransactionTooLarge",
    operation: "TransactWriteItems",
    body: write(...Array.from({ length: 11 }, (_, i) => ({ Put: item(i, { a: { S: "a".repeat(400_000) } }) }))),
  },
  { message: "kTransactWriteNoAction", operation: "TransactWriteItems", body: write({}) },
  {
    message: "kTransactWriteSeveralActions",
    operation: "TransactWriteItems",
    body: write({ Put: item("a"), Delete: { TableName, Key: { pk: { S: "b" } } } }),
  },
];

export const setup = (ask) => createTable(ask, TableName, { pk: "S" });
