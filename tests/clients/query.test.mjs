// Query, Scan and the batches through the AWS SDK for JavaScript v3 against a real daemon.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { after, before, test } from "node:test";
import {
  BatchGetItemCommand, BatchWriteItemCommand, CreateTableCommand, DynamoDBClient, QueryCommand, ScanCommand,
  waitUntilTableExists,
} from "@aws-sdk/client-dynamodb";
import { clientConfig, startDaemon } from "./daemon.mjs";

let daemon, client;
const TableName = "events";
const kPartitions = 20, kPerPartition = 25;
const S = (text) => ({ S: text });
const N = (number) => ({ N: String(number) });

// All items through BatchWriteItem, asked again for what was not processed.
async function putAll(items) {
  for (let i = 0; i < items.length; i += 25) {
    let RequestItems = { [TableName]: items.slice(i, i + 25).map((Item) => ({ PutRequest: { Item } })) };
    while (RequestItems[TableName]) {
      RequestItems = (await client.send(new BatchWriteItemCommand({ RequestItems }))).UnprocessedItems;
    }
  }
}

// All pages of a command.
async function readAll(Command, parameters) {
  const items = [];
  let pages = 0, ExclusiveStartKey;
  do {
    const page = await client.send(new Command({ TableName, ...parameters, ExclusiveStartKey }));
    items.push(...page.Items);
    ++pages;
    ExclusiveStartKey = page.LastEvaluatedKey;
  } while (ExclusiveStartKey);
  return { items, pages };
}

const numbers = (items) => items.map((item) => Number(item.n.N));
const names = (items) => items.map((item) => `${item.id.S}/${item.n.N}`);

before(async () => {
  daemon = await startDaemon("--slots", "4");
  client = new DynamoDBClient({ ...clientConfig(daemon), maxAttempts: 10 });
  await client.send(new CreateTableCommand({
    TableName, BillingMode: "PAY_PER_REQUEST",
    AttributeDefinitions: [{ AttributeName: "id", AttributeType: "S" }, { AttributeName: "n", AttributeType: "N" }],
    KeySchema: [{ AttributeName: "id", KeyType: "HASH" }, { AttributeName: "n", KeyType: "RANGE" }],
  }));
  await waitUntilTableExists({ client, maxWaitTime: 30, minDelay: 1, maxDelay: 1 }, { TableName });
  const items = [];
  for (let p = 0; p < kPartitions; ++p) {
    for (let at = 0; at < kPerPartition; ++at) {
      items.push({ id: S(`p${p}`), n: N(at - 5), even: { BOOL: at % 2 === 0 }, fill: S("x".repeat(3000)) });
    }
  }
  await putAll(items);
});

after(async () => {
  client.destroy();
  assert.equal(await daemon.stop(), 0);
});

const query = (condition, values = {}, rest = {}) => readAll(QueryCommand, {
  KeyConditionExpression: `id = :id${condition}`, ExpressionAttributeValues: { ":id": S("p3"), ...values }, ...rest,
});

test("numeric sort keys are ranges, negative numbers first", async () => {
  assert.deepEqual(numbers((await query("")).items), Array.from({ length: kPerPartition }, (_, i) => i - 5));
  assert.deepEqual(numbers((await query(" AND n < :v", { ":v": N(-3) })).items), [-5, -4]);
  assert.deepEqual(numbers((await query(" AND n >= :v", { ":v": N("17.5") })).items), [18, 19]);
  assert.deepEqual(numbers((await query(" AND n BETWEEN :v AND :w", { ":v": N(-1), ":w": N(1) })).items), [-1, 0, 1]);
  assert.deepEqual(numbers((await query(" AND n = :v", { ":v": N(7) })).items), [7]);
});

test("pages of any size, forward and backward, join to the whole", async () => {
  const forward = numbers((await query("")).items);
  for (const Limit of [1, 4, 25, 26]) {
    assert.deepEqual(numbers((await query("", {}, { Limit })).items), forward);
    const backward = await query("", {}, { Limit, ScanIndexForward: false });
    assert.deepEqual(numbers(backward.items), [...forward].reverse());
  }
});

test("a filter comes after the limit and before the count", async () => {
  const page = await client.send(new QueryCommand({
    TableName, KeyConditionExpression: "id = :id", FilterExpression: "even = :t", Limit: 10,
    ExpressionAttributeValues: { ":id": S("p3"), ":t": { BOOL: true } }, ReturnConsumedCapacity: "TOTAL",
  }));
  assert.equal(page.Count, 5);
  assert.equal(page.ScannedCount, 10);
  assert.deepEqual(page.LastEvaluatedKey, { id: S("p3"), n: N(4) });
  assert.equal(page.ConsumedCapacity.CapacityUnits, 4);  // about 30 KB, eventually consistent
});

test("a scan pages by the megabyte and sees everything once", async () => {
  const { items, pages } = await readAll(ScanCommand, {});
  assert.equal(pages, 2);  // 500 items of about 3 KB
  assert.equal(new Set(names(items)).size, kPartitions * kPerPartition);
  assert.equal(items.length, kPartitions * kPerPartition);
});

test("segments are complete and disjoint while partitions are killed", async () => {
  const status = () => JSON.parse(execFileSync(process.env.PARTITA, ["status", "--data", daemon.data, "--json", "--sample", "0"]));
  const partitions = () => status().slots.filter((p) => p.state === "ready");
  let killing = true, kills = 0;
  const killer = (async () => {
    for (let i = 0; killing && i < 4; ++i) {
      let victims = [];
      try { victims = partitions(); } catch { /* not all are ready: the exit code says so, too */ }
      if (victims.length > 0) {
        process.kill(victims[i % victims.length].pid, "SIGKILL");
        ++kills;
      }
      await new Promise((resolve) => setTimeout(resolve, 300));
    }
  })();
  const TotalSegments = 5;
  for (let round = 0; round < 3; ++round) {
    const segments = await Promise.all(Array.from({ length: TotalSegments }, (_, Segment) =>
      readAll(ScanCommand, { Segment, TotalSegments, Limit: 10 })));
    const seen = segments.flatMap(({ items }) => names(items));
    assert.equal(seen.length, kPartitions * kPerPartition);
    assert.equal(new Set(seen).size, seen.length);
  }
  killing = false;
  await killer;
  assert.ok(kills > 0);
});

test("batches over several tables' slots come back whole", async () => {
  const Keys = Array.from({ length: 100 }, (_, i) => ({ id: S(`p${i % kPartitions}`), n: N(Math.floor(i / kPartitions)) }));
  const got = await client.send(new BatchGetItemCommand({
    RequestItems: { [TableName]: { Keys, ProjectionExpression: "id, #a", ExpressionAttributeNames: { "#a": "n" } } },
  }));
  assert.deepEqual(got.UnprocessedKeys, {});
  assert.deepEqual(new Set(names(got.Responses[TableName])), new Set(names(Keys)));
  const gone = Keys.slice(0, 25);
  await client.send(new BatchWriteItemCommand({
    RequestItems: { [TableName]: gone.map((Key) => ({ DeleteRequest: { Key } })) },
  }));
  const left = await client.send(new BatchGetItemCommand({ RequestItems: { [TableName]: { Keys } } }));
  assert.equal(left.Responses[TableName].length, 75);
});
