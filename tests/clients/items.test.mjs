// The AWS SDK for JavaScript v3 against a real daemon.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import {
  ConditionalCheckFailedException, CreateTableCommand, DeleteItemCommand, DeleteTableCommand, DescribeTableCommand,
  DynamoDBClient, GetItemCommand, ListTablesCommand, PutItemCommand, ResourceNotFoundException, UpdateItemCommand,
  waitUntilTableExists, waitUntilTableNotExists,
} from "@aws-sdk/client-dynamodb";
import { DynamoDBDocumentClient, GetCommand, PutCommand, UpdateCommand } from "@aws-sdk/lib-dynamodb";
import { clientConfig, startDaemon } from "./daemon.mjs";

let daemon, client, documents;
const TableName = "javascript";

before(async () => {
  daemon = await startDaemon("--slots", "2");
  client = new DynamoDBClient({ ...clientConfig(daemon), maxAttempts: 1 });
  documents = DynamoDBDocumentClient.from(client);
  await client.send(new CreateTableCommand({
    TableName, BillingMode: "PAY_PER_REQUEST",
    AttributeDefinitions: [{ AttributeName: "id", AttributeType: "B" }],
    KeySchema: [{ AttributeName: "id", KeyType: "HASH" }],
  }));
  await waitUntilTableExists({ client, maxWaitTime: 30, minDelay: 1, maxDelay: 1 }, { TableName });
});

after(async () => {
  client.destroy();
  assert.equal(await daemon.stop(), 0);
});

const bytes = (text) => new TextEncoder().encode(text);

test("an item with a binary key goes in and comes out", async () => {
  const Item = { id: { B: bytes("k1") }, v: { N: "1.50" }, l: { L: [{ S: "a\u0000b" }, { M: { x: { NULL: true } } }] } };
  await client.send(new PutItemCommand({ TableName, Item }));
  const got = await client.send(new GetItemCommand({ TableName, Key: { id: Item.id }, ConsistentRead: true }));
  assert.deepEqual(Buffer.from(got.Item.id.B), Buffer.from("k1"));
  assert.equal(got.Item.v.N, "1.5");
  assert.deepEqual(got.Item.l, Item.l);
  assert.match(got.$metadata.requestId, /^[0-9A-Z]{52}$/);
});

test("the document client speaks in plain values", async () => {
  const id = bytes("doc");
  await documents.send(new PutCommand({ TableName, Item: { id, list: [1, "two", { three: true }], set: new Set(["x"]) } }));
  const { Attributes } = await documents.send(new UpdateCommand({
    TableName, Key: { id }, UpdateExpression: "SET #l[2].three = :f, added = :n REMOVE #l[0]",
    ExpressionAttributeNames: { "#l": "list" }, ExpressionAttributeValues: { ":f": false, ":n": 7 },
    ReturnValues: "ALL_NEW",
  }));
  assert.deepEqual(Attributes.list, ["two", { three: false }]);
  assert.equal(Attributes.added, 7);
  const { Item } = await documents.send(new GetCommand({ TableName, Key: { id } }));
  assert.deepEqual(Item.set, new Set(["x"]));
});

test("a failed condition is its own exception and shows the item when asked", async () => {
  const Key = { id: { B: bytes("cond") } };
  await client.send(new PutItemCommand({ TableName, Item: { ...Key, n: { N: "1" } } }));
  await assert.rejects(
    client.send(new DeleteItemCommand({
      TableName, Key, ConditionExpression: "n > :v", ExpressionAttributeValues: { ":v": { N: "1" } },
      ReturnValuesOnConditionCheckFailure: "ALL_OLD",
    })),
    (error) => error instanceof ConditionalCheckFailedException && error.Item.n.N === "1" &&
      error.message === "The conditional request failed");
});

test("a table that is not there is ResourceNotFoundException", async () => {
  await assert.rejects(client.send(new DescribeTableCommand({ TableName: "nobody" })), ResourceNotFoundException);
  await assert.rejects(client.send(new UpdateItemCommand({ TableName: "nobody", Key: { id: { S: "a" } } })),
    ResourceNotFoundException);
});

test("a hundred writes at once are all there", async () => {
  await Promise.all(Array.from({ length: 100 }, (_, n) =>
    client.send(new PutItemCommand({ TableName, Item: { id: { B: bytes(`many-${n}`) }, n: { N: String(n) } } }))));
  const items = await Promise.all(Array.from({ length: 100 }, (_, n) =>
    client.send(new GetItemCommand({ TableName, Key: { id: { B: bytes(`many-${n}`) } } }))));
  assert.deepEqual(items.map(({ Item }) => Number(Item.n.N)), Array.from({ length: 100 }, (_, n) => n));
});

test("a protected table is not deleted", async () => {
  const table = { TableName: "protected-table" };
  await client.send(new CreateTableCommand({
    ...table, BillingMode: "PAY_PER_REQUEST", DeletionProtectionEnabled: true,
    AttributeDefinitions: [{ AttributeName: "id", AttributeType: "S" }],
    KeySchema: [{ AttributeName: "id", KeyType: "HASH" }],
  }));
  await waitUntilTableExists({ client, maxWaitTime: 30, minDelay: 1, maxDelay: 1 }, table);
  await assert.rejects(client.send(new DeleteTableCommand(table)), { name: "ValidationException" });
  assert.equal((await client.send(new DescribeTableCommand(table))).Table.DeletionProtectionEnabled, true);
});

test("a deleted table is gone from the list", async () => {
  await client.send(new CreateTableCommand({
    TableName: "short-lived", BillingMode: "PAY_PER_REQUEST",
    AttributeDefinitions: [{ AttributeName: "id", AttributeType: "S" }],
    KeySchema: [{ AttributeName: "id", KeyType: "HASH" }],
  }));
  await waitUntilTableExists({ client, maxWaitTime: 30, minDelay: 1, maxDelay: 1 }, { TableName: "short-lived" });
  await client.send(new DeleteTableCommand({ TableName: "short-lived" }));
  await waitUntilTableNotExists({ client, maxWaitTime: 30, minDelay: 1, maxDelay: 1 }, { TableName: "short-lived" });
  const { TableNames } = await client.send(new ListTablesCommand({}));
  assert.ok(!TableNames.includes("short-lived"));
});
