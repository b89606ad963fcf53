// A transaction over all slots, and a process of it killed at every labelled point of the protocol:
// afterwards it has happened whole or not at all, its token says which, and no key stays locked.
import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";
import { randomUUID } from "node:crypto";
import {
  CreateTableCommand,
  DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  TransactGetItemsCommand,
  TransactWriteItemsCommand,
} from "@aws-sdk/client-dynamodb";
import { clientConfig, startDaemon } from "./daemon.mjs";

const TABLE = "accounts";
const ITEMS = 12; // in all four slots
const points = {
  gateway: ["token_claimed", "one_prepared:1", "one_prepared:2", "all_prepared", "decided", "one_finished:1", "one_finished:2", "all_finished"],
  partition: [
    "transaction_prepared",
    "effect_applied:1",
    "effect_applied:2",
    "mutation",
    "transaction_written",
    "transaction_finished",
    "before_commit:1",
    "before_commit:2",
    "before_commit:3",
    "after_commit:1",
    "after_commit:2",
    "after_commit:3",
  ],
  oneSlot: ["written_in_one_slot", "token_claimed", "token_kept", "transaction_written", "before_commit:1", "after_commit:1"],
};

const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
const keyOf = (i) => ({ pk: { S: `item ${i}` } });

async function until(what, attempt, seconds = 20) {
  let last;
  for (const end = Date.now() + seconds * 1000; Date.now() < end; await pause(100)) {
    try {
      return await attempt();
    } catch (error) {
      last = error;
    }
  }
  throw new Error(`${what}: ${last}`);
}

// A daemon whose processes die once at `point`, as soon as the file that arms it is there.
async function startArmed(point) {
  const [label, n = "1"] = point.split(":");
  const armed = join(process.env.TMPDIR ?? "/tmp", `partita-kill-${randomUUID()}`);
  process.env.PARTITA_KILL_AT = `${label}:${n}:${armed}`;
  const daemon = await startDaemon("--slots", "4");
  delete process.env.PARTITA_KILL_AT;
  const client = new DynamoDBClient({ ...clientConfig(daemon), maxAttempts: 1 });
  return { daemon, client, armed };
}

async function createTable(client) {
  await client.send(
    new CreateTableCommand({
      TableName: TABLE,
      BillingMode: "PAY_PER_REQUEST",
      AttributeDefinitions: [{ AttributeName: "pk", AttributeType: "S" }],
      KeySchema: [{ AttributeName: "pk", KeyType: "HASH" }],
    }),
  );
  await until("the table", () => client.send(new GetItemCommand({ TableName: TABLE, Key: keyOf(0) })));
}

// Each adds one to every item, so that a transaction carried out twice would show.
const increments = (count, token) =>
  new TransactWriteItemsCommand({
    ClientRequestToken: token,
    TransactItems: Array.from({ length: count }, (_, i) => ({
      Update: {
        TableName: TABLE,
        Key: keyOf(i),
        UpdateExpression: "ADD n :one",
        ExpressionAttributeValues: { ":one": { N: "1" } },
      },
    })),
  });

async function values(client, count) {
  const read = () =>
    client.send(
      new TransactGetItemsCommand({
        TransactItems: Array.from({ length: count }, (_, i) => ({ Get: { TableName: TABLE, Key: keyOf(i) } })),
      }),
    );
  const { Responses } = await until("reading", read);
  return Responses.map(({ Item }) => Number(Item?.n?.N ?? 0));
}

async function crashAt(point, count) {
  const { daemon, client, armed } = await startArmed(point);
  try {
    await createTable(client);
    let expected = 0;
    // Points that count are passed by other work too: a few rounds meet them.
    for (let round = 0; round < 4; ++round) {
      if (round === 0) await writeFile(armed, "");
      const token = randomUUID();
      const first = await client.send(increments(count, token)).catch((error) => error);
      const failed = first instanceof Error;
      // Whole or absent, whatever has died.
      const seen = await values(client, count);
      assert.equal(new Set(seen).size, 1, `${point}: ${seen}`);
      assert.ok(seen[0] === expected || seen[0] === expected + 1, `${point}: ${seen}`);
      if (!failed) assert.equal(seen[0], expected + 1, `${point}: answered, and not there`);
      // The token makes the retry exact.
      await until("the retry", () => client.send(increments(count, token)));
      expected += 1;
      assert.deepEqual(await values(client, count), Array(count).fill(expected), point);
      await assert.rejects(client.send(increments(count + 1, token)), { name: "IdempotentParameterMismatchException" });
    }
    // No key stays locked.
    for (let i = 0; i < count; ++i) {
      await client.send(new PutItemCommand({ TableName: TABLE, Item: { ...keyOf(i), n: { N: "0" } } }));
    }
    return !existsSync(armed);
  } finally {
    client.destroy();
    await daemon.stop();
  }
}

for (const [where, labels] of Object.entries(points)) {
  for (const point of labels) {
    test(`${where} killed at ${point}`, async () => {
      const died = await crashAt(point, where === "oneSlot" ? 1 : ITEMS);
      assert.ok(died || where === "oneSlot", `${point} was never passed`);
    });
  }
}
