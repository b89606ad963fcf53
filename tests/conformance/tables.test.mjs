// UpdateTable through the AWS SDK for JavaScript v3: each thing that can change, indexes that come and go while the
// table is in use, and what is refused.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import {
  BatchWriteItemCommand, CreateTableCommand, DeleteTableCommand, DescribeTableCommand, DynamoDBClient, PutItemCommand,
  QueryCommand, UpdateTableCommand,
} from "@aws-sdk/client-dynamodb";
import { clientConfig, startDaemon } from "../clients/daemon.mjs";

let daemon, client;
before(async () => {
  daemon = await startDaemon("--slots", "4");
  client = new DynamoDBClient({ ...clientConfig(daemon), maxAttempts: 1 });
});
after(async () => {
  client.destroy();
  assert.equal(await daemon.stop(), 0);
});

const describe = async (TableName) => (await client.send(new DescribeTableCommand({ TableName }))).Table;
const settled = (table) =>
  table.TableStatus === "ACTIVE" && (table.GlobalSecondaryIndexes ?? []).every((index) => index.IndexStatus === "ACTIVE");

async function waitFor(TableName, holds = settled) {
  for (let attempt = 0; attempt < 1500; ++attempt) {
    const table = await describe(TableName);
    if (holds(table)) return table;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  assert.fail(`${TableName}: ${JSON.stringify(await describe(TableName))}`);
}

async function create(TableName, more = {}) {
  await client.send(new CreateTableCommand({
    TableName, BillingMode: "PAY_PER_REQUEST",
    AttributeDefinitions: [{ AttributeName: "pk", AttributeType: "S" }],
    KeySchema: [{ AttributeName: "pk", KeyType: "HASH" }],
    ...more,
  }));
  return waitFor(TableName);
}

const update = async (TableName, changes) =>
  (await client.send(new UpdateTableCommand({ TableName, ...changes }))).TableDescription;
const refuses = (promise, name, message) => assert.rejects(promise, (error) => {
  assert.equal(error.name, name);
  if (message) assert.equal(error.message, message);
  return true;
});
const newIndex = (IndexName, hash, type = "S", more = {}) => ({
  AttributeDefinitions: [{ AttributeName: hash, AttributeType: type }],
  GlobalSecondaryIndexUpdates: [{
    Create: {
      IndexName, KeySchema: [{ AttributeName: hash, KeyType: "HASH" }], Projection: { ProjectionType: "ALL" }, ...more,
    },
  }],
});
const removal = (IndexName) => ({ GlobalSecondaryIndexUpdates: [{ Delete: { IndexName } }] });

test("the billing mode goes there and back, throughput is refused when it would not change", async () => {
  const units = (ReadCapacityUnits, WriteCapacityUnits) => ({
    ProvisionedThroughput: { ReadCapacityUnits, WriteCapacityUnits },
  });
  await create("billing", { BillingMode: "PROVISIONED", ...units(5, 5) });
  assert.equal((await update("billing", units(6, 4))).TableStatus, "UPDATING");
  let table = await waitFor("billing");
  assert.equal(table.ProvisionedThroughput.ReadCapacityUnits, 6);
  assert.ok(table.ProvisionedThroughput.LastIncreaseDateTime instanceof Date);
  assert.ok(table.ProvisionedThroughput.LastDecreaseDateTime instanceof Date);
  await refuses(update("billing", { BillingMode: "PROVISIONED", ...units(6, 4) }), "ValidationException");
  await update("billing", { BillingMode: "PAY_PER_REQUEST" });
  table = await waitFor("billing");
  assert.equal(table.BillingModeSummary.BillingMode, "PAY_PER_REQUEST");
  assert.deepEqual([table.ProvisionedThroughput.ReadCapacityUnits, table.WarmThroughput.ReadUnitsPerSecond], [0, 12000]);
  await update("billing", { OnDemandThroughput: { MaxReadRequestUnits: 100 } });
  assert.deepEqual((await describe("billing")).OnDemandThroughput, { MaxReadRequestUnits: 100, MaxWriteRequestUnits: -1 });
  await update("billing", { BillingMode: "PROVISIONED", ...units(1, 1) });
  table = await waitFor("billing");
  assert.equal(table.BillingModeSummary.BillingMode, "PROVISIONED");
  assert.equal(table.OnDemandThroughput, undefined);
});

test("a stream that is switched on again is another one", async () => {
  await create("streaming");
  const on = { StreamSpecification: { StreamEnabled: true, StreamViewType: "NEW_AND_OLD_IMAGES" } };
  const off = { StreamSpecification: { StreamEnabled: false } };
  await refuses(update("streaming", off), "ValidationException", "Table has no stream to disable: TableName: streaming");
  await update("streaming", on);
  const first = await waitFor("streaming");
  assert.deepEqual(first.StreamSpecification, on.StreamSpecification);
  assert.equal(first.LatestStreamArn, `${first.TableArn}/stream/${first.LatestStreamLabel}`);
  await refuses(update("streaming", on), "ValidationException", "Table already has an enabled stream: TableName: streaming");
  await update("streaming", off);
  const none = await waitFor("streaming");
  assert.equal(none.StreamSpecification, undefined);
  assert.equal(none.LatestStreamArn, first.LatestStreamArn);
  await update("streaming", on);
  assert.notEqual((await waitFor("streaming")).LatestStreamArn, first.LatestStreamArn);
});

test("protection, class and encryption change", async () => {
  await create("settings");
  await update("settings", { DeletionProtectionEnabled: true });
  await refuses(client.send(new DeleteTableCommand({ TableName: "settings" })), "ValidationException");
  await update("settings", { DeletionProtectionEnabled: false });
  await update("settings", { TableClass: "STANDARD_INFREQUENT_ACCESS" });
  assert.equal((await waitFor("settings")).TableClassSummary.TableClass, "STANDARD_INFREQUENT_ACCESS");
  await update("settings", { SSESpecification: { Enabled: true } });
  const { SSEDescription } = await waitFor("settings");
  assert.deepEqual([SSEDescription.Status, SSEDescription.SSEType], ["ENABLED", "KMS"]);
  await update("settings", { SSESpecification: { Enabled: false } });
  assert.equal((await waitFor("settings")).SSEDescription, undefined);
  await refuses(update("settings", { TableClass: "STANDARD", DeletionProtectionEnabled: true }), "ValidationException",
    "One or more parameter values were invalid: TableClass modification must be the only operation in the request");
});

test("an index is created while the table is written, and holds everything", async () => {
  await create("filled");
  const put = (number) => client.send(new PutItemCommand({
    TableName: "filled", Item: { pk: { S: `item ${number}` }, group: { S: `g${number % 3}` } },
  }));
  for (let first = 0; first < 600; first += 25) {
    await client.send(new BatchWriteItemCommand({
      RequestItems: {
        filled: Array.from({ length: 25 }, (_, i) => ({
          PutRequest: { Item: { pk: { S: `item ${first + i}` }, group: { S: `g${(first + i) % 3}` } } },
        })),
      },
    }));
  }
  const answer = await update("filled", newIndex("by-group", "group"));
  assert.equal(answer.TableStatus, "UPDATING");
  assert.equal(answer.GlobalSecondaryIndexes[0].IndexStatus, "CREATING");
  assert.equal(answer.GlobalSecondaryIndexes[0].Backfilling, false);
  await Promise.all(Array.from({ length: 60 }, (_, i) => put(600 + i)));
  const table = await waitFor("filled");
  const [index] = table.GlobalSecondaryIndexes;
  assert.equal(index.Backfilling, undefined);
  assert.equal(index.IndexArn, `${table.TableArn}/index/by-group`);
  assert.deepEqual(index.WarmThroughput, { ReadUnitsPerSecond: 12000, WriteUnitsPerSecond: 4000, Status: "ACTIVE" });
  assert.deepEqual(table.AttributeDefinitions.map((one) => one.AttributeName), ["group", "pk"]);
  let count = 0;
  for (const group of ["g0", "g1", "g2"]) {
    const { Count } = await client.send(new QueryCommand({
      TableName: "filled", IndexName: "by-group", KeyConditionExpression: "#g = :g", Select: "COUNT",
      ExpressionAttributeNames: { "#g": "group" }, ExpressionAttributeValues: { ":g": { S: group } },
    }));
    assert.equal(Count, 220);
    count += Count;
  }
  assert.equal(count, 660);
});

test("a removed index is gone with its attribute definition, and its name is free again", async () => {
  await create("removed");
  await update("removed", newIndex("by-a", "a", "N"));
  await waitFor("removed");
  const answer = await update("removed", removal("by-a"));
  assert.equal(answer.TableStatus, "UPDATING");
  assert.equal(answer.GlobalSecondaryIndexes[0].IndexStatus, "DELETING");
  const table = await waitFor("removed");
  assert.equal(table.GlobalSecondaryIndexes, undefined);
  assert.deepEqual(table.AttributeDefinitions, [{ AttributeName: "pk", AttributeType: "S" }]);
  await update("removed", newIndex("by-a", "a", "S"));
  assert.equal((await waitFor("removed")).GlobalSecondaryIndexes.length, 1);
});

test("a global index has up to four attributes of each kind in its key", async () => {
  await create("many");
  const attributes = (prefix) => [1, 2, 3, 4].map((n) => `${prefix}${n}`);
  const definitions = [...attributes("h"), ...attributes("r")];
  const keys = (hashes, ranges) => [
    ...hashes.map((AttributeName) => ({ AttributeName, KeyType: "HASH" })),
    ...ranges.map((AttributeName) => ({ AttributeName, KeyType: "RANGE" })),
  ];
  const change = (KeySchema) => ({
    AttributeDefinitions: [...definitions, "x"].map((AttributeName) => ({ AttributeName, AttributeType: "S" })),
    GlobalSecondaryIndexUpdates: [{ Create: { IndexName: "wide", KeySchema, Projection: { ProjectionType: "KEYS_ONLY" } } }],
  });
  await refuses(update("many", change(keys([...attributes("h"), "x"], []))), "ValidationException",
    "One or more parameter values were invalid: The KeySchema exceeds the maximum allowed number of HASH key attributes");
  await update("many", change(keys(attributes("h"), attributes("r"))));
  const table = await waitFor("many");
  assert.deepEqual(table.GlobalSecondaryIndexes[0].KeySchema, keys(attributes("h"), attributes("r")));
  assert.equal(table.AttributeDefinitions.length, 9);
});

test("indexes that cannot be are refused and change nothing", async () => {
  const before = await create("refusing");
  await refuses(update("refusing", removal("none")), "ResourceNotFoundException",
    "Requested resource not found: Index none for table refusing");
  await refuses(update("refusing", {
    AttributeDefinitions: [{ AttributeName: "a", AttributeType: "S" }],
    GlobalSecondaryIndexUpdates: ["one", "two"].flatMap((name) => newIndex(name, "a").GlobalSecondaryIndexUpdates),
  }), "LimitExceededException",
  "Subscriber limit exceeded: Only 1 online index can be created or deleted simultaneously per table");
  await refuses(update("refusing", { ...newIndex("one", "a"), AttributeDefinitions: undefined }), "ValidationException",
    "One or more parameter values were invalid: AttributeDefinitions is not specified for index: one");
  await refuses(update("missing", { DeletionProtectionEnabled: true }), "ResourceNotFoundException",
    "Requested resource not found: Table: missing not found");
  assert.deepEqual(await describe("refusing"), before);
});

test("a table of 20 indexes takes no other", async () => {
  await create("twenty", {
    AttributeDefinitions: ["pk", "g"].map((AttributeName) => ({ AttributeName, AttributeType: "S" })),
    GlobalSecondaryIndexes: Array.from({ length: 20 }, (_, i) => newIndex(`index-${i}`, "g").GlobalSecondaryIndexUpdates[0].Create),
  });
  await refuses(update("twenty", newIndex("another", "g")), "LimitExceededException",
    "Subscriber limit exceeded: Number of global secondary indexes exceeds per-table limit of 20");
});
