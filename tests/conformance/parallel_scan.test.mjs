// A parallel scan while the owners of its slots die: all segments together are the table, no two share an item.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { after, before, test } from "node:test";
import {
  BatchWriteItemCommand, CreateTableCommand, DynamoDBClient, ScanCommand, waitUntilTableExists,
} from "@aws-sdk/client-dynamodb";
import { clientConfig, startDaemon } from "../clients/daemon.mjs";

const TableName = "scanned";
const ITEMS = 1500;
let daemon, client;

before(async () => {
  daemon = await startDaemon("--slots", "3", "--quarantine-after", "1000");
  client = new DynamoDBClient({ ...clientConfig(daemon), maxAttempts: 1 });
  await client.send(new CreateTableCommand({
    TableName, BillingMode: "PAY_PER_REQUEST", KeySchema: [{ AttributeName: "pk", KeyType: "HASH" }],
    AttributeDefinitions: [{ AttributeName: "pk", AttributeType: "S" }, { AttributeName: "g", AttributeType: "S" }],
    GlobalSecondaryIndexes: [{
      IndexName: "by-g", KeySchema: [{ AttributeName: "g", KeyType: "HASH" }], Projection: { ProjectionType: "KEYS_ONLY" },
    }],
  }));
  await waitUntilTableExists({ client, maxWaitTime: 10, minDelay: 1, maxDelay: 1 }, { TableName });
  const put = (i) => ({ PutRequest: { Item: { pk: { S: `p${i}` }, g: { S: `g${i % 5}` }, fill: { S: "x".repeat(2000) } } } });
  for (let i = 0; i < ITEMS; i += 25) {
    await client.send(new BatchWriteItemCommand({
      RequestItems: { [TableName]: Array.from({ length: 25 }, (_, k) => put(i + k)) },
    }));
  }
});
after(async () => {
  client.destroy();
  await daemon.stop();
});

// Again until it succeeds: the SDK's own retries end when it has had to do too many.
async function persist(request) {
  for (let attempt = 0; ; ++attempt) {
    try {
      return await request();
    } catch (error) {
      if (error.name !== "InternalServerError" || attempt === 100) throw error;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
}

async function scanSegment(Segment, TotalSegments, IndexName) {
  const keys = [];
  let ExclusiveStartKey;
  do {
    const request = { TableName, IndexName, Segment, TotalSegments, Limit: 20, ExclusiveStartKey };
    const page = await persist(() => client.send(new ScanCommand(request)));
    keys.push(...page.Items.map(({ pk }) => pk.S));
    ExclusiveStartKey = page.LastEvaluatedKey;
  } while (ExclusiveStartKey);
  return keys;
}

const slots = () => JSON.parse(execFileSync(process.env.PARTITA, ["status", "--json", "--sample", "0", "--data", daemon.data]).toString()).slots;
const status = () => {
  try {
    return slots();
  } catch (error) {
    return JSON.parse(error.stdout.toString()).slots; // some are not ready: the exit code says so
  }
};

for (const index of [undefined, "by-g"]) {
  test(`of ${index ?? "the table"}`, async () => {
    const scan = Promise.all(Array.from({ length: 7 }, (_, segment) => scanSegment(segment, 7, index)));
    let done = false;
    scan.finally(() => (done = true)).catch(() => {});
    let kills = 0;
    for (; !done && kills < 6; ++kills) {
      const { pid } = status()[kills % 3];
      if (pid > 0) process.kill(pid, "SIGKILL");
      await new Promise((resolve) => setTimeout(resolve, 150));
    }
    assert.ok(kills > 0);
    const keys = (await scan).flat();
    assert.equal(keys.length, ITEMS);
    assert.equal(new Set(keys).size, ITEMS);
  });
}
