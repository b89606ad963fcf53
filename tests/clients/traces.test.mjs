// Traces as people and tools meet them: ids from the SDK's answers, pages, lists, OpenTelemetry's JSON, `partita trace`.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { after, before, test } from "node:test";

import {
  BatchWriteItemCommand,
  CreateTableCommand,
  DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  TransactWriteItemsCommand,
  waitUntilTableExists,
} from "@aws-sdk/client-dynamodb";

import { clientConfig, startDaemon } from "./daemon.mjs";

const kTable = "Traced";
const kSecret = "s3cr3tMarker";
const kOrder = [
  "received", "arrived", "parsed", "authorised", "routed", "queued", "dequeued", "executed", "committed", "replied",
  "answered", "sent",
];

let daemon;
let client;

before(async () => {
  daemon = await startDaemon("--slots", "4", "--gateways", "2");
  client = new DynamoDBClient({ ...clientConfig(daemon), maxAttempts: 1 });
  await client.send(
    new CreateTableCommand({
      TableName: kTable,
      AttributeDefinitions: [{ AttributeName: "pk", AttributeType: "S" }],
      KeySchema: [{ AttributeName: "pk", KeyType: "HASH" }],
      BillingMode: "PAY_PER_REQUEST",
    }),
  );
  await waitUntilTableExists({ client, maxWaitTime: 30, minDelay: 1, maxDelay: 1 }, { TableName: kTable });
});

after(async () => {
  client?.destroy();
  assert.equal(await daemon?.stop(), 0);
});

const item = (pk) => ({ pk: { S: pk }, text: { S: `${kSecret}-value` } });
const page = async (path) => {
  const response = await fetch(daemon.endpoint + path);
  return { status: response.status, type: response.headers.get("content-type"), body: await response.text() };
};
const trace = async (id) => {
  const { status, type, body } = await page(`/trace/${id}`);
  assert.equal(status, 200, body);
  assert.equal(type, "application/json");
  return JSON.parse(body);
};
const partita = (...words) =>
  execFileSync(process.env.PARTITA, ["trace", "--data", daemon.data, ...words], { encoding: "utf8" });
const idOf = async (command) => (await client.send(command)).$metadata.requestId;

test("the id of an answer finds what happened, step by step", async () => {
  const seen = await trace(await idOf(new PutItemCommand({ TableName: kTable, Item: item("a") })));
  assert.equal(seen.operation, "PutItem");
  assert.equal(seen.table, kTable);
  assert.equal(seen.status, 200);
  assert.equal(seen.questions, 1);
  assert.ok(seen.slot >= 0 && seen.slot < 4);
  assert.ok(seen.batchSize >= 1);
  assert.ok(seen.bytesIn > 0);
  assert.ok(Math.abs(Date.now() - Date.parse(seen.start)) < 60_000);
  assert.deepEqual(Object.keys(seen.stamps), kOrder, "a write passes everywhere");
  const stamps = Object.values(seen.stamps);
  assert.deepEqual(stamps, [...stamps].sort((a, b) => a - b));
  assert.equal(seen.durationNs, seen.stamps.sent);
  const question = seen.spans.findIndex((span) => span.name === "question");
  assert.deepEqual(
    seen.spans.filter((span) => span.parent === question).map((span) => span.name),
    ["enqueue", "ring", "execute", "commit", "return"],
  );
  for (const span of seen.spans) assert.ok(span.startNs + span.durationNs <= seen.durationNs, span.name);
});

test("a read waits for no commit, and several slots are several questions", async () => {
  const read = await trace(await idOf(new GetItemCommand({ TableName: kTable, Key: { pk: { S: "a" } } })));
  assert.deepEqual(Object.keys(read.stamps), kOrder.filter((name) => name !== "committed"));
  const puts = [...Array(25).keys()].map((i) => ({ PutRequest: { Item: item(`batch-${i}`) } }));
  const batch = await trace(await idOf(new BatchWriteItemCommand({ RequestItems: { [kTable]: puts } })));
  const questions = batch.spans.filter((span) => span.name === "question");
  assert.equal(batch.questions, 25);
  assert.equal(questions.length, 8, "the first of them are timed");
  assert.equal(batch.slot, undefined);
  assert.ok(questions.every((span) => span.slot >= 0 && span.slot < 4));
});

test("a caller's trace goes on", async () => {
  const traceId = "4bf92f3577b34da6a3ce929d0e0e4736";
  const response = await fetch(daemon.endpoint, {
    method: "POST",
    headers: {
      "content-type": "application/x-amz-json-1.0",
      "x-amz-target": "DynamoDB_20120810.ListTables",
      traceparent: `00-${traceId}-00f067aa0ba902b7-01`,
    },
    body: "{}",
  });
  await response.text();
  const seen = await trace(response.headers.get("x-amzn-requestid"));
  assert.equal(seen.traceId, traceId);
  assert.equal(seen.parentSpanId, "00f067aa0ba902b7");
  assert.equal(seen.sampled, true);
  assert.equal((await trace(traceId)).requestId, seen.requestId);
  const { traces } = JSON.parse((await page(`/traces?trace=${traceId}`)).body);
  assert.deepEqual(traces.map((one) => one.requestId), [seen.requestId]);
  assert.equal(seen.kept, "sampled");
});

test("a request that is refused says why", async () => {
  const error = await client
    .send(new GetItemCommand({ TableName: "Nobodys", Key: { pk: { S: "a" } } }))
    .catch((refusal) => refusal);
  const seen = await trace(error.$metadata.requestId);
  assert.equal(seen.status, 400);
  assert.equal(seen.error, "ResourceNotFoundException");
  assert.equal(seen.table, undefined);
});

test("lists are by time, by duration, of one operation, of one table", async () => {
  const last = await idOf(new GetItemCommand({ TableName: kTable, Key: { pk: { S: "a" } } }));
  const list = async (query) => JSON.parse((await page(`/traces?${query}`)).body).traces;
  assert.equal((await list("latest=1"))[0].requestId, last);
  const slowest = await list("slowest=5");
  assert.deepEqual(
    slowest.map((one) => one.durationNs),
    slowest.map((one) => one.durationNs).sort((a, b) => b - a),
  );
  assert.ok((await list("latest=50&operation=PutItem")).every((one) => one.operation === "PutItem"));
  assert.ok((await list(`latest=50&table=${kTable}`)).every((one) => one.table === kTable));
  assert.deepEqual(await list("latest=50&table=Nobodys"), []);
  for (const query of ["latest=0", "latest=1001", "latest=x", "newest=3", "format=xml", "trace=zz", "x"])
    assert.equal((await page(`/traces?${query}`)).status, 400, query);
  assert.equal((await page("/trace/NOBODYS")).status, 404);
});

test("a cancelled transaction is among the failed", async () => {
  const error = await client
    .send(
      new TransactWriteItemsCommand({
        TransactItems: [
          { Put: { TableName: kTable, Item: item("a"), ConditionExpression: "attribute_not_exists(pk)" } },
          { Put: { TableName: kTable, Item: item("t") } },
        ],
      }),
    )
    .catch((refusal) => refusal);
  assert.equal(error.name, "TransactionCanceledException");
  const seen = await trace(error.$metadata.requestId);
  assert.equal(seen.failed, true);
  assert.equal(seen.kept, "failed");
  const failed = JSON.parse((await page("/traces?failed=10")).body).traces;
  assert.ok(failed.some((one) => one.requestId === error.$metadata.requestId));
});

test("OpenTelemetry's JSON has the shape that collectors take", async () => {
  const id = await idOf(new PutItemCommand({ TableName: kTable, Item: item("otlp") }));
  const one = JSON.parse((await page(`/trace/${id}?format=otlp`)).body);
  const many = JSON.parse((await page("/traces?format=otlp&latest=20")).body);
  for (const document of [one, many]) checkOtlp(document);
  const [{ scopeSpans: [{ spans }] }] = one.resourceSpans;
  const root = spans.find((span) => span.kind === 2);
  assert.equal(root.name, "PutItem");
  const attribute = (key) => root.attributes.find((entry) => entry.key === key).value;
  assert.deepEqual(attribute("aws.request_id"), { stringValue: id });
  assert.deepEqual(attribute("aws.dynamodb.table_names"), { arrayValue: { values: [{ stringValue: kTable }] } });
  assert.deepEqual(attribute("http.response.status_code"), { intValue: "200" });
});

// The rules of "OTLP/HTTP, JSON Protobuf Encoding" and of trace.proto, field by field; no other field may appear.
function checkOtlp(document) {
  const fields = (object, required, optional = []) => {
    for (const name of required) assert.ok(name in object, `${name} is missing`);
    for (const name of Object.keys(object)) assert.ok([...required, ...optional].includes(name), `${name} is unknown`);
  };
  const values = (attributes) => {
    for (const { key, value } of attributes) {
      assert.equal(typeof key, "string");
      assert.equal(Object.keys(value).length, 1);
      if ("intValue" in value) assert.match(value.intValue, /^\d+$/);
      else if ("arrayValue" in value) fields(value.arrayValue, ["values"]);
      else assert.equal(typeof value.stringValue, "string");
    }
  };
  fields(document, ["resourceSpans"]);
  const ids = new Set();
  const parents = new Set();
  for (const { resource, scopeSpans } of document.resourceSpans) {
    values(resource.attributes);
    assert.ok(resource.attributes.some(({ key }) => key === "service.name"));
    for (const { scope, spans } of scopeSpans) {
      fields(scope, ["name"], ["version"]);
      for (const span of spans) {
        fields(
          span,
          ["traceId", "spanId", "name", "kind", "startTimeUnixNano", "endTimeUnixNano"],
          ["parentSpanId", "flags", "attributes", "status", "traceState"],
        );
        assert.match(span.traceId, /^[0-9a-f]{32}$/);
        assert.match(span.spanId, /^[0-9a-f]{16}$/);
        assert.ok(span.kind >= 1 && span.kind <= 5);
        assert.match(span.startTimeUnixNano, /^\d{19}$/);
        assert.ok(BigInt(span.endTimeUnixNano) >= BigInt(span.startTimeUnixNano));
        values(span.attributes ?? []);
        if (span.status) fields(span.status, ["code"], ["message"]);
        assert.ok(!ids.has(span.spanId), "span ids are unique");
        ids.add(span.spanId);
        if (span.kind !== 2) parents.add(span.parentSpanId);
      }
    }
  }
  for (const parent of parents) assert.ok(ids.has(parent), "a span's parent is there");
}

test("the command shows the same, and a dead gateway's traces too", async () => {
  const id = await idOf(new PutItemCommand({ TableName: kTable, Item: item("cli") }));
  const drawn = partita(id);
  for (const word of ["PutItem", kTable, id, "commit", "execute", "ring"]) assert.ok(drawn.includes(word), drawn);
  assert.equal(JSON.parse(partita(id, "--json")).requestId, id);
  checkOtlp(JSON.parse(partita(id, "--otlp")));
  assert.ok(partita("--latest", "200").includes(id));
  assert.equal(JSON.parse(partita("--slowest", "3", "--json")).traces.length, 3);
  assert.throws(() => partita("NOBODYS"), { status: 1 });
  assert.throws(() => partita("--latest", "1", "--failed", "1"), { status: 64 });
  const gateways = JSON.parse(
    execFileSync(process.env.PARTITA, ["status", "--json", "--data", daemon.data], { encoding: "utf8" }),
  ).gateways;
  for (const gateway of gateways) process.kill(gateway.pid, "SIGKILL");
  assert.equal(JSON.parse(partita(id, "--json")).requestId, id);
  for (let attempt = 0; ; ++attempt) {
    const back = await page(`/trace/${id}`).catch(() => ({ status: 0 }));
    if (back.status === 200) break;
    assert.ok(attempt < 500, "the next life answers");
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  await trace(await idOf(new PutItemCommand({ TableName: kTable, Item: item("next life") })));
});

test("a question that died with its owner is kept and says so, and so does the log", async () => {
  const status = () =>
    JSON.parse(execFileSync(process.env.PARTITA, ["status", "--json", "--data", daemon.data], { encoding: "utf8" }));
  let died;
  for (let attempt = 0; attempt < 50 && !died; ++attempt) {
    const asked = [...Array(64).keys()].map((i) =>
      client.send(new PutItemCommand({ TableName: kTable, Item: item(`dies-${attempt}-${i}`) })).catch((error) => error),
    );
    const slot = status().slots[attempt % 4];
    if (slot.pid > 0) process.kill(slot.pid, "SIGKILL");
    died = (await Promise.all(asked)).find((answer) => answer.$metadata?.httpStatusCode >= 500);
    while (!status().allReady) await new Promise((resolve) => setTimeout(resolve, 50));
  }
  assert.ok(died, "no request met the death of its owner");
  const id = died.$metadata.requestId;
  const seen = await trace(id);
  assert.equal(seen.failed, true);
  assert.equal(seen.error, "InternalServerError");
  assert.ok(seen.spans.some((span) => /owner (died|unavailable)/.test(span.end ?? "")));
  assert.ok(daemon.log().includes(id), "the log line has the id");
});

test("neither keys nor values are in any page", async () => {
  await client.send(new PutItemCommand({ TableName: kTable, Item: item(`${kSecret}-key`) }));
  await client
    .send(new PutItemCommand({ TableName: kTable, Item: item(`${kSecret}-key`), ConditionExpression: `${kSecret} = ` }))
    .catch(() => {});
  const { traces } = JSON.parse((await page("/traces?latest=1000")).body);
  assert.ok(traces.length > 50);
  const documents = [
    ...(await Promise.all(traces.slice(0, 40).map((one) => page(`/trace/${one.requestId}`)))).map(({ body }) => body),
    (await page("/traces?latest=1000&format=otlp")).body,
    (await page("/traces?failed=100")).body,
    partita("--latest", "1000"),
    partita(traces[0].requestId),
  ];
  for (const document of documents) {
    assert.ok(document.length > 20);
    assert.ok(!document.includes("s3cr3t"), document.slice(0, 300));
  }
});
