// Secondary indexes through the AWS SDK for JavaScript v3: what they hold, what they show, how they page and what they cost.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import {
  BatchWriteItemCommand, CreateTableCommand, DeleteItemCommand, DynamoDBClient, PutItemCommand, QueryCommand,
  ScanCommand, UpdateItemCommand, waitUntilTableExists,
} from "@aws-sdk/client-dynamodb";
import { clientConfig, startDaemon } from "../clients/daemon.mjs";

let daemon, client;
before(async () => {
  daemon = await startDaemon("--slots", "4");
  client = new DynamoDBClient(clientConfig(daemon));
});
after(async () => {
  client.destroy();
  await daemon.stop();
});

const S = (text) => ({ S: String(text) });
const N = (number) => ({ N: String(number) });
const key = (hash, range) => [
  { AttributeName: hash, KeyType: "HASH" },
  ...(range ? [{ AttributeName: range, KeyType: "RANGE" }] : []),
];
const names = (error) => error.name;

// `types`: "pk:S sk:S g:S n:N".
async function createTable(TableName, types, KeySchema, indexes) {
  await client.send(new CreateTableCommand({
    TableName, KeySchema, BillingMode: "PAY_PER_REQUEST",
    AttributeDefinitions: types.split(" ").map((type) => {
      const [AttributeName, AttributeType] = type.split(":");
      return { AttributeName, AttributeType };
    }),
    ...indexes,
  }));
  await waitUntilTableExists({ client, maxWaitTime: 10, minDelay: 1, maxDelay: 1 }, { TableName });
}

const put = (TableName, Item, more = {}) => client.send(new PutItemCommand({ TableName, Item, ...more }));
const queryBy = (TableName, IndexName, attribute, value, more = {}) => client.send(new QueryCommand({
  TableName, IndexName, KeyConditionExpression: "#k = :v", ExpressionAttributeNames: { "#k": attribute },
  ExpressionAttributeValues: { ":v": value }, ...more,
}));

// All pages of `page(startKey)`; checks that a page of `Limit` is never longer.
async function allPages(page, limit) {
  const items = [];
  let start;
  do {
    const { Items, LastEvaluatedKey } = await page(start);
    if (limit) assert.ok(Items.length <= limit);
    items.push(...Items);
    start = LastEvaluatedKey;
  } while (start);
  return items;
}

test("a global index pages over ties in all slots, both ways, without a gap and without a repetition", async () => {
  await createTable("ties", "pk:S g:S", key("pk"), {
    GlobalSecondaryIndexes: [{ IndexName: "by-g", KeySchema: key("g"), Projection: { ProjectionType: "ALL" } }],
  });
  for (let i = 0; i < 40; ++i) await put("ties", { pk: S(`p${i}`), g: S(i % 10 === 0 ? "other" : "same") });
  for (const ScanIndexForward of [true, false]) {
    for (const Limit of [1, 7, 36, 100]) {
      const items = await allPages((ExclusiveStartKey) => queryBy("ties", "by-g", "g", S("same"),
        { ScanIndexForward, Limit, ExclusiveStartKey }), Limit);
      assert.equal(items.length, 36);
      assert.equal(new Set(items.map(({ pk }) => pk.S)).size, 36);
    }
  }
  const first = await queryBy("ties", "by-g", "g", S("same"), { Limit: 5 });
  assert.deepEqual(Object.keys(first.LastEvaluatedKey).sort(), ["g", "pk"]);
});

test("a global index orders by its sort key over all slots", async () => {
  await createTable("ordered", "pk:S g:S n:N", key("pk"), {
    GlobalSecondaryIndexes: [{ IndexName: "by-n", KeySchema: key("g", "n"), Projection: { ProjectionType: "ALL" } }],
  });
  const numbers = Array.from({ length: 60 }, (_, i) => (i * 37) % 60 - 30);
  for (const n of numbers) await put("ordered", { pk: S(`p${n}`), g: S("g"), n: N(n) });
  const forward = await allPages((ExclusiveStartKey) =>
    queryBy("ordered", "by-n", "g", S("g"), { Limit: 9, ExclusiveStartKey }));
  assert.deepEqual(forward.map(({ n }) => Number(n.N)), numbers.sort((a, b) => a - b));
  const between = await client.send(new QueryCommand({
    TableName: "ordered", IndexName: "by-n", KeyConditionExpression: "g = :g AND n BETWEEN :a AND :b", ScanIndexForward: false,
    ExpressionAttributeValues: { ":g": S("g"), ":a": N(-2), ":b": N("2.5") },
  }));
  assert.deepEqual(between.Items.map(({ n }) => n.N), ["2", "1", "0", "-1", "-2"]);
});

test("an index is sparse and follows every write", async () => {
  await createTable("sparse", "pk:S g:S", key("pk"), {
    GlobalSecondaryIndexes: [{ IndexName: "by-g", KeySchema: key("g"), Projection: { ProjectionType: "ALL" } }],
  });
  const found = async (g) => (await queryBy("sparse", "by-g", "g", S(g))).Items.map(({ pk }) => pk.S);
  await put("sparse", { pk: S("without") });
  await put("sparse", { pk: S("with"), g: S("a") });
  assert.deepEqual(await found("a"), ["with"]);
  const update = (UpdateExpression, ExpressionAttributeValues) => client.send(new UpdateItemCommand({
    TableName: "sparse", Key: { pk: S("with") }, UpdateExpression, ExpressionAttributeValues,
  }));
  await update("SET g = :b", { ":b": S("b") });
  assert.deepEqual([await found("a"), await found("b")], [[], ["with"]]);
  await update("REMOVE g");
  assert.deepEqual(await found("b"), []);
  await update("SET g = :b", { ":b": S("b") });
  await client.send(new DeleteItemCommand({ TableName: "sparse", Key: { pk: S("with") } }));
  assert.deepEqual(await found("b"), []);
  const everything = await client.send(new ScanCommand({ TableName: "sparse", IndexName: "by-g" }));
  assert.equal(everything.Count, 0);
});

test("an index shows what it projects", async () => {
  const projections = {
    all: { ProjectionType: "ALL" }, keys: { ProjectionType: "KEYS_ONLY" },
    some: { ProjectionType: "INCLUDE", NonKeyAttributes: ["a"] },
  };
  await createTable("shown", "pk:S sk:S g:S", key("pk", "sk"), {
    GlobalSecondaryIndexes: Object.entries(projections).map(([IndexName, Projection]) =>
      ({ IndexName, KeySchema: key("g"), Projection })),
  });
  await put("shown", { pk: S("p"), sk: S("s"), g: S("g"), a: S("a"), b: S("b") });
  const attributes = async (index, more) =>
    Object.keys((await queryBy("shown", index, "g", S("g"), more)).Items[0]).sort().join("");
  assert.equal(await attributes("all"), "abgpksk");
  assert.equal(await attributes("keys"), "gpksk");
  assert.equal(await attributes("some"), "agpksk");
  assert.equal(await attributes("some", { ProjectionExpression: "a" }), "a");
  const refused = (more) => assert.rejects(() => queryBy("shown", "some", "g", S("g"), more), { name: "ValidationException" });
  await refused({ ProjectionExpression: "b" });
  await refused({ Select: "ALL_ATTRIBUTES" });
  await refused({ ConsistentRead: true });
});

test("a local index fetches from its table what it does not project, and bills it", async () => {
  await createTable("local", "pk:S sk:S l:N", key("pk", "sk"), {
    LocalSecondaryIndexes: [{ IndexName: "by-l", KeySchema: key("pk", "l"), Projection: { ProjectionType: "KEYS_ONLY" } }],
  });
  for (let i = 0; i < 5; ++i)
    await put("local", { pk: S("p"), sk: S(`s${i}`), l: N(9 - i), text: S("x".repeat(5000)) });
  await put("local", { pk: S("p"), sk: S("none"), text: S("not in the index") });
  const plain = await queryBy("local", "by-l", "pk", S("p"), { ConsistentRead: true, ReturnConsumedCapacity: "INDEXES" });
  assert.deepEqual(plain.Items.map(({ l }) => l.N), ["5", "6", "7", "8", "9"]);
  assert.equal(plain.Items[0].text, undefined);
  assert.deepEqual(plain.ConsumedCapacity, {
    TableName: "local", CapacityUnits: 1, Table: { CapacityUnits: 0 }, LocalSecondaryIndexes: { "by-l": { CapacityUnits: 1 } },
  });
  const fetched = await queryBy("local", "by-l", "pk", S("p"),
    { Select: "ALL_ATTRIBUTES", ConsistentRead: true, ReturnConsumedCapacity: "INDEXES" });
  assert.equal(fetched.Items[0].text.S.length, 5000);
  assert.deepEqual(fetched.ConsumedCapacity.Table, { CapacityUnits: 10 });
  const projected = await queryBy("local", "by-l", "pk", S("p"),
    { ProjectionExpression: "#t", ExpressionAttributeNames: { "#k": "pk", "#t": "text" } });
  assert.deepEqual(Object.keys(projected.Items[0]), ["text"]);
});

test("a write tells what each index cost", async () => {
  await createTable("billed", "pk:S sk:S g:S l:S", key("pk", "sk"), {
    GlobalSecondaryIndexes: [{ IndexName: "global", KeySchema: key("g"), Projection: { ProjectionType: "ALL" } }],
    LocalSecondaryIndexes: [{ IndexName: "local", KeySchema: key("pk", "l"), Projection: { ProjectionType: "KEYS_ONLY" } }],
  });
  const write = async (item) => (await put("billed", { pk: S("p"), sk: S("s"), ...item },
    { ReturnConsumedCapacity: "INDEXES" })).ConsumedCapacity;
  const units = (capacity) => [capacity.CapacityUnits, capacity.Table.CapacityUnits,
    capacity.GlobalSecondaryIndexes?.global.CapacityUnits, capacity.LocalSecondaryIndexes?.local.CapacityUnits];
  assert.deepEqual(units(await write({ g: S("a"), l: S("a") })), [3, 1, 1, 1]);
  assert.deepEqual(units(await write({ g: S("a"), l: S("a") })), [1, 1, undefined, undefined]);
  assert.deepEqual(units(await write({ g: S("b"), l: S("a") })), [3, 1, 2, undefined]);
  assert.deepEqual(units(await write({ g: S("b"), l: S("a"), x: S("x".repeat(1500)) })), [4, 2, 2, undefined]);
  const batch = await client.send(new BatchWriteItemCommand({
    RequestItems: { billed: [{ DeleteRequest: { Key: { pk: S("p"), sk: S("s") } } }] }, ReturnConsumedCapacity: "INDEXES",
  }));
  assert.deepEqual(units(batch.ConsumedCapacity[0]), [5, 2, 2, 1]);
});

test("a badly typed or empty index key is refused on every path, an absent one is not", async () => {
  await createTable("typed", "pk:S n:N s:S", key("pk"), {
    GlobalSecondaryIndexes: [
      { IndexName: "by-n", KeySchema: key("n"), Projection: { ProjectionType: "ALL" } },
      { IndexName: "by-s", KeySchema: key("s"), Projection: { ProjectionType: "ALL" } },
    ],
  });
  const refused = (request, message) => assert.rejects(request, (error) => {
    assert.equal(names(error), "ValidationException");
    assert.match(error.message, message);
    return true;
  });
  const mismatch = /Type mismatch for Index Key n Expected: N Actual: S IndexName: by-n/;
  await refused(() => put("typed", { pk: S("p"), n: S("text") }), mismatch);
  await refused(() => client.send(new UpdateItemCommand({
    TableName: "typed", Key: { pk: S("p") }, UpdateExpression: "SET n = :t", ExpressionAttributeValues: { ":t": S("text") },
  })), mismatch);
  await refused(() => client.send(new BatchWriteItemCommand({
    RequestItems: { typed: [{ PutRequest: { Item: { pk: S("p"), n: S("text") } } }] },
  })), mismatch);
  await refused(() => put("typed", { pk: S("p"), s: S("") }), /empty string value. IndexName: by-s, IndexKey: s/);
  await put("typed", { pk: S("p") });
});

test("the segments of an index scan are complete and disjoint", async () => {
  await createTable("segments", "pk:S g:S", key("pk"), {
    GlobalSecondaryIndexes: [{ IndexName: "by-g", KeySchema: key("g"), Projection: { ProjectionType: "KEYS_ONLY" } }],
  });
  for (let i = 0; i < 50; ++i) await put("segments", { pk: S(`p${i}`), ...(i % 5 ? { g: S(`g${i % 3}`) } : {}) });
  for (const TotalSegments of [1, 3, 7]) {
    const seen = [];
    for (let Segment = 0; Segment < TotalSegments; ++Segment) {
      seen.push(...await allPages((ExclusiveStartKey) => client.send(new ScanCommand({
        TableName: "segments", IndexName: "by-g", Segment, TotalSegments, Limit: 4, ExclusiveStartKey,
      })), 4));
    }
    assert.equal(seen.length, 40);
    assert.equal(new Set(seen.map(({ pk }) => pk.S)).size, 40);
  }
});

test("a key of several attributes", async () => {
  await createTable("several", "pk:S a:S b:N c:S d:N", key("pk"), {
    GlobalSecondaryIndexes: [{
      IndexName: "abcd", Projection: { ProjectionType: "ALL" },
      KeySchema: [...key("a"), ...key("b"), { AttributeName: "c", KeyType: "RANGE" }, { AttributeName: "d", KeyType: "RANGE" }],
    }],
  });
  for (let i = 0; i < 24; ++i)
    await put("several", { pk: S(i), a: S("a"), b: N(i % 2), c: S(`c${i % 3}`), d: N(i) });
  const query = async (condition, values) => (await client.send(new QueryCommand({
    TableName: "several", IndexName: "abcd", KeyConditionExpression: condition, ExpressionAttributeValues: values,
  }))).Items.map(({ d }) => Number(d.N));
  const partition = { ":a": S("a"), ":b": N(1) };
  assert.equal((await query("a = :a AND b = :b", partition)).length, 12);
  assert.deepEqual(await query("a = :a AND b = :b AND c = :c", { ...partition, ":c": S("c1") }), [1, 7, 13, 19]);
  assert.deepEqual(await query("a = :a AND b = :b AND c = :c AND d > :d", { ...partition, ":c": S("c1"), ":d": N(7) }), [13, 19]);
  await assert.rejects(() => query("a = :a", { ":a": S("a") }), { name: "ValidationException" });
});

test("a start key that is no key of the index is refused", async () => {
  const refused = (ExclusiveStartKey) => assert.rejects(
    () => queryBy("ties", "by-g", "g", S("same"), { ExclusiveStartKey }), { name: "ValidationException" });
  await refused({ pk: S("p1") });
  await refused({ pk: S("p1"), g: S("elsewhere") });
  await refused({ pk: S("p1"), g: N(1) });
  await refused({ pk: S("p1"), g: S("same"), more: S("x") });
});

test("after a thousand writes at random the indexes hold what the table holds", async () => {
  await createTable("model", "pk:S sk:N g:S l:S", key("pk", "sk"), {
    GlobalSecondaryIndexes: [{ IndexName: "global", KeySchema: key("g", "sk"), Projection: { ProjectionType: "ALL" } }],
    LocalSecondaryIndexes: [{ IndexName: "local", KeySchema: key("pk", "l"), Projection: { ProjectionType: "ALL" } }],
  });
  let seed = 7;
  const random = (below) => (seed = (seed * 1103515245 + 12345) % 2147483648) % below;
  const model = new Map();
  const writes = Array.from({ length: 1000 }, () => {
    const Key = { pk: S(`p${random(8)}`), sk: N(random(12)) };
    const id = `${Key.pk.S}/${Key.sk.N}`;
    if (random(4) === 0) {
      model.delete(id);
      return () => client.send(new DeleteItemCommand({ TableName: "model", Key }));
    }
    const item = { ...Key, ...(random(3) ? { g: S(`g${random(3)}`) } : {}), ...(random(3) ? { l: S(`l${random(5)}`) } : {}) };
    model.set(id, item);
    return () => put("model", item);
  });
  for (const write of writes) await write();
  const ids = (items) => items.map((item) => `${item.pk.S}/${item.sk.N}`).sort();
  for (const g of ["g0", "g1", "g2"]) {
    const found = await allPages((ExclusiveStartKey) => queryBy("model", "global", "g", S(g), { Limit: 3, ExclusiveStartKey }));
    assert.deepEqual(ids(found), ids([...model.values()].filter((item) => item.g?.S === g)));
    const order = found.map(({ sk }) => Number(sk.N));
    assert.deepEqual(order, [...order].sort((a, b) => a - b));
  }
  for (let p = 0; p < 8; ++p) {
    const found = await queryBy("model", "local", "pk", S(`p${p}`));
    assert.deepEqual(ids(found.Items), ids([...model.values()].filter((item) => item.pk.S === `p${p}` && item.l)));
  }
});
