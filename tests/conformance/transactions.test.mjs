// TransactWriteItems and TransactGetItems as an SDK sees them.
import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { after, before, test } from "node:test";
import {
  BatchWriteItemCommand,
  CreateTableCommand,
  DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  TransactGetItemsCommand,
  TransactWriteItemsCommand,
} from "@aws-sdk/client-dynamodb";
import { clientConfig, startDaemon } from "../clients/daemon.mjs";

const TABLE = "transactions";
const OTHER = "transactions-too";
let daemon;
let client;

const key = (pk) => ({ pk: { S: pk } });
const put = (pk, more = {}, rest = {}) => ({ Put: { TableName: TABLE, Item: { ...key(pk), ...more }, ...rest } });
const write = (items, rest = {}) => client.send(new TransactWriteItemsCommand({ TransactItems: items, ...rest }));
const read = (pks, rest = {}) =>
  client.send(
    new TransactGetItemsCommand({ TransactItems: pks.map((pk) => ({ Get: { TableName: TABLE, Key: key(pk) } })), ...rest }),
  );
const get = async (pk) =>
  (await client.send(new GetItemCommand({ TableName: TABLE, Key: key(pk), ConsistentRead: true }))).Item;
const refusal = async (promise) => {
  try {
    await promise;
  } catch (error) {
    return error;
  }
  return assert.fail("nothing was refused");
};
const validation = async (promise, message) => {
  const error = await refusal(promise);
  assert.equal(error.name, "ValidationException", error.message);
  assert.equal(error.message, message);
};

before(async () => {
  daemon = await startDaemon("--slots", "4");
  client = new DynamoDBClient(clientConfig(daemon));
  for (const name of [TABLE, OTHER]) {
    await client.send(
      new CreateTableCommand({
        TableName: name,
        BillingMode: "PAY_PER_REQUEST",
        AttributeDefinitions: [
          { AttributeName: "pk", AttributeType: "S" },
          { AttributeName: "i", AttributeType: "S" },
        ],
        KeySchema: [{ AttributeName: "pk", KeyType: "HASH" }],
        GlobalSecondaryIndexes: [
          { IndexName: "by-i", KeySchema: [{ AttributeName: "i", KeyType: "HASH" }], Projection: { ProjectionType: "ALL" } },
        ],
      }),
    );
    while (true) {
      try {
        await client.send(new GetItemCommand({ TableName: name, Key: key("x") }));
        break;
      } catch {
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
    }
  }
});

after(async () => {
  client?.destroy();
  assert.equal(await daemon.stop(), 0);
});

test("a hundred actions over all slots are written together and read together", async () => {
  const names = Array.from({ length: 100 }, (_, i) => `hundred-${i}`);
  await write(names.map((name, i) => put(name, { n: { N: String(i) } })));
  const { Responses } = await read(names);
  assert.deepEqual(Responses.map(({ Item }) => Number(Item.n.N)), names.map((_, i) => i));
});

test("each action that fails has its reason, the others None, wherever they live", async () => {
  const names = Array.from({ length: 12 }, (_, i) => `reason-${i}`);
  await write(names.filter((_, i) => i % 3 === 0).map((name) => put(name, { old: { S: name } })));
  const error = await refusal(
    write(
      names.map((name) =>
        put(name, {}, { ConditionExpression: "attribute_not_exists(pk)", ReturnValuesOnConditionCheckFailure: "ALL_OLD" }),
      ),
    ),
  );
  assert.equal(error.name, "TransactionCanceledException");
  const codes = names.map((_, i) => (i % 3 === 0 ? "ConditionalCheckFailed" : "None"));
  assert.deepEqual(error.CancellationReasons.map(({ Code }) => Code), codes);
  assert.equal(
    error.message,
    `Transaction cancelled, please refer cancellation reasons for specific reasons [${codes.join(", ")}]`,
  );
  assert.equal(error.CancellationReasons[0].Item.old.S, "reason-0");
  assert.equal(error.CancellationReasons[1].Item, undefined);
  assert.equal(await get("reason-1"), undefined);
  // Nothing stays locked.
  for (const name of names) await client.send(new PutItemCommand({ TableName: TABLE, Item: key(name) }));
});

test("all four kinds of action in two tables", async () => {
  await write([put("kinds-update", { n: { N: "1" } }), put("kinds-delete"), put("kinds-check", { ok: { BOOL: true } })]);
  await write([
    put("kinds-put"),
    { Update: { TableName: TABLE, Key: key("kinds-update"), UpdateExpression: "ADD n :two", ExpressionAttributeValues: { ":two": { N: "2" } } } },
    { Delete: { TableName: TABLE, Key: key("kinds-delete") } },
    { ConditionCheck: { TableName: TABLE, Key: key("kinds-check"), ConditionExpression: "ok = :t", ExpressionAttributeValues: { ":t": { BOOL: true } } } },
    { Put: { TableName: OTHER, Item: key("kinds-put") } },
  ]);
  assert.equal((await get("kinds-update")).n.N, "3");
  assert.equal(await get("kinds-delete"), undefined);
  assert.ok(await get("kinds-put"));
});

test("a token makes a retry exact and refuses another payload", async () => {
  for (const count of [1, 1, 1, 1, 8]) {
    const ClientRequestToken = randomUUID();
    const items = (n) =>
      Array.from({ length: n }, (_, i) => ({
        Update: { TableName: TABLE, Key: key(`token-${ClientRequestToken}-${i}`), UpdateExpression: "ADD n :one", ExpressionAttributeValues: { ":one": { N: "1" } } },
      }));
    const first = await write(items(count), { ClientRequestToken, ReturnConsumedCapacity: "TOTAL" });
    assert.deepEqual(first.ConsumedCapacity, [{ TableName: TABLE, CapacityUnits: 2 * count, WriteCapacityUnits: 2 * count }]);
    const again = await write(items(count), { ClientRequestToken, ReturnConsumedCapacity: "TOTAL" });
    assert.deepEqual(again.ConsumedCapacity, [{ TableName: TABLE, CapacityUnits: 2 * count, ReadCapacityUnits: 2 * count }]);
    assert.equal((await get(`token-${ClientRequestToken}-0`)).n.N, "1");
    const error = await refusal(write(items(count + 1), { ClientRequestToken }));
    assert.equal(error.name, "IdempotentParameterMismatchException");
  }
});

test("a cancelled transaction leaves its token free", async () => {
  const ClientRequestToken = randomUUID();
  const items = [1, 2, 3, 4, 5].map((i) => put(`free-${i}`, {}, { ConditionExpression: "attribute_not_exists(blocked)" }));
  await client.send(new PutItemCommand({ TableName: TABLE, Item: { ...key("free-1"), blocked: { BOOL: true } } }));
  assert.equal((await refusal(write(items, { ClientRequestToken }))).name, "TransactionCanceledException");
  await client.send(new PutItemCommand({ TableName: TABLE, Item: key("free-1") }));
  await write(items, { ClientRequestToken });
  assert.ok(await get("free-5"));
});

test("a key that does not fit its table cancels, an empty one is refused", async () => {
  const wrong = await refusal(write([put("fits"), { Put: { TableName: TABLE, Item: { pk: { N: "5" } } } }]));
  assert.deepEqual(wrong.CancellationReasons.map(({ Code }) => Code), ["None", "ValidationError"]);
  assert.equal(
    wrong.CancellationReasons[1].Message,
    "One or more parameter values were invalid: Type mismatch for key pk expected: S actual: N",
  );
  const mismatch = await refusal(write([{ Delete: { TableName: TABLE, Key: { other: { S: "x" } } } }]));
  assert.equal(mismatch.CancellationReasons[0].Message, "The provided key element does not match the schema");
  await validation(
    write([put("")]),
    "One or more parameter values are not valid. The AttributeValue for a key attribute cannot contain an empty string value. Key: pk",
  );
  const index = await refusal(write([put("index", { i: { N: "1" } })]));
  assert.equal(index.CancellationReasons[0].Code, "ValidationError");
  assert.match(index.CancellationReasons[0].Message, /Type mismatch for Index Key i Expected: S Actual: N IndexName: by-i/);
  await validation(
    write([put("index", { i: { S: "" } })]),
    "One or more parameter values are not valid. A value specified for a secondary index key is not supported. The AttributeValue for a key attribute cannot contain an empty string value. IndexName: by-i, IndexKey: i",
  );
  assert.equal(await get("fits"), undefined);
});

test("sizes: a put too large is refused, an update that grows too large cancels, four megabytes in all", async () => {
  const large = (bytes) => ({ data: { S: "x".repeat(bytes) } });
  await validation(write([put("large", large(409_600))]), "Item size has exceeded the maximum allowed size");
  await write([put("large", large(300_000))]);
  const grown = await refusal(
    write([
      { Update: { TableName: TABLE, Key: key("large"), UpdateExpression: "SET more = :m", ExpressionAttributeValues: { ":m": { S: "x".repeat(200_000) } } } },
    ]),
  );
  assert.deepEqual(grown.CancellationReasons, [
    { Code: "ValidationError", Message: "Item size to update has exceeded the maximum allowed size" },
  ]);
  await write(Array.from({ length: 10 }, (_, i) => put(`mb-${i}`, large(400_000))));
  await validation(
    write(Array.from({ length: 11 }, (_, i) => put(`mb-${i}`, large(400_000)))),
    "The aggregate size of the items in the transaction exceeds the maximum of 4194304 bytes",
  );
  const { Responses } = await read(Array.from({ length: 10 }, (_, i) => `mb-${i}`));
  assert.equal(Responses.length, 10);
});

test("what is refused before anything is asked, and in which order", async () => {
  await validation(
    write([]),
    "1 validation error detected: Value '[]' at 'transactItems' failed to satisfy constraint: Member must have length greater than or equal to 1",
  );
  await validation(
    write([put("x")], { ReturnConsumedCapacity: "BOGUS", ReturnItemCollectionMetrics: "BOGUS2" }),
    "2 validation errors detected: Value 'BOGUS' at 'returnConsumedCapacity' failed to satisfy constraint: Member must satisfy enum value set: [INDEXES, TOTAL, NONE]; Value 'BOGUS2' at 'returnItemCollectionMetrics' failed to satisfy constraint: Member must satisfy enum value set: [SIZE, NONE]",
  );
  await validation(
    write([put("x")], { ClientRequestToken: "x".repeat(37) }),
    `1 validation error detected: Value '${"x".repeat(37)}' at 'clientRequestToken' failed to satisfy constraint: Member must have length less than or equal to 36`,
  );
  const broken = { ConditionCheck: { TableName: TABLE, Key: key("x"), ConditionExpression: "attribute_not_exists(" } };
  const missing = { Put: { TableName: "no-such-table", Item: key("x") } };
  await validation(write([missing, broken]), 'Invalid ConditionExpression: Syntax error; token: "<EOF>", near: "("');
  await validation(
    write([put("x"), { Put: { TableName: TABLE, Item: key("x") } }]),
    "Transaction request cannot include multiple operations on one item",
  );
  await validation(write([{}]), "Invalid Request: TransactWriteRequest should contain Delete or Put or Update request");
  await validation(
    write([{ ...put("x"), Delete: { TableName: TABLE, Key: key("y") } }]),
    "TransactItems can only contain one of Check, Put, Update or Delete",
  );
  assert.equal((await refusal(write([put("x"), missing]))).name, "ResourceNotFoundException");
  await validation(
    write([{ Update: { TableName: TABLE, Key: key("x"), UpdateExpression: "SET n = :v", ExpressionAttributeValues: { ":v": { N: "abc" } } } }]),
    "ExpressionAttributeValues contains invalid value: The parameter cannot be converted to a numeric value: abc for key :v",
  );
  const touchesKey = await refusal(
    write([{ Update: { TableName: TABLE, Key: key("x"), UpdateExpression: "SET pk = :v", ExpressionAttributeValues: { ":v": { S: "y" } } } }]),
  );
  assert.match(touchesKey.CancellationReasons[0].Message, /Cannot update attribute pk/);
  await validation(read(["x", "x"]), "Transaction request cannot include multiple operations on one item");
  assert.equal((await refusal(client.send(new TransactGetItemsCommand({ TransactItems: [{ Get: { TableName: TABLE, Key: {} } }] })))).name, "TransactionCanceledException");
});

test("an item of which the projection leaves nothing is not there", async () => {
  await write([put("little", { n: { N: "1" } }), put("more", { n: { N: "1" } })]);
  const of = (pk, ProjectionExpression) => ({ Get: { TableName: TABLE, Key: key(pk), ProjectionExpression } });
  const items = [of("little", "unheard_of"), of("more", "n"), of("nobody", "n")];
  const { Responses } = await client.send(new TransactGetItemsCommand({ TransactItems: items }));
  assert.deepEqual(Responses, [{}, { Item: { n: { N: "1" } } }, {}]);
});

test("capacity: twice a single operation's, with what an index costs, and reads by four kilobytes", async () => {
  const written = await write([put("bill", { i: { S: "x" }, data: { S: "x".repeat(1500) } })], { ReturnConsumedCapacity: "INDEXES" });
  assert.deepEqual(written.ConsumedCapacity, [
    {
      TableName: TABLE,
      CapacityUnits: 8,
      WriteCapacityUnits: 8,
      Table: { CapacityUnits: 4, WriteCapacityUnits: 4 },
      GlobalSecondaryIndexes: { "by-i": { CapacityUnits: 4, WriteCapacityUnits: 4 } },
    },
  ]);
  const got = await read(["bill", "nothing here"], { ReturnConsumedCapacity: "TOTAL" });
  assert.deepEqual(got.ConsumedCapacity, [{ TableName: TABLE, CapacityUnits: 4, ReadCapacityUnits: 4 }]);
  assert.deepEqual(got.Responses[1], {});
});

// Many at once on few items: each increment is there or was refused, and no refusal is anything
// but a conflict.
test("concurrent transactions and writes on the same items conflict and lose nothing", async () => {
  const names = Array.from({ length: 8 }, (_, i) => `busy-${i}`);
  const bare = new DynamoDBClient({ ...clientConfig(daemon), maxAttempts: 1 });
  let done = 0;
  const conflicts = new Set();
  const worker = async () => {
    for (let round = 0; round < 15; ++round) {
      try {
        await bare.send(
          new TransactWriteItemsCommand({
            TransactItems: names.map((name) => ({
              Update: { TableName: TABLE, Key: key(name), UpdateExpression: "ADD n :one", ExpressionAttributeValues: { ":one": { N: "1" } } },
            })),
          }),
        );
        ++done;
      } catch (error) {
        conflicts.add(error.name);
        if (error.name === "TransactionCanceledException")
          assert.ok(error.CancellationReasons.some(({ Code }) => Code === "TransactionConflict"), error.message);
      }
    }
  };
  const reader = async () => {
    for (let round = 0; round < 20; ++round) {
      const { Responses } = await bare
        .send(new TransactGetItemsCommand({ TransactItems: names.map((name) => ({ Get: { TableName: TABLE, Key: key(name) } })) }))
        .catch((error) => {
          assert.equal(error.name, "TransactionCanceledException");
          return { Responses: [] };
        });
      assert.ok(new Set(Responses.map(({ Item }) => Item?.n?.N)).size <= 1, JSON.stringify(Responses));
    }
  };
  await Promise.all([...Array.from({ length: 4 }, worker), reader()]);
  bare.destroy();
  assert.deepEqual([...conflicts].filter((name) => name !== "TransactionCanceledException"), []);
  for (const name of names) assert.equal(Number((await get(name))?.n?.N ?? 0), done, name);
  const batch = await client.send(new BatchWriteItemCommand({ RequestItems: { [TABLE]: names.map((name) => ({ DeleteRequest: { Key: key(name) } })) } }));
  assert.deepEqual(batch.UnprocessedItems, {});
});
