// A bank that is killed all the time: concurrent transfers between accounts in all slots, readers
// that add everything up in one TransactGetItems, and kill -9 of random processes. The sum never
// changes, not for a reader, not at the end; every transfer with a known outcome has that outcome.
//
//   node bank_test.mjs --seconds 15 [--seed 1]
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { randomUUID } from "node:crypto";
import { parseArgs } from "node:util";
import {
  CreateTableCommand,
  DynamoDBClient,
  GetItemCommand,
  TransactGetItemsCommand,
  TransactWriteItemsCommand,
} from "@aws-sdk/client-dynamodb";
import { clientConfig, startDaemon } from "./daemon.mjs";

const { values: options } = parseArgs({ options: { seconds: { type: "string", default: "15" }, seed: { type: "string" } } });
const seconds = Number(options.seconds);
let state = Number(options.seed ?? Date.now() % 1_000_000);
console.log(`seed ${state}`);
const random = (below) => {
  state = (state * 1103515245 + 12345) % 2147483648;
  return Math.floor((state / 2147483648) * below);
};

const TABLE = "bank";
const ACCOUNTS = 24;
const START = 1000;
const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
const key = (i) => ({ pk: { S: `account ${i}` } });
const RETRIED = ["InternalServerError", "TransactionInProgressException", "ServiceUnavailable", "TimeoutError"];
const isRetried = (error) => RETRIED.includes(error.name) || error.$metadata?.httpStatusCode >= 500 || error.code !== undefined;

const daemon = await startDaemon("--slots", "4");
const client = new DynamoDBClient({ ...clientConfig(daemon), maxAttempts: 1 });
await client.send(
  new CreateTableCommand({
    TableName: TABLE,
    BillingMode: "PAY_PER_REQUEST",
    AttributeDefinitions: [{ AttributeName: "pk", AttributeType: "S" }],
    KeySchema: [{ AttributeName: "pk", KeyType: "HASH" }],
  }),
);
for (;;) {
  try {
    await client.send(new GetItemCommand({ TableName: TABLE, Key: key(0) }));
    break;
  } catch {
    await pause(20);
  }
}
await client.send(
  new TransactWriteItemsCommand({
    TransactItems: Array.from({ length: ACCOUNTS }, (_, i) => ({ Put: { TableName: TABLE, Item: { ...key(i), n: { N: String(START) } } } })),
  }),
);

const counts = { transfers: 0, conflicts: 0, unpaid: 0, retries: 0, sums: 0, busy: 0, kills: 0 };
const end = Date.now() + seconds * 1000;
const balance = Array(ACCOUNTS).fill(START); // what the outcomes say

// Retried under its token until its outcome is known.
async function transfer() {
  const from = random(ACCOUNTS);
  const to = (from + 1 + random(ACCOUNTS - 1)) % ACCOUNTS;
  const amount = 1 + random(50);
  const move = (account, change, condition) => ({
    Update: {
      TableName: TABLE,
      Key: key(account),
      UpdateExpression: "ADD n :change",
      ExpressionAttributeValues: { ":change": { N: String(change) }, ...(condition && { ":amount": { N: String(amount) } }) },
      ...(condition && { ConditionExpression: condition }),
    },
  });
  const command = {
    ClientRequestToken: randomUUID(),
    TransactItems: [move(from, -amount, "n >= :amount"), move(to, amount)],
  };
  for (let attempt = 0; ; ++attempt) {
    assert.ok(attempt < 2000, "a transfer never ends");
    try {
      await client.send(new TransactWriteItemsCommand(command));
      balance[from] -= amount;
      balance[to] += amount;
      ++counts.transfers;
      return;
    } catch (error) {
      if (error.name === "TransactionCanceledException") {
        const codes = error.CancellationReasons.map(({ Code }) => Code);
        if (codes.includes("ConditionalCheckFailed")) ++counts.unpaid;
        else ++counts.conflicts;
        return;
      }
      if (!isRetried(error)) throw error;
      ++counts.retries;
      await pause(20 + random(100));
    }
  }
}

async function sum() {
  const Keys = Array.from({ length: ACCOUNTS }, (_, i) => ({ Get: { TableName: TABLE, Key: key(i) } }));
  const { Responses } = await client.send(new TransactGetItemsCommand({ TransactItems: Keys }));
  return Responses.map(({ Item }) => Number(Item.n.N));
}

async function reader() {
  while (Date.now() < end) {
    try {
      const seen = await sum();
      assert.equal(seen.reduce((a, b) => a + b, 0), ACCOUNTS * START, JSON.stringify(seen));
      ++counts.sums;
    } catch (error) {
      if (error.name === "TransactionCanceledException") ++counts.busy;
      else if (!isRetried(error)) throw error;
      await pause(10);
    }
  }
}

async function worker() {
  while (Date.now() < end) await transfer();
}

// Gateways and partitions are children of the daemon.
async function killer() {
  await pause(1000);
  while (Date.now() < end - 2000) {
    const children = execFileSync("pgrep", ["-P", String(daemon.pid), "partita"], { encoding: "utf8" }).trim().split("\n");
    const victim = Number(children[random(children.length)]);
    try {
      process.kill(victim, "SIGKILL");
      ++counts.kills;
    } catch {}
    // Spaced: five failures of one process in a minute quarantine it.
    await pause(1500 + random(2000));
  }
}

await Promise.all([...Array.from({ length: 6 }, worker), reader(), reader(), killer()]);
let last;
for (let attempt = 0; attempt < 200 && last === undefined; ++attempt) last = await sum().catch(() => pause(100));
console.log(JSON.stringify(counts));
assert.deepEqual(last, balance);
assert.ok(counts.transfers > 50 && counts.sums > 5 && counts.kills > 0, "too little happened");
client.destroy();
assert.equal(await daemon.stop(), 0);
