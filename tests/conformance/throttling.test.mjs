// The throughput that tables have bought, through the AWS SDK for JavaScript v3: what is refused, with which reason.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import {
  BatchGetItemCommand, BatchWriteItemCommand, CreateTableCommand, DynamoDBClient, GetItemCommand, PutItemCommand, QueryCommand,
  TransactGetItemsCommand, TransactWriteItemsCommand, waitUntilTableExists,
} from "@aws-sdk/client-dynamodb";
import { clientConfig, startDaemon } from "../clients/daemon.mjs";

let daemon, client;
const S = (text) => ({ S: text });
const arn = (table) => `arn:aws:dynamodb:us-east-1:123456789012:table/${table}`;
// 380 write units, or 95 read units. Who has bought one unit a second has a credit of 300, and then a debt of 80 seconds.
const large = (id) => ({ id: S(id), fill: S("x".repeat(380 * 1024 - 10)) });

async function createTable(TableName, rest) {
  await client.send(new CreateTableCommand({
    TableName, AttributeDefinitions: [{ AttributeName: "id", AttributeType: "S" }],
    KeySchema: [{ AttributeName: "id", KeyType: "HASH" }], ...rest,
  }));
  await waitUntilTableExists({ client, maxWaitTime: 30, minDelay: 1, maxDelay: 1 }, { TableName });
}
const provisioned = (ReadCapacityUnits, WriteCapacityUnits) =>
  ({ ProvisionedThroughput: { ReadCapacityUnits, WriteCapacityUnits } });
const put = (TableName, Item) => client.send(new PutItemCommand({ TableName, Item }));
const get = (TableName, id) => client.send(new GetItemCommand({ TableName, Key: { id: S(id) }, ConsistentRead: true }));

async function throttled(promise, name, reason, resource, message) {
  await assert.rejects(promise, (error) => {
    assert.equal(error.name, name);
    assert.match(error.message, message);
    assert.deepEqual(error.ThrottlingReasons ?? error.throttlingReasons, [{ reason, resource }]);
    return true;
  });
}

before(async () => {
  daemon = await startDaemon("--slots", "2");
  client = new DynamoDBClient({ ...clientConfig(daemon), maxAttempts: 1 });
});

after(async () => {
  client.destroy();
  assert.equal(await daemon.stop(), 0);
});

test("a write waits for the debt that large writes have left", async () => {
  await createTable("writes", provisioned(100, 1));
  await put("writes", large("a"));
  await throttled(put("writes", { id: S("b") }), "ProvisionedThroughputExceededException",
    "TableWriteProvisionedThroughputExceeded", arn("writes"),
    /^The level of configured provisioned throughput for the table was exceeded. Consider increasing your provisioning level/);
  assert.equal((await get("writes", "b")).Item, undefined, "reads go on, and the write was not made");
  const written = await client.send(new BatchWriteItemCommand({
    RequestItems: { writes: [{ PutRequest: { Item: { id: S("c") } } }] },
  })).catch((error) => error.name);
  assert.equal(written, "ProvisionedThroughputExceededException", "a batch of which nothing can be done");
});

test("reads are charged what they have read", async () => {
  await createTable("reads", provisioned(1, 1000));
  await put("reads", large("a"));
  for (let i = 0; i < 4; ++i) await get("reads", "a");
  await throttled(get("reads", "a"), "ProvisionedThroughputExceededException",
    "TableReadProvisionedThroughputExceeded", arn("reads"), /^The level of configured provisioned throughput/);
  await throttled(client.send(new QueryCommand({
    TableName: "reads", KeyConditionExpression: "id = :a", ExpressionAttributeValues: { ":a": S("a") },
  })), "ProvisionedThroughputExceededException", "TableReadProvisionedThroughputExceeded", arn("reads"), /throughput/);
});

test("what is throttled of a batch comes back unprocessed", async () => {
  await createTable("free", { BillingMode: "PAY_PER_REQUEST" });
  await put("free", { id: S("a") });
  const got = await client.send(new BatchGetItemCommand({
    RequestItems: { free: { Keys: [{ id: S("a") }] }, reads: { Keys: [{ id: S("a") }] } },
  }));
  assert.deepEqual(got.Responses.free, [{ id: S("a") }]);
  assert.deepEqual(got.UnprocessedKeys, { reads: { Keys: [{ id: S("a") }] } });
  const written = await client.send(new BatchWriteItemCommand({
    RequestItems: {
      free: [{ PutRequest: { Item: { id: S("b") } } }], writes: [{ PutRequest: { Item: { id: S("d") } } }],
    },
  }));
  assert.deepEqual(written.UnprocessedItems, { writes: [{ PutRequest: { Item: { id: S("d") } } }] });
});

test("a transaction is cancelled for the tables that are in debt", async () => {
  const cancelled = (request) => assert.rejects(request, (error) => {
    assert.equal(error.name, "TransactionCanceledException");
    assert.deepEqual(error.CancellationReasons.map(({ Code }) => Code), ["None", "ProvisionedThroughputExceeded"]);
    assert.match(error.CancellationReasons[1].Message, /^The level of configured provisioned throughput/);
    return true;
  });
  await cancelled(client.send(new TransactWriteItemsCommand({
    TransactItems: ["free", "writes"].map((TableName) => ({ Put: { TableName, Item: { id: S("t") } } })),
  })));
  assert.equal((await get("free", "t")).Item, undefined);
  await cancelled(client.send(new TransactGetItemsCommand({
    TransactItems: ["free", "reads"].map((TableName) => ({ Get: { TableName, Key: { id: S("a") } } })),
  })));
  await createTable("paid", provisioned(1000, 1));
  await client.send(new TransactWriteItemsCommand({ TransactItems: [{ Put: { TableName: "paid", Item: large("a") } }] }));
  await throttled(put("paid", { id: S("b") }), "ProvisionedThroughputExceededException",
    "TableWriteProvisionedThroughputExceeded", arn("paid"), /throughput/);
});

test("a maximum of an on-demand table is kept", async () => {
  await createTable("capped", {
    BillingMode: "PAY_PER_REQUEST", OnDemandThroughput: { MaxReadRequestUnits: 100, MaxWriteRequestUnits: 2 },
  });
  await put("capped", { id: S("a"), fill: S("x".repeat(60_000)) });
  await throttled(put("capped", { id: S("b") }), "ThrottlingException", "TableWriteMaxOnDemandThroughputExceeded",
    arn("capped"), /^Throughput exceeds the maximum OnDemandThroughput configured on table or index/);
});

test("a daemon told so holds nobody to anything", async () => {
  const lax = await startDaemon("--slots", "2", "--no-throttling");
  const other = new DynamoDBClient({ ...clientConfig(lax), maxAttempts: 1 });
  await other.send(new CreateTableCommand({
    TableName: "lax", AttributeDefinitions: [{ AttributeName: "id", AttributeType: "S" }],
    KeySchema: [{ AttributeName: "id", KeyType: "HASH" }], ...provisioned(1, 1),
  }));
  await waitUntilTableExists({ client: other, maxWaitTime: 30, minDelay: 1, maxDelay: 1 }, { TableName: "lax" });
  for (let i = 0; i < 3; ++i) await other.send(new PutItemCommand({ TableName: "lax", Item: large("a") }));
  other.destroy();
  assert.equal(await lax.stop(), 0);
});
