// A global index that is added to a table in use: filled while writes go on, across the death of any process.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { after, before, test } from "node:test";
import {
  BatchWriteItemCommand, CreateTableCommand, DescribeTableCommand, DynamoDBClient, PutItemCommand, QueryCommand, ScanCommand,
  UpdateTableCommand, waitUntilTableExists,
} from "@aws-sdk/client-dynamodb";
import { clientConfig, startDaemon } from "../clients/daemon.mjs";

const TableName = "filled";
const ITEMS = 3000;
let daemon, client;

before(async () => {
  daemon = await startDaemon("--slots", "2");
  client = new DynamoDBClient({ ...clientConfig(daemon), maxAttempts: 20 });
  await client.send(new CreateTableCommand({
    TableName, BillingMode: "PAY_PER_REQUEST", KeySchema: [{ AttributeName: "pk", KeyType: "HASH" }],
    AttributeDefinitions: [{ AttributeName: "pk", AttributeType: "S" }],
  }));
  await waitUntilTableExists({ client, maxWaitTime: 10, minDelay: 1, maxDelay: 1 }, { TableName });
});
after(async () => {
  client.destroy();
  await daemon.stop();
});

const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
const status = () => JSON.parse(execFileSync(process.env.PARTITA, ["status", "--json", "--sample", "0", "--data", daemon.data]));
const describeIndex = async () => {
  const { Table } = await client.send(new DescribeTableCommand({ TableName }));
  return { table: Table.TableStatus, index: Table.GlobalSecondaryIndexes?.[0] };
};
const item = (i) => ({ pk: { S: `p${i}` }, ...(i % 10 === 0 ? {} : i % 10 === 1 ? { g: { N: "1" } } : { g: { S: `g${i % 7}` } }) });
const indexed = (i) => i % 10 > 1;

async function countIndex() {
  const seen = new Set();
  let ExclusiveStartKey;
  do {
    const page = await client.send(new ScanCommand({ TableName, IndexName: "by-g", ExclusiveStartKey, ProjectionExpression: "pk" }));
    page.Items.forEach(({ pk }) => seen.add(pk.S));
    ExclusiveStartKey = page.LastEvaluatedKey;
  } while (ExclusiveStartKey);
  return seen;
}

const addIndex = () => client.send(new UpdateTableCommand({
  TableName, AttributeDefinitions: [{ AttributeName: "pk", AttributeType: "S" }, { AttributeName: "g", AttributeType: "S" }],
  GlobalSecondaryIndexUpdates: [{ Create: {
    IndexName: "by-g", KeySchema: [{ AttributeName: "g", KeyType: "HASH" }], Projection: { ProjectionType: "ALL" } } }],
}));

async function untilActive() {
  for (let attempt = 0; attempt < 600; ++attempt) {
    const { table, index } = await describeIndex();
    if (table === "ACTIVE" && index?.IndexStatus === "ACTIVE") return;
    await sleep(50);
  }
  assert.fail("the index never became ACTIVE");
}

test("fills beside writes, across the deaths of partitions and registry, and passes over what cannot be in it", async () => {
  for (let i = 0; i < ITEMS; i += 25) {
    await client.send(new BatchWriteItemCommand({
      RequestItems: { [TableName]: Array.from({ length: 25 }, (_, k) => ({ PutRequest: { Item: item(i + k) } })) },
    }));
  }
  await addIndex();
  const { index } = await describeIndex();
  assert.equal(index.IndexStatus, "CREATING");
  await assert.rejects(() => client.send(new QueryCommand({
    TableName, IndexName: "by-g", KeyConditionExpression: "g = :g", ExpressionAttributeValues: { ":g": { S: "g2" } },
  })), { name: "ValidationException", message: "Cannot read from backfilling global secondary index: by-g" });

  const { slots, registry } = status();
  for (const pid of [slots[0].pid, registry.pid, slots[1].pid]) {
    process.kill(pid, "SIGKILL");
    await client.send(new PutItemCommand({ TableName, Item: { pk: { S: `late${pid}` }, g: { S: "late" } } }));
    await sleep(30);
  }
  await untilActive();
  const seen = await countIndex();
  for (let i = 0; i < ITEMS; ++i) assert.equal(seen.has(`p${i}`), indexed(i), `p${i}`);
  assert.equal([...seen].filter((pk) => pk.startsWith("late")).length, 3);
  const { index: filled } = await describeIndex();
  assert.equal(filled.ItemCount, seen.size);
  assert.ok(filled.IndexSizeBytes > 0);
});

test("a removed index is gone, and one of the same name starts empty and is filled again", async () => {
  await client.send(new UpdateTableCommand({
    TableName, GlobalSecondaryIndexUpdates: [{ Delete: { IndexName: "by-g" } }],
  }));
  for (let attempt = 0; (await describeIndex()).index; ++attempt) {
    assert.ok(attempt < 200, "the index never went");
    await sleep(50);
  }
  await addIndex();
  await untilActive();
  assert.equal((await countIndex()).size, ITEMS * 0.8 + 3);
});
