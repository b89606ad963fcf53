// dynamodb-admin, the web page many look at their tables with: what it asks of a server while somebody lists, filters,
// edits and deletes.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { createServer } from "node:net";
import { fileURLToPath } from "node:url";
import { after, before, test } from "node:test";
import {
  CreateTableCommand, DynamoDBClient, GetItemCommand, PutItemCommand, waitUntilTableExists,
} from "@aws-sdk/client-dynamodb";
import { clientConfig, startDaemon } from "./daemon.mjs";

const program = fileURLToPath(new URL("../node_modules/dynamodb-admin/dist/dynamodb-admin.js", import.meta.url));
let daemon, client, admin, page;

const freePort = () => new Promise((resolve) => {
  const probe = createServer().listen(0, "127.0.0.1", () => {
    const { port } = probe.address();
    probe.close(() => resolve(port));
  });
});

before(async () => {
  daemon = await startDaemon("--slots", "2");
  client = new DynamoDBClient(clientConfig(daemon));
  await client.send(new CreateTableCommand({
    TableName: "music", BillingMode: "PAY_PER_REQUEST",
    AttributeDefinitions: ["artist", "song", "label"].map((AttributeName) => ({ AttributeName, AttributeType: "S" })),
    KeySchema: [{ AttributeName: "artist", KeyType: "HASH" }, { AttributeName: "song", KeyType: "RANGE" }],
    GlobalSecondaryIndexes: [{
      IndexName: "by-label", KeySchema: [{ AttributeName: "label", KeyType: "HASH" }], Projection: { ProjectionType: "ALL" },
    }],
  }));
  await waitUntilTableExists({ client, maxWaitTime: 30, minDelay: 1 }, { TableName: "music" });
  for (let i = 0; i < 30; ++i) {
    await client.send(new PutItemCommand({
      TableName: "music", Item: { artist: { S: "Bach" }, song: { S: `Partita ${i}` }, label: { S: i % 2 ? "odd" : "even" } },
    }));
  }
  const port = await freePort();
  page = `http://127.0.0.1:${port}`;
  admin = spawn(process.execPath, [program, "--host", "127.0.0.1", "--port", String(port), "--dynamo-endpoint", daemon.endpoint], {
    env: { ...process.env, AWS_ACCESS_KEY_ID: "local", AWS_SECRET_ACCESS_KEY: "local", AWS_REGION: "us-east-1" }, stdio: "ignore",
  });
  for (let attempt = 0; attempt < 200; ++attempt) {
    if (await fetch(page).then((answer) => answer.ok, () => false)) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  assert.fail("dynamodb-admin does not serve");
});
after(async () => {
  admin?.kill();
  client?.destroy();
  await daemon?.stop();
});

const text = async (path) => {
  const answer = await fetch(page + path);
  assert.equal(answer.status, 200, path);
  return answer.text();
};
const items = async (query = "") => JSON.parse(await text(`/tables/music/items?${query}`));
const key = encodeURIComponent("Bach,Partita 7");

test("lists the tables and shows what they are", async () => {
  assert.match(await text("/"), /music/);
  assert.match(await text("/tables/music"), /by-label/);
  assert.match(await text("/tables/music/meta"), /PAY_PER_REQUEST/);
  assert.match(await text("/tables/music/ttl"), /DISABLED/);
});

test("pages through the items", async () => {
  const first = await items("pageSize=25");
  assert.equal(first.Items.length, 25);
  const rest = await items(`pageSize=25&pageNum=2&startKey=${first.nextKey}`);
  assert.equal(rest.Items.length, 5);
});

test("filters, and queries the table and its index", async () => {
  const filters = (value) => encodeURIComponent(JSON.stringify(value));
  const odd = { label: { type: "S", operator: "=", value: "odd" } };
  assert.equal((await items(`pageSize=100&filters=${filters(odd)}`)).Items.length, 15);
  assert.equal((await items(`pageSize=100&operationType=query&queryableSelection=by-label&filters=${filters(odd)}`)).Items.length, 15);
  const begins = { artist: { type: "S", operator: "=", value: "Bach" }, song: { type: "S", operator: "begins_with", value: "Partita 1" } };
  assert.equal((await items(`pageSize=100&operationType=query&queryableSelection=table&filters=${filters(begins)}`)).Items.length, 11);
});

test("shows, edits, adds and deletes an item", async () => {
  assert.match(await text(`/tables/music/items/${key}`), /Partita 7/);
  const put = (path, item) => fetch(page + path, {
    method: "PUT", headers: { "content-type": "application/json" }, body: JSON.stringify(item),
  });
  const edited = await put(`/tables/music/items/${key}`, { artist: "Bach", song: "Partita 7", label: "odd", year: 1731 });
  assert.equal((await edited.json()).year, 1731);
  assert.equal((await put("/tables/music/add-item", { artist: "Biber", song: "Passacaglia" })).status, 200);
  assert.equal((await fetch(`${page}/tables/music/items/${key}`, { method: "DELETE" })).status, 204);
  const { Item } = await client.send(new GetItemCommand({ TableName: "music", Key: { artist: { S: "Bach" }, song: { S: "Partita 7" } } }));
  assert.equal(Item, undefined);
  assert.equal((await items("pageSize=100")).Items.length, 30);
});

test("deletes the table", async () => {
  assert.equal((await fetch(`${page}/tables/music`, { method: "DELETE" })).status, 204);
  for (let looks = 0; looks < 50 && /music/.test(await text("/")); ++looks) {
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  assert.doesNotMatch(await text("/"), /music/);
});
