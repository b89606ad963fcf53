// PartiQL through the AWS SDK for JavaScript v3 against a real daemon.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import {
  BatchExecuteStatementCommand, CreateTableCommand, DynamoDBClient, ExecuteStatementCommand,
  ExecuteTransactionCommand, GetItemCommand, waitUntilTableExists,
} from "@aws-sdk/client-dynamodb";
import { clientConfig, startDaemon } from "../clients/daemon.mjs";

let daemon, client;
const run = (Statement, rest = {}) => client.send(new ExecuteStatementCommand({ Statement, ...rest }));
const items = async (statement, rest) => (await run(statement, rest)).Items;
const names = (list) => list.map((item) => `${item.pk.S}/${item.n.N}`);

async function createTable(TableName, indexes) {
  await client.send(new CreateTableCommand({
    TableName, BillingMode: "PAY_PER_REQUEST",
    AttributeDefinitions: ["pk", "n", ...(indexes ? ["kind"] : [])].map((AttributeName) =>
      ({ AttributeName, AttributeType: AttributeName === "n" ? "N" : "S" })),
    KeySchema: [{ AttributeName: "pk", KeyType: "HASH" }, { AttributeName: "n", KeyType: "RANGE" }],
    ...indexes,
  }));
  await waitUntilTableExists({ client, maxWaitTime: 30, minDelay: 1, maxDelay: 1 }, { TableName });
}

// All pages of a statement, a few items each.
async function readAll(Statement, rest = {}) {
  const all = [];
  let NextToken, pages = 0;
  do {
    const page = await run(Statement, { Limit: 3, ...rest, NextToken });
    all.push(...page.Items);
    ({ NextToken } = page);
    assert.ok(++pages < 100);
  } while (NextToken);
  return all;
}

before(async () => {
  daemon = await startDaemon("--slots", "4");
  client = new DynamoDBClient({ ...clientConfig(daemon), maxAttempts: 5 });
  await createTable("things", {
    GlobalSecondaryIndexes: [{
      IndexName: "by-kind", Projection: { ProjectionType: "INCLUDE", NonKeyAttributes: ["shown"] },
      KeySchema: [{ AttributeName: "kind", KeyType: "HASH" }, { AttributeName: "n", KeyType: "RANGE" }],
    }],
  });
  for (let p = 0; p < 5; ++p) {
    for (let n = 0; n < 4; ++n) {
      await run(`INSERT INTO "things" VALUE {'pk': ?, 'n': ?, 'kind': '${n % 2 ? "odd" : "even"}', 'shown': ${p},
        'hidden': 'h', 'tags': <<'a', 'b'>>, 'map': {'list': [1, 'two', null]}}`,
        { Parameters: [{ S: `p${p}` }, { N: String(n) }] });
    }
  }
});

after(async () => {
  client.destroy();
  assert.equal(await daemon.stop(), 0);
});

test("an inserted item comes back with every type", async () => {
  const { Item } = await client.send(new GetItemCommand({
    TableName: "things", Key: { pk: { S: "p1" }, n: { N: "2" } }, ConsistentRead: true,
  }));
  assert.deepEqual(Item.map, { M: { list: { L: [{ N: "1" }, { S: "two" }, { NULL: true }] } } });
  assert.deepEqual(Item.tags, { SS: ["a", "b"] });
  await assert.rejects(run(`INSERT INTO "things" VALUE {'pk': 'p1', 'n': 2}`), { name: "DuplicateItemException" });
});

test("keys make ranges, everything else is a filter", async () => {
  assert.deepEqual(names(await items(`SELECT * FROM "things" WHERE pk = 'p1' AND n BETWEEN 1 AND 2`)),
    ["p1/1", "p1/2"]);
  assert.deepEqual(names(await items(`SELECT * FROM "things" WHERE pk = 'p1' ORDER BY n DESC`)),
    ["p1/3", "p1/2", "p1/1", "p1/0"]);
  assert.deepEqual(names(await items(`SELECT * FROM "things" WHERE pk IN ['p3', 'p2'] AND n = 1`)), ["p3/1", "p2/1"]);
  const odd = `kind = 'odd' AND contains(tags, 'a')`;
  assert.deepEqual(names(await items(`SELECT * FROM "things" WHERE pk = 'p1' AND ${odd}`)),
    ["p1/1", "p1/3"]);
  assert.equal((await items(`SELECT * FROM "things" WHERE shown IS MISSING`)).length, 0);
  assert.equal((await items(`SELECT * FROM "things" WHERE shown > 2 AND NOT kind = 'odd'`)).length, 4);
});

test("columns are named by the end of their paths", async () => {
  assert.deepEqual(await items(`SELECT map."list"[1], "n", absent FROM "things" WHERE pk = 'p1' AND n = 0`),
    [{ "list[1]": { S: "two" }, n: { N: "0" } }]);
});

test("pages go on behind their token, whatever is read", async () => {
  for (const rest of ["", `WHERE pk IN ['p4', 'p0', 'p2', 'p1', 'p3']`, `WHERE n >= 0`]) {
    const all = names(await readAll(`SELECT * FROM "things" ${rest}`));
    assert.equal(new Set(all).size, 20, rest);
    assert.equal(all.length, 20, rest);
  }
  const { NextToken } = await run(`SELECT * FROM "things"`, { Limit: 1 });
  await assert.rejects(run(`SELECT * FROM "things" WHERE n = 1`, { NextToken }),
    { name: "ValidationException", message: "NextToken does not match request" });
});

test("an index is read by its own key, by any other condition and page by page", async () => {
  const odd = names(await items(`SELECT * FROM "things"."by-kind" WHERE kind = 'odd' AND n > 1`));
  assert.deepEqual(odd.sort(), ["p0/3", "p1/3", "p2/3", "p3/3", "p4/3"]);
  const both = await readAll(`SELECT pk, n FROM "things"."by-kind" WHERE kind IN ['odd', 'even']`);
  assert.equal(new Set(names(both)).size, 20);
  const ordered = await readAll(`SELECT n FROM "things"."by-kind" WHERE kind = 'even' ORDER BY n DESC`);
  assert.deepEqual(ordered.map((item) => item.n.N), ["2", "2", "2", "2", "2", "0", "0", "0", "0", "0"]);
  assert.equal(new Set(names(await readAll(`SELECT pk, n FROM "things"."by-kind" WHERE shown >= 0`))).size, 20);
  assert.ok(!("hidden" in (await items(`SELECT * FROM "things"."by-kind" WHERE kind = 'odd'`))[0]));
  await assert.rejects(run(`SELECT hidden, tags FROM "things"."by-kind" WHERE kind = 'odd'`), {
    message: "One or more parameter values were invalid: Global secondary index by-kind does not project " +
      "[hidden, tags]",
  });
  await assert.rejects(run(`SELECT pk FROM "things"."by-kind" WHERE kind = 'odd' AND hidden = 'h'`), {
    message: "One or more parameter values were invalid: Secondary index by-kind does not project one or more " +
      "filter attributes: [hidden]",
  });
  await assert.rejects(run(`SELECT * FROM "things"."by-kind" WHERE kind = 'odd'`, { ConsistentRead: true }),
    { message: "Strongly consistent read is not supported on Global Secondary Indexes" });
});

test("an update changes what is there, and nothing else", async () => {
  await run(`INSERT INTO "things" VALUE {'pk': 'u', 'n': 1, 'count': 5, 'list': [1], 'tags': <<'a'>>}`);
  const changed = await items(`UPDATE "things" SET "count" = "count" + 1 SET "list" = list_append("list", ['x'])
    SET tags = set_add(tags, <<'z'>>) SET extra.b = 1 WHERE pk = 'u' AND n = 1`).catch((error) => error);
  assert.equal(changed.message, "The document path provided in the update expression is invalid for update");
  assert.deepEqual(await items(`UPDATE "things" SET "count" = "count" + 1 SET "list" = list_append("list", ['x'])
    SET tags = set_add(tags, <<'z'>>) WHERE pk = 'u' AND n = 1 RETURNING MODIFIED NEW *`),
    [{ count: { N: "6" }, list: { L: [{ N: "1" }, { S: "x" }] }, tags: { SS: ["a", "z"] } }]);
  assert.deepEqual(await items(`UPDATE "things" REMOVE "list"[0] WHERE pk = 'u' AND n = 1 AND "count" = 6`), []);
  for (const where of [`pk = 'u' AND n = 2`, `pk = 'u' AND n = 1 AND "count" = 7`]) {
    await assert.rejects(run(`UPDATE "things" SET x = 1 WHERE ${where}`), { name: "ConditionalCheckFailedException" });
  }
  const error = await run(`UPDATE "things" SET x = 1 WHERE pk = 'u' AND n = 1 AND "count" = 7`,
    { ReturnValuesOnConditionCheckFailure: "ALL_OLD" }).catch((failed) => failed);
  assert.deepEqual(error.Item.count, { N: "6" });
});

test("a delete needs no item, but a condition that holds for one that is there", async () => {
  await run(`INSERT INTO "things" VALUE {'pk': 'd', 'n': 1, 'x': 1}`);
  await assert.rejects(run(`DELETE FROM "things" WHERE pk = 'd' AND n = 1 AND x = 2`),
    { name: "ConditionalCheckFailedException" });
  const removed = await items(`DELETE FROM "things" WHERE pk = 'd' AND n = 1 AND x = 1 RETURNING ALL OLD *`);
  assert.deepEqual(removed, [{ pk: { S: "d" }, n: { N: "1" }, x: { N: "1" } }]);
  assert.deepEqual(await items(`DELETE FROM "things" WHERE pk = 'd' AND n = 1 AND x = 1`), []);
});

test("a batch answers in the order of its statements, each for itself", async () => {
  const statements = (list) => client.send(new BatchExecuteStatementCommand({
    Statements: list.map((Statement) => ({ Statement })), ReturnConsumedCapacity: "TOTAL",
  }));
  const written = await statements(Array.from({ length: 25 }, (_, i) =>
    `INSERT INTO "things" VALUE {'pk': 'b', 'n': ${i % 24}}`));
  assert.deepEqual(written.Responses.map((response) => response.Error?.Code),
    [...Array(24).fill(undefined), "DuplicateItem"]);
  const read = await statements([`SELECT n FROM "things" WHERE pk = 'b' AND n = 7`,
    `SELECT * FROM "things" WHERE pk = 'b' AND n = 99`, `SELECT * FROM "nowhere" WHERE pk = 'b' AND n = 1`]);
  assert.deepEqual(read.Responses, [
    { TableName: "things", Item: { n: { N: "7" } } }, { TableName: "things" },
    { Error: { Code: "ResourceNotFound", Message: "Requested resource not found" } },
  ]);
  assert.equal(read.ConsumedCapacity[0].CapacityUnits, 1);
});

const transact = (statements, rest = {}) => client.send(new ExecuteTransactionCommand({
  TransactStatements: statements.map((Statement) => ({ Statement })), ...rest,
}));
const codes = (error) => error.CancellationReasons.map((reason) => reason.Code);

test("a transaction of writes happens whole or not at all", async () => {
  const written = await transact([`INSERT INTO "things" VALUE {'pk': 't', 'n': 1}`,
    `INSERT INTO "things" VALUE {'pk': 't2', 'n': 1}`, `UPDATE "things" SET x = 1 WHERE pk = 'p1' AND n = 1`],
    { ReturnConsumedCapacity: "TOTAL" });
  assert.deepEqual(written.Responses, []);
  assert.equal(written.ConsumedCapacity[0].TableName, "things");
  const twice = await transact([`INSERT INTO "things" VALUE {'pk': 't3', 'n': 1}`,
    `INSERT INTO "things" VALUE {'pk': 't', 'n': 1}`]).catch((error) => error);
  assert.equal(twice.name, "TransactionCanceledException");
  assert.deepEqual(codes(twice), ["None", "DuplicateItem"]);
  assert.deepEqual(await items(`SELECT * FROM "things" WHERE pk = 't3'`), []);
});

test("EXISTS is a condition on an item that is not written", async () => {
  const exists = (condition) => `EXISTS(SELECT * FROM "things" WHERE pk = 't' AND n = 1 AND ${condition})`;
  await transact([exists("x IS MISSING"), `UPDATE "things" SET y = 1 WHERE pk = 't2' AND n = 1`]);
  const failed = await transact([exists("x = 1"), `DELETE FROM "things" WHERE pk = 't2' AND n = 1`])
    .catch((error) => error);
  assert.deepEqual(codes(failed), ["ConditionalCheckFailed", "None"]);
  assert.equal((await items(`SELECT * FROM "things" WHERE pk = 't2'`)).length, 1);
});

test("a transaction of reads answers in the order of its statements", async () => {
  const { Responses } = await transact([`SELECT n FROM "things" WHERE pk = 't' AND n = 1`,
    `SELECT * FROM "things" WHERE pk = 'absent' AND n = 1`]);
  assert.deepEqual(Responses, [{ Item: { n: { N: "1" } } }, {}]);
});

test("a token is used once", async () => {
  const ClientRequestToken = "partiql-once";
  const add = [`UPDATE "things" SET z = 1 WHERE pk = 't' AND n = 1 AND z IS MISSING`];
  await transact(add, { ClientRequestToken });
  await transact(add, { ClientRequestToken });
  await assert.rejects(transact([`DELETE FROM "things" WHERE pk = 't' AND n = 1`], { ClientRequestToken }),
    { name: "IdempotentParameterMismatchException" });
});

test("a transaction is refused for what its statements cannot say", async () => {
  const update = `UPDATE "things" SET x = 1 WHERE pk = 't' AND n = 1`;
  const read = `SELECT * FROM "things" WHERE pk = 't' AND n = 1`;
  for (const [statements, message] of [
    [[update + " RETURNING ALL NEW *"],
      "Validation failed in TransactStatements[0]: RETURNING clause is not supported in ExecuteTransaction."],
    [[read, update],
      "ExecuteTransaction API does not support both read and write operations in the same request."],
    [[update, update], "Transaction request cannot include multiple operations on one item"],
    [[`SELECT * FROM "things"."by-kind" WHERE kind = 'odd'`],
      "Validation failed in TransactStatements[0]: Reads on indices are not supported within transactions."],
    [[read, `SELECT * FROM "things" WHERE pk = 't'`],
      "Validation failed in TransactStatements[1]: Select statements within ExecuteTransaction must specify the " +
      "primary key in the where clause."],
    [[`EXISTS(SELECT * FROM "things" WHERE pk = 't' AND n = 1)`],
      "Validation failed in TransactStatements[0]: EXISTS() must contain a single item read with additional condition"],
    [[`SELECT * FROM "things" WHERE`],
      "Validation failed in TransactStatements[0]: Statement wasn't well formed, can't be processed: Unexpected term"],
  ]) {
    await assert.rejects(transact(statements), { name: "ValidationException", message });
  }
  const cancelled = await transact([`UPDATE "things" SET x = 1 WHERE pk = 't'`, `DELETE FROM "nowhere" WHERE pk = 't'`])
    .catch((error) => error);
  assert.deepEqual(codes(cancelled), ["ValidationError", "ResourceNotFound"]);
});
