// The four operations on streams through the AWS SDK for JavaScript v3: what consumers rely on.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { after, before, test } from "node:test";
import {
  BatchWriteItemCommand, CreateTableCommand, DeleteItemCommand, DeleteTableCommand, DescribeTableCommand, DynamoDBClient,
  PutItemCommand, UpdateItemCommand, waitUntilTableExists, waitUntilTableNotExists,
} from "@aws-sdk/client-dynamodb";
import {
  DescribeStreamCommand, DynamoDBStreamsClient, GetRecordsCommand, GetShardIteratorCommand, ListStreamsCommand,
} from "@aws-sdk/client-dynamodb-streams";
import { clientConfig, startDaemon } from "../clients/daemon.mjs";

const kSlots = 4;
let daemon, client, streams;
const S = (text) => ({ S: text });
const N = (number) => ({ N: String(number) });
const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

async function createTable(TableName, StreamViewType) {
  await client.send(new CreateTableCommand({
    TableName, BillingMode: "PAY_PER_REQUEST",
    AttributeDefinitions: [{ AttributeName: "id", AttributeType: "S" }],
    KeySchema: [{ AttributeName: "id", KeyType: "HASH" }],
    StreamSpecification: { StreamEnabled: true, StreamViewType },
  }));
  await waitUntilTableExists({ client, maxWaitTime: 30, minDelay: 1, maxDelay: 1 }, { TableName });
  return (await client.send(new DescribeTableCommand({ TableName }))).Table.LatestStreamArn;
}

const describe = async (StreamArn, rest = {}) =>
  (await streams.send(new DescribeStreamCommand({ StreamArn, ...rest }))).StreamDescription;
const iteratorAt = async (StreamArn, ShardId, ShardIteratorType, SequenceNumber) =>
  (await streams.send(new GetShardIteratorCommand({ StreamArn, ShardId, ShardIteratorType, SequenceNumber }))).ShardIterator;
const getRecords = (ShardIterator, Limit) => streams.send(new GetRecordsCommand({ ShardIterator, Limit }));

// While a partition restarts its requests are answered with InternalServerError, more often than the SDK tries again.
async function insist(send) {
  for (;;) {
    try {
      return await send();
    } catch (error) {
      if (error.name !== "InternalServerError") throw error;
      await sleep(20);
    }
  }
}

// Reads every shard from its beginning until it has nothing more, now.
async function readAll(arn) {
  const records = [];
  for (const shard of (await describe(arn)).Shards) {
    let iterator = await iteratorAt(arn, shard.ShardId, "TRIM_HORIZON");
    while (iterator) {
      const page = await getRecords(iterator);
      records.push(...page.Records);
      iterator = page.Records.length > 0 ? page.NextShardIterator : undefined;
    }
  }
  return records;
}

// A polling consumer of all shards, as the adapters of the service are.
class Consumer {
  constructor(arn) {
    this.arn = arn;
    this.shards = new Map();
  }
  async start(type = "TRIM_HORIZON") {
    for (const { ShardId } of (await describe(this.arn)).Shards) {
      this.shards.set(ShardId, { iterator: await iteratorAt(this.arn, ShardId, type), records: [] });
    }
    return this;
  }
  async poll() {
    for (const shard of this.shards.values()) {
      if (!shard.iterator) continue;
      const page = await insist(() => getRecords(shard.iterator));
      shard.records.push(...page.Records);
      shard.iterator = page.NextShardIterator;
    }
  }
  get records() {
    return [...this.shards.values()].flatMap((shard) => shard.records);
  }
}

const refused = (promise, name, message) =>
  assert.rejects(promise, (error) => {
    assert.equal(error.name, name);
    if (message instanceof RegExp) assert.match(error.message, message);
    else if (message) assert.equal(error.message, message);
    return true;
  });

before(async () => {
  daemon = await startDaemon("--slots", String(kSlots));
  client = new DynamoDBClient({ ...clientConfig(daemon), maxAttempts: 10 });
  streams = new DynamoDBStreamsClient({ ...clientConfig(daemon), maxAttempts: 10 });
});

after(async () => {
  client.destroy();
  streams.destroy();
  assert.equal(await daemon.stop(), 0);
});

test("a stream is described with one open shard per slot", async () => {
  const arn = await createTable("described", "NEW_AND_OLD_IMAGES");
  const stream = await describe(arn);
  assert.equal(stream.StreamArn, arn);
  assert.equal(stream.TableName, "described");
  assert.equal(stream.StreamLabel, arn.slice(arn.indexOf("/stream/") + 8));
  assert.equal(stream.StreamStatus, "ENABLED");
  assert.equal(stream.StreamViewType, "NEW_AND_OLD_IMAGES");
  assert.ok(Math.abs(Date.now() - stream.CreationRequestDateTime) < 60_000);
  assert.deepEqual(stream.KeySchema, [{ AttributeName: "id", KeyType: "HASH" }]);
  assert.equal(stream.Shards.length, kSlots);
  for (const shard of stream.Shards) {
    assert.match(shard.ShardId, /^shardId-[0-9]{20}-[0-9a-f]{8}$/);
    assert.match(shard.SequenceNumberRange.StartingSequenceNumber, /^[0-9]{21,40}$/);
    assert.equal(shard.SequenceNumberRange.EndingSequenceNumber, undefined);
  }
  const ids = stream.Shards.map((shard) => shard.ShardId);
  assert.deepEqual(ids, [...ids].sort());

  const first = await describe(arn, { Limit: 3 });
  assert.deepEqual(first.Shards.map((shard) => shard.ShardId), ids.slice(0, 3));
  assert.equal(first.LastEvaluatedShardId, ids[2]);
  const rest = await describe(arn, { ExclusiveStartShardId: ids[2] });
  assert.deepEqual(rest.Shards.map((shard) => shard.ShardId), ids.slice(3));
  assert.equal(rest.LastEvaluatedShardId, undefined);
  assert.deepEqual((await describe(arn, { ExclusiveStartShardId: ids.at(-1) })).Shards, []);
});

test("streams are listed by table, page by page", async () => {
  const arns = [];
  for (const name of ["listed-a", "listed-b", "listed-c"]) arns.push(await createTable(name, "KEYS_ONLY"));
  const one = await streams.send(new ListStreamsCommand({ TableName: "listed-b" }));
  assert.deepEqual(one.Streams, [{
    StreamArn: arns[1], TableName: "listed-b", StreamLabel: arns[1].slice(arns[1].indexOf("/stream/") + 8),
  }]);
  assert.deepEqual((await streams.send(new ListStreamsCommand({ TableName: "no-such-table" }))).Streams, []);
  const seen = [];
  let ExclusiveStartStreamArn;
  do {
    const page = await streams.send(new ListStreamsCommand({ Limit: 1, ExclusiveStartStreamArn }));
    assert.ok(page.Streams.length <= 1);
    seen.push(...page.Streams.map((stream) => stream.StreamArn));
    ExclusiveStartStreamArn = page.LastEvaluatedStreamArn;
  } while (ExclusiveStartStreamArn);
  assert.equal(new Set(seen).size, seen.length);
  assert.deepEqual(seen.filter((arn) => arn.includes("/listed-")), arns);
});

test("records tell what happened, with the images their view keeps", async () => {
  const before = { id: S("a"), n: N(1), text: S("old") };
  const now = { id: S("a"), n: N(2), text: S("old") };
  const views = {
    KEYS_ONLY: [{}, {}, {}],
    NEW_IMAGE: [{ NewImage: before }, { NewImage: now }, {}],
    OLD_IMAGE: [{}, { OldImage: before }, { OldImage: now }],
    NEW_AND_OLD_IMAGES: [{ NewImage: before }, { NewImage: now, OldImage: before }, { OldImage: now }],
  };
  for (const [view, images] of Object.entries(views)) {
    const TableName = `view-${view}`;
    const arn = await createTable(TableName, view);
    const started = Math.floor(Date.now() / 1000);
    await client.send(new PutItemCommand({ TableName, Item: before }));
    await client.send(new UpdateItemCommand({
      TableName, Key: { id: S("a") }, UpdateExpression: "SET n = n + :one", ExpressionAttributeValues: { ":one": N(1) },
    }));
    await client.send(new DeleteItemCommand({ TableName, Key: { id: S("a") } }));
    const records = await readAll(arn);
    assert.deepEqual(records.map((record) => record.eventName), ["INSERT", "MODIFY", "REMOVE"]);
    records.forEach((record, i) => {
      assert.equal(record.eventVersion, "1.1");
      assert.equal(record.eventSource, "aws:dynamodb");
      assert.equal(record.awsRegion, "us-east-1");
      assert.equal(record.userIdentity, undefined);
      assert.match(record.eventID, /^[0-9a-f]{32}$/);
      const { ApproximateCreationDateTime, SequenceNumber, SizeBytes, StreamViewType, ...rest } = record.dynamodb;
      assert.ok(ApproximateCreationDateTime.getTime() / 1000 >= started);
      assert.match(SequenceNumber, /^[0-9]{21,40}$/);
      assert.equal(StreamViewType, view);
      assert.deepEqual(rest, { Keys: { id: S("a") }, ...images[i] });
      const item = 2 + 1 + 1 + 2 + 4 + 3;  // id, n, text and their values
      assert.equal(SizeBytes, 3 + item * Object.keys(images[i]).length);
    });
    assert.equal(new Set(records.map((record) => record.eventID)).size, 3);
  }
});

test("what changes nothing leaves no record", async () => {
  const TableName = "nothing";
  const arn = await createTable(TableName, "NEW_AND_OLD_IMAGES");
  const Item = { id: S("a"), n: N("1.0") };
  await client.send(new PutItemCommand({ TableName, Item }));
  await client.send(new PutItemCommand({ TableName, Item: { id: S("a"), n: N("1") } }));
  await client.send(new UpdateItemCommand({
    TableName, Key: { id: S("a") }, UpdateExpression: "SET n = :one", ExpressionAttributeValues: { ":one": N(1) },
  }));
  await client.send(new DeleteItemCommand({ TableName, Key: { id: S("absent") } }));
  await refused(client.send(new PutItemCommand({ TableName, Item, ConditionExpression: "attribute_not_exists(id)" })),
    "ConditionalCheckFailedException");
  await client.send(new BatchWriteItemCommand({ RequestItems: { [TableName]: [{ PutRequest: { Item } }] } }));
  assert.deepEqual((await readAll(arn)).map((record) => record.eventName), ["INSERT"]);
});

test("the four kinds of iterators begin where they say, and limits cut pages", async () => {
  const TableName = "iterators";
  const arn = await createTable(TableName, "NEW_IMAGE");
  const put = (n) => client.send(new PutItemCommand({ TableName, Item: { id: S("one"), n: N(n) } }));
  for (let n = 0; n < 5; ++n) await put(n);
  const numbers = (records) => records.map((record) => Number(record.dynamodb.NewImage.n.N));
  const records = await readAll(arn);
  assert.deepEqual(numbers(records), [0, 1, 2, 3, 4]);
  const sequence = records.map((record) => record.dynamodb.SequenceNumber);
  assert.deepEqual(sequence, [...sequence].sort());
  let shard;
  for (const { ShardId } of (await describe(arn)).Shards) {
    if ((await getRecords(await iteratorAt(arn, ShardId, "TRIM_HORIZON"))).Records.length > 0) shard = ShardId;
  }
  const from = async (type, number) => numbers((await getRecords(await iteratorAt(arn, shard, type, number))).Records);
  assert.deepEqual(await from("AT_SEQUENCE_NUMBER", sequence[3]), [3, 4]);
  assert.deepEqual(await from("AFTER_SEQUENCE_NUMBER", sequence[3]), [4]);
  assert.deepEqual(await from("AFTER_SEQUENCE_NUMBER", sequence[4]), []);
  const latest = await iteratorAt(arn, shard, "LATEST");
  await put(5);
  assert.deepEqual(numbers((await getRecords(latest)).Records), [5]);
  let iterator = await iteratorAt(arn, shard, "TRIM_HORIZON");
  const paged = [];
  for (let i = 0; i < 3; ++i) {
    const page = await getRecords(iterator, 2);
    assert.equal(page.Records.length, 2);
    paged.push(...page.Records);
    iterator = page.NextShardIterator;
  }
  assert.deepEqual(numbers(paged), [0, 1, 2, 3, 4, 5]);
  const end = await getRecords(iterator);
  assert.deepEqual(end.Records, []);
  assert.ok(end.NextShardIterator, "an open shard goes on");
});

test("a page of records ends at a megabyte", async () => {
  const TableName = "large";
  const arn = await createTable(TableName, "NEW_IMAGE");
  for (let n = 0; n < 8; ++n) {
    await client.send(new PutItemCommand({ TableName, Item: { id: S("one"), n: N(n), fill: S("x".repeat(300_000)) } }));
  }
  const pages = [];
  for (const { ShardId } of (await describe(arn)).Shards) {
    let iterator = await iteratorAt(arn, ShardId, "TRIM_HORIZON");
    for (;;) {
      const page = await getRecords(iterator);
      if (page.Records.length === 0) break;
      pages.push(page.Records.map((record) => Number(record.dynamodb.NewImage.n.N)));
      iterator = page.NextShardIterator;
    }
  }
  assert.deepEqual(pages, [[0, 1, 2, 3], [4, 5, 6, 7]]);
});

test("the stream of a table that is gone is closed and stays readable", async () => {
  const TableName = "gone";
  const arn = await createTable(TableName, "NEW_IMAGE");
  for (let n = 0; n < 20; ++n) await client.send(new PutItemCommand({ TableName, Item: { id: S(`i${n}`) } }));
  await client.send(new DeleteTableCommand({ TableName }));
  await waitUntilTableNotExists({ client, maxWaitTime: 30, minDelay: 1, maxDelay: 1 }, { TableName });
  const stream = await describe(arn);
  assert.equal(stream.StreamStatus, "DISABLED");
  assert.equal(stream.Shards.length, kSlots);
  let records = 0;
  for (const { ShardId, SequenceNumberRange: range } of stream.Shards) {
    assert.ok(BigInt(range.EndingSequenceNumber) >= BigInt(range.StartingSequenceNumber));
    const page = await getRecords(await iteratorAt(arn, ShardId, "TRIM_HORIZON"));
    assert.equal(page.NextShardIterator, undefined, "a closed shard ends");
    if (page.Records.length > 0) assert.equal(page.Records.at(-1).dynamodb.SequenceNumber, range.EndingSequenceNumber);
    records += page.Records.length;
  }
  assert.equal(records, 20);
  // A new table of the name has a stream of its own.
  const again = await createTable(TableName, "KEYS_ONLY");
  assert.notEqual(again, arn);
  const listed = (await streams.send(new ListStreamsCommand({ TableName }))).Streams.map((each) => each.StreamArn);
  assert.deepEqual(listed, [arn, again]);
  assert.equal((await readAll(again)).length, 0);
});

test("what is wrong with a request is said", async () => {
  const arn = await createTable("refused", "KEYS_ONLY");
  const shard = (await describe(arn)).Shards[0].ShardId;
  const other = arn.replace("/stream/", "/stream/1999-12-31T23:59:59.000");
  const absent = "arn:aws:dynamodb:us-east-1:000000000000:table/absent/stream/2024-01-01T00:00:00.000";
  const V = "ValidationException", notFound = "ResourceNotFoundException";
  await refused(describe("x".repeat(40)), V, "Invalid StreamArn");
  await refused(describe("short"), V, /'streamArn' failed to satisfy constraint: Member must have length greater/);
  await refused(describe(absent), notFound, `Requested resource not found: Stream: ${absent} not found`);
  await refused(describe(other), notFound);
  await refused(describe(arn, { Limit: 0 }), V, /'limit' failed to satisfy constraint/);
  await refused(describe(arn, { Limit: 101 }), V, /'limit' failed to satisfy constraint/);
  await refused(describe(arn, { ExclusiveStartShardId: "short" }), V, /'exclusiveStartShardId'/);
  await refused(streams.send(new ListStreamsCommand({ Limit: 101 })), V);
  await refused(streams.send(new ListStreamsCommand({ TableName: "a" })), V);
  await refused(streams.send(new ListStreamsCommand({ ExclusiveStartStreamArn: "x".repeat(40) })), V, "Invalid StreamArn");
  const unknownShard = "shardId-00000000000000000001-00000000";
  await refused(iteratorAt(arn, "x".repeat(30), "LATEST"), notFound);
  await refused(iteratorAt(arn, unknownShard, "LATEST"), notFound,
    `Requested resource not found: Shard: ${unknownShard} in Stream: ${arn} not found`);
  await refused(iteratorAt(arn, shard, "SOMEWHERE"), V, /'shardIteratorType' failed to satisfy constraint: Member must satisfy enum/);
  await refused(iteratorAt(arn, shard, "AT_SEQUENCE_NUMBER"), V, /SequenceNumber must be provided/);
  await refused(iteratorAt(arn, shard, "LATEST", "100000000000000000001"), V, /SequenceNumber must not be provided/);
  await refused(iteratorAt(arn, shard, "AT_SEQUENCE_NUMBER", "x".repeat(25)), V, "Invalid SequenceNumber in GetShardIteratorRequest");
  await refused(iteratorAt(arn, shard, "AT_SEQUENCE_NUMBER", "100000000000000009999"), V);
  const iterator = await iteratorAt(arn, shard, "AT_SEQUENCE_NUMBER", "100000000000000000001");
  await refused(getRecords(iterator, 0), V, /'limit' failed to satisfy constraint/);
  await refused(getRecords(iterator, 1001), V, "One or more parameter values were invalid: Limit should be less than or equal to 1000");
  await refused(getRecords("nonsense"), V, "Invalid ShardIterator");
  await refused(getRecords(`A${iterator.slice(1, -2)}A=`), V, "Invalid ShardIterator");
});

test("a polling consumer sees every change exactly once and in order, whatever dies", async () => {
  const TableName = "consumed", kItems = 40, kRounds = 25;
  const arn = await createTable(TableName, "NEW_AND_OLD_IMAGES");
  const consumer = await new Consumer(arn).start();
  let writing = true;
  const write = async () => {
    for (let round = 1; round <= kRounds; ++round) {
      await Promise.all(Array.from({ length: kItems }, (_, i) =>
        insist(() => client.send(new PutItemCommand({ TableName, Item: { id: S(`i${i}`), n: N(round) } })))));
      if (round % 8 === 0) {
        const pids = execFileSync("pgrep", ["-f", `partita-partitiond.*--data ${daemon.data}`]).toString().trim().split("\n");
        process.kill(Number(pids[round % pids.length]), "SIGKILL");
      }
    }
    writing = false;
  };
  const poll = async () => {
    while (writing) {
      await consumer.poll();
      await sleep(5);
    }
    for (let quiet = 0, seen = -1; quiet < 3; quiet = consumer.records.length === seen ? quiet + 1 : 0) {
      seen = consumer.records.length;
      await consumer.poll();
    }
  };
  await Promise.all([write(), poll()]);
  const byItem = new Map();
  for (const shard of consumer.shards.values()) {
    const sequence = shard.records.map((record) => BigInt(record.dynamodb.SequenceNumber));
    sequence.forEach((number, i) => assert.ok(i === 0 || number > sequence[i - 1]));
    for (const { dynamodb } of shard.records) {
      const item = dynamodb.Keys.id.S;
      byItem.set(item, [...(byItem.get(item) ?? []), Number(dynamodb.NewImage.n.N)]);
      // Each record begins where the one before has ended.
      assert.equal(dynamodb.OldImage ? Number(dynamodb.OldImage.n.N) : undefined, byItem.get(item).at(-2));
    }
  }
  assert.equal(byItem.size, kItems);
  const expected = Array.from({ length: kRounds }, (_, i) => i + 1);
  for (const [item, seen] of byItem) assert.deepEqual(seen, expected, item);
  assert.equal(new Set(consumer.records.map((record) => record.eventID)).size, kItems * kRounds);
});

test("a record is there as soon as its write is answered", async (t) => {
  const TableName = "prompt";
  const arn = await createTable(TableName, "NEW_IMAGE");
  const consumer = await new Consumer(arn).start("LATEST");
  const delays = [];
  for (let n = 0; n < 50; ++n) {
    await client.send(new PutItemCommand({ TableName, Item: { id: S(`i${n}`) } }));
    const written = performance.now();
    while (consumer.records.length <= n) await consumer.poll();
    delays.push(performance.now() - written);
  }
  delays.sort((a, b) => a - b);
  t.diagnostic(`from the answer of a write to its record: median ${delays[25].toFixed(1)} ms, worst ${delays[49].toFixed(1)} ms`);
  assert.equal(consumer.records.length, 50);
});
