// Expiry through the AWS SDK for JavaScript v3: what goes, what stays, and how the stream tells it.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import {
  BatchWriteItemCommand, CreateTableCommand, DescribeTableCommand, DynamoDBClient, GetItemCommand, PutItemCommand,
  QueryCommand, ScanCommand, UpdateItemCommand, UpdateTimeToLiveCommand, waitUntilTableExists,
} from "@aws-sdk/client-dynamodb";
import {
  DescribeStreamCommand, DynamoDBStreamsClient, GetRecordsCommand, GetShardIteratorCommand,
} from "@aws-sdk/client-dynamodb-streams";
import { clientConfig, startDaemon } from "../clients/daemon.mjs";

let daemon, client, streams;
const S = (text) => ({ S: text });
const N = (number) => ({ N: String(number) });
const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
const now = () => Math.floor(Date.now() / 1000);
const kYear = 365 * 86_400;

async function createTable(TableName, rest = {}) {
  await client.send(new CreateTableCommand({
    TableName, BillingMode: "PAY_PER_REQUEST",
    AttributeDefinitions: [{ AttributeName: "id", AttributeType: "S" }, { AttributeName: "kind", AttributeType: "S" }],
    KeySchema: [{ AttributeName: "id", KeyType: "HASH" }],
    GlobalSecondaryIndexes: [{
      IndexName: "by-kind", KeySchema: [{ AttributeName: "kind", KeyType: "HASH" }], Projection: { ProjectionType: "ALL" },
    }],
    ...rest,
  }));
  await waitUntilTableExists({ client, maxWaitTime: 30, minDelay: 1, maxDelay: 1 }, { TableName });
}
const expire = (TableName, AttributeName, Enabled = true) =>
  client.send(new UpdateTimeToLiveCommand({ TableName, TimeToLiveSpecification: { Enabled, AttributeName } }));
const put = (TableName, Item) => client.send(new PutItemCommand({ TableName, Item }));
const ids = async (TableName) =>
  (await client.send(new ScanCommand({ TableName, ConsistentRead: true }))).Items.map((item) => item.id.S).sort();

async function until(what, condition) {
  for (const end = Date.now() + 20_000; Date.now() < end; await sleep(50)) if (await condition()) return;
  assert.fail(`still waiting: ${what}`);
}

before(async () => {
  daemon = await startDaemon("--slots", "4", "--ttl-sweep-ms", "100");
  client = new DynamoDBClient({ ...clientConfig(daemon), maxAttempts: 10 });
  streams = new DynamoDBStreamsClient({ ...clientConfig(daemon), maxAttempts: 10 });
});

after(async () => {
  client.destroy();
  streams.destroy();
  assert.equal(await daemon.stop(), 0);
});

test("what has expired goes, from the indexes too, and nothing else does", async () => {
  const TableName = "sessions";
  await createTable(TableName);
  await expire(TableName, "expires");
  const item = (id, expires) => put(TableName, { id: S(id), kind: S("k"), ...(expires && { expires }) });
  await item("past", N(now() - 60));
  await item("fraction", N(now() - 60.5));
  await item("future", N(now() + 3600));
  await item("never");
  await item("text", S(String(now() - 60)));
  await item("ancient", N(now() - 6 * kYear));
  await item("four-years", N(now() - 4 * kYear));
  await item("zero", N(0));
  await item("negative", N(-5));
  await item("far", N("1e30"));
  const stay = ["ancient", "far", "future", "negative", "never", "text", "zero"];
  await until("the expired items go", async () => (await ids(TableName)).length === stay.length);
  await sleep(500);
  assert.deepEqual(await ids(TableName), stay);
  const found = await client.send(new QueryCommand({
    TableName, IndexName: "by-kind", KeyConditionExpression: "kind = :k", ExpressionAttributeValues: { ":k": S("k") },
  }));
  assert.deepEqual(found.Items.map((each) => each.id.S).sort(), stay);
  const { Item } = await client.send(new GetItemCommand({ TableName, Key: { id: S("past") } }));
  assert.equal(Item, undefined);
});

test("an item expires when its time comes, and lives on when that is moved", async () => {
  const TableName = "moved";
  await createTable(TableName);
  await expire(TableName, "expires");
  await put(TableName, { id: S("soon"), expires: N(now() + 2) });
  await put(TableName, { id: S("extended"), expires: N(now() + 2) });
  await client.send(new UpdateItemCommand({
    TableName, Key: { id: S("extended") }, UpdateExpression: "SET expires = :e",
    ExpressionAttributeValues: { ":e": N(now() + 3600) },
  }));
  assert.deepEqual(await ids(TableName), ["extended", "soon"]);
  const put_at = Date.now();
  await until("the item expires", async () => (await ids(TableName)).length === 1);
  assert.ok(Date.now() - put_at > 1000, "not before its second has passed");
  assert.deepEqual(await ids(TableName), ["extended"]);
});

test("items that were there before go when expiry is switched on, and stay when it is off", async (t) => {
  const TableName = "many", kItems = 500;
  await createTable(TableName);
  for (let i = 0; i < kItems; i += 25) {
    await client.send(new BatchWriteItemCommand({
      RequestItems: {
        [TableName]: Array.from({ length: 25 }, (_, j) =>
          ({ PutRequest: { Item: { id: S(`i${i + j}`), old: N(now() - 5) } } })),
      },
    }));
  }
  assert.equal((await ids(TableName)).length, kItems);
  const switched = performance.now();
  await expire(TableName, "old");
  await until("all items go", async () => (await ids(TableName)).length === 0);
  t.diagnostic(`${kItems} items were gone ${Math.round(performance.now() - switched)} ms after the switch`);
  await expire(TableName, "old", false);
  await put(TableName, { id: S("kept"), old: N(now() - 5) });
  await sleep(700);
  assert.deepEqual(await ids(TableName), ["kept"]);
});

test("the stream says that the service has deleted the item", async () => {
  const TableName = "told";
  await createTable(TableName, { StreamSpecification: { StreamEnabled: true, StreamViewType: "NEW_AND_OLD_IMAGES" } });
  await expire(TableName, "expires");
  const Item = { id: S("a"), kind: S("k"), expires: N(now() - 10) };
  await put(TableName, Item);
  await until("the item goes", async () => (await ids(TableName)).length === 0);
  const StreamArn = (await client.send(new DescribeTableCommand({ TableName }))).Table.LatestStreamArn;
  const records = [];
  for (const { ShardId } of (await streams.send(new DescribeStreamCommand({ StreamArn }))).StreamDescription.Shards) {
    const { ShardIterator } = await streams.send(new GetShardIteratorCommand({
      StreamArn, ShardId, ShardIteratorType: "TRIM_HORIZON",
    }));
    records.push(...(await streams.send(new GetRecordsCommand({ ShardIterator }))).Records);
  }
  assert.deepEqual(records.map((record) => record.eventName), ["INSERT", "REMOVE"]);
  assert.equal(records[0].userIdentity, undefined);
  assert.deepEqual(records[1].userIdentity, { PrincipalId: "dynamodb.amazonaws.com", Type: "Service" });
  assert.deepEqual(records[1].dynamodb.OldImage, Item);
  assert.equal(records[1].dynamodb.NewImage, undefined);
});
