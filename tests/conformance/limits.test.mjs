// Every documented limit ("Quotas in Amazon DynamoDB"): what is exactly as large is accepted, what is one larger is refused.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { startDaemon } from "../clients/daemon.mjs";
import { asking } from "./support/ask.mjs";
import { createTable, untilActive } from "./support/tables.mjs";

const ITEM = 409_600;
const MEBIBYTE = 1_048_576;
const TableName = "limits";
let daemon;
let ask;

before(async () => {
  daemon = await startDaemon("--slots", "2", "--hold-states-ms", "0");
  ask = asking(daemon.endpoint);
  await createTable(ask, TableName, { pk: "S" });
  await createTable(ask, "sorted", { pk: "S", sk: "S" });
  await createTable(ask, "binary", { pk: "B", sk: "B" });
});
after(() => daemon.stop());

async function accepted(operation, body) {
  const answer = await ask(operation, body);
  assert.equal(answer.status, 200, `${operation}: ${JSON.stringify(answer.body).slice(0, 500)}`);
  return answer.body;
}

async function refused(why, operation, body, type = "ValidationException") {
  const answer = await ask(operation, body);
  assert.equal(answer.status, 400, `${operation} was accepted`);
  assert.ok(answer.body.__type.endsWith(type), answer.body.__type);
  assert.match(answer.body.message, why);
}

// A limit on a number: `request` of it is accepted, of one more refused.
function limit(name, most, operation, request, why, type) {
  test(name, async () => {
    await accepted(operation, request(most));
    await refused(why, operation, request(most + 1), type);
  });
}

const times = (count, make) => Array.from({ length: count }, (_, i) => make(i));
const text = (length, letter = "x") => letter.repeat(length);
const key = (pk) => ({ pk: { S: `${pk}` } });
const put = (Item) => ({ TableName, Item });
const bytes = (length) => ({ B: Buffer.alloc(length, 1).toString("base64") });
// An item of that size: two names of two bytes and one, a key of one byte.
const sized = (size, pk = "p") => ({ ...key(pk), a: { S: text(size - 3 - pk.length) } });

const itemTooLarge = /^Item size has exceeded the maximum allowed size$/;
limit("an item by PutItem", ITEM, "PutItem", (size) => put(sized(size)), itemTooLarge);
limit("an item by BatchWriteItem", ITEM, "BatchWriteItem",
  (size) => ({ RequestItems: { [TableName]: [{ PutRequest: { Item: sized(size) } }] } }), itemTooLarge);
limit("an item by TransactWriteItems", ITEM, "TransactWriteItems",
  (size) => ({ TransactItems: [{ Put: put(sized(size)) }] }), itemTooLarge);
limit("an item by UpdateItem", ITEM, "UpdateItem", (size) => ({
  TableName, Key: key("u"), UpdateExpression: "SET a = :a", ExpressionAttributeValues: { ":a": sized(size).a },
}), /^Item size to update has exceeded the maximum allowed size$/);
limit("an item by a transaction's update", ITEM, "TransactWriteItems", (size) => ({
  TransactItems: [{ Update: {
    TableName, Key: key("u"), UpdateExpression: "SET a = :a", ExpressionAttributeValues: { ":a": sized(size).a },
  } }],
}), /^Transaction cancelled, .*\[ValidationError\]$/, "TransactionCanceledException");

const partitionKeyTooLarge = /^One or more parameter values were invalid: Size of hashkey has exceeded/;
const sortKeyTooLarge = /^One or more parameter values were invalid: Aggregated size of all range keys has exceeded/;
limit("a partition key", 2048, "PutItem", (size) => put(key(text(size))), partitionKeyTooLarge);
limit("a partition key to read", 2048, "GetItem", (size) => ({ TableName, Key: key(text(size)) }), partitionKeyTooLarge);
limit("a partition key of bytes", 2048, "PutItem",
  (size) => ({ TableName: "binary", Item: { pk: bytes(size), sk: bytes(1) } }), partitionKeyTooLarge);
limit("a partition key of letters of two bytes", 1024, "PutItem", (size) => put(key(text(size, "é"))),
  partitionKeyTooLarge);
limit("a sort key", 1024, "PutItem",
  (size) => ({ TableName: "sorted", Item: { ...key("p"), sk: { S: text(size) } } }), sortKeyTooLarge);
limit("a sort key of bytes", 1024, "PutItem",
  (size) => ({ TableName: "binary", Item: { pk: bytes(1), sk: bytes(size) } }), sortKeyTooLarge);

limit("an attribute's name", 65_535, "PutItem", (size) => put({ ...key("p"), [text(size)]: { S: "a" } }),
  /^(1 validation error detected: )?Attribute name is too large, must be less than 65536 bytes$/);
const nested = (levels) => (levels === 1 ? { S: "a" } : { M: { a: nested(levels - 1) } });
limit("nesting", 32, "PutItem", (levels) => put({ ...key("p"), a: nested(levels) }), /Nesting Levels have exceeded/);

const numbers = [
  ["1".repeat(38), "1".repeat(39), /more than 38 significant digits/],
  [`0.${"1".repeat(38)}`, `0.${"1".repeat(39)}`, /more than 38 significant digits/],
  [`${"9".repeat(38)}E88`, "1E126", /^(1 validation error detected: )?Number overflow/],
  [`-${"9".repeat(38)}E88`, "-1E126", /Number overflow/],
  ["1E-130", "9E-131", /Number underflow/],
  ["-1E-130", "-9E-131", /Number underflow/],
];
for (const [inside, outside, why] of numbers) {
  test(`the number ${inside}`, async () => {
    await accepted("PutItem", put({ ...key("n"), n: { N: inside } }));
    await refused(why, "PutItem", put({ ...key("n"), n: { N: outside } }));
  });
}

const filter = (FilterExpression, values) => ({
  TableName, FilterExpression, ...(values ? { ExpressionAttributeValues: values } : {}),
});
limit("an expression's length", 4096, "Scan", (size) => filter(`${text(size - 4, "a")} = b`),
  /^Invalid FilterExpression: Expression size has exceeded the maximum allowed size; expression size: 4097$/);
limit("an expression's operators", 300, "Scan",  // half are = and half AND, but for the last NOT
  (count) => filter(`${count % 2 ? "" : "NOT "}${times(Math.ceil(count / 2), () => "a = b").join(" AND ")}`),
  /^Invalid FilterExpression: The expression contains too many operators; operator count: 301$/);
limit("operands of IN", 100, "Scan", (count) => filter(`a IN (${times(count, () => "b").join(", ")})`),
  /^Invalid FilterExpression: The IN operator is provided with too many operands; number of operands: 101$/);
limit("a document path", 32, "Scan", (levels) => filter(`${times(levels, () => "a").join(".")} = b`),
  /^Invalid FilterExpression: The document path has too many nesting levels; nesting levels: 33$/);
limit("a placeholder of a name", 254, "Scan", (length) => ({
  TableName, FilterExpression: `#${text(length)} = b`, ExpressionAttributeNames: { [`#${text(length)}`]: "a" },
}), /^ExpressionAttributeNames contains invalid key: .* too long; size of key: 256$/);
limit("a placeholder of a value", 254, "Scan",
  (length) => filter(`a = :${text(length)}`, { [`:${text(length)}`]: { S: "a" } }),
  /^ExpressionAttributeValues contains invalid key: .* too long;$/);
limit("an attribute's name in an expression", 65_535, "UpdateItem", (length) => ({
  TableName, Key: key("p"), UpdateExpression: "SET #n = :n",
  ExpressionAttributeNames: { "#n": text(length) }, ExpressionAttributeValues: { ":n": { S: "a" } },
}), /^1 validation error detected: Attribute name is too large, must be less than 65536 bytes$/);
limit("an attribute's name in AttributeUpdates", 65_535, "UpdateItem",
  (length) => ({ TableName, Key: key("p"), AttributeUpdates: { [text(length)]: { Value: { S: "a" } } } }),
  /^1 validation error detected: Attribute name is too large, must be less than 65536 bytes$/);
limit("attributes to get", 255, "GetItem",
  (count) => ({ TableName, Key: key("p"), AttributesToGet: times(count, (i) => `a${i}`) }),
  /length less than or equal to 255$/);
limit("segments", 1_000_000, "Scan", (TotalSegments) => ({ TableName, Segment: 0, TotalSegments }),
  /value less than or equal to 1000000$/);

limit("a statement's length", 8192, "ExecuteStatement",
  (length) => ({ Statement: `SELECT * FROM ${TableName} WHERE a = '`.padEnd(length - 1, "x") + "'" }),
  /length less than or equal to 8192$/);
test("a request's length", async () => {
  const padded = (length) => JSON.stringify({ TableName, Key: key("p") }).padEnd(length);
  await accepted("GetItem", padded(16 * MEBIBYTE));
  const { status } = await fetch(daemon.endpoint, { method: "POST", body: padded(16 * MEBIBYTE + 1) });
  assert.equal(status, 413);
});

limit("writes of a batch", 25, "BatchWriteItem",
  (count) => ({ RequestItems: { [TableName]: times(count, (i) => ({ PutRequest: { Item: key(i) } })) } }),
  /length less than or equal to 25/);
limit("keys of a batch", 100, "BatchGetItem", (count) => ({ RequestItems: { [TableName]: { Keys: times(count, key) } } }),
  /length less than or equal to 100$/);
const select = (pk) => ({ Statement: `SELECT * FROM ${TableName} WHERE pk = '${pk}'` });
limit("statements of a batch", 25, "BatchExecuteStatement",
  (count) => ({ Statements: times(count, select) }),
  /length less than or equal to 25$/);
limit("writes of a transaction", 100, "TransactWriteItems",
  (count) => ({ TransactItems: times(count, (i) => ({ Put: put(key(i)) })) }), /length less than or equal to 100$/);
limit("reads of a transaction", 100, "TransactGetItems",
  (count) => ({ TransactItems: times(count, (i) => ({ Get: { TableName, Key: key(i) } })) }),
  /length less than or equal to 100$/);
limit("statements of a transaction", 100, "ExecuteTransaction",
  (count) => ({ TransactStatements: times(count, select) }),
  /length less than or equal to 100$/);

// Sixteen items of that size together, their keys of two letters.
const sixteen = (size, first = "x") => {
  const share = Math.floor(size / 16);
  return times(16, (i) => sized(i === 0 ? size - 15 * share : share, `${first}${i.toString(16)}`));
};
const transactionTooLarge = /^The aggregate size of the items in the transaction exceeds the maximum of 4194304 bytes$/;
limit("the size of a transaction's items", 4 * MEBIBYTE, "TransactWriteItems",
  (size) => ({ TransactItems: sixteen(size).map((Item) => ({ Put: put(Item) })) }), transactionTooLarge);
limit("the size of the items of a transaction's statements", 4 * MEBIBYTE, "ExecuteTransaction", (size) => ({
  TransactStatements: sixteen(size, "s").map(({ pk, a }) => ({
    Statement: `INSERT INTO ${TableName} VALUE {'pk': ?, 'a': ?}`,
    Parameters: [pk, a],
  })),
}), transactionTooLarge);
test("the size of the items that a transaction reads", async () => {
  const TransactItems = sixteen(4 * MEBIBYTE).map(({ pk }) => ({ Get: { TableName, Key: { pk } } }));
  const store = async (size) => { for (const Item of sixteen(size)) await accepted("PutItem", put(Item)); };
  await store(4 * MEBIBYTE);
  await accepted("TransactGetItems", { TransactItems });
  await store(4 * MEBIBYTE + 1);
  await refused(transactionTooLarge, "TransactGetItems", { TransactItems });
});
limit("a transaction's token", 36, "TransactWriteItems",
  (length) => ({ TransactItems: [{ Put: put(key("t")) }], ClientRequestToken: text(length) }),
  /^1 validation error detected: .*'clientRequestToken'.*length less than or equal to 36$/);

test("a page ends with the item that reaches 1 MB, however many follow", async () => {
  const query = { TableName: "sorted", KeyConditionExpression: "pk = :p" };
  for (const [pk, size, count] of [["reached", MEBIBYTE / 4, 4], ["missed", MEBIBYTE / 4 - 1, 5]]) {
    const overhead = "pksk".length + pk.length + 1 + "a".length;
    for (let sk = 0; sk < 6; ++sk)
      await accepted("PutItem", {
        TableName: "sorted", Item: { ...key(pk), sk: { S: `${sk}` }, a: { S: text(size - overhead) } },
      });
    const page = await accepted("Query", { ...query, ExpressionAttributeValues: { ":p": { S: pk } } });
    assert.equal(page.Count, count);
    assert.deepEqual(page.LastEvaluatedKey, { ...key(pk), sk: { S: `${count - 1}` } });
  }
});

test("a batch of keys is answered up to 16 MB, the rest comes back unprocessed", async () => {
  const names = times(42, (i) => `big${10 + i}`);  // of 400 KB each: 40 fit, 41 do not
  for (const pk of names) await accepted("PutItem", put(sized(ITEM, pk)));
  const answer = await accepted("BatchGetItem", { RequestItems: { [TableName]: { Keys: names.map(key) } } });
  const got = answer.Responses[TableName].map(({ pk }) => pk.S);
  const left = answer.UnprocessedKeys[TableName].Keys.map(({ pk }) => pk.S);
  assert.equal(got.length, 40);
  assert.deepEqual([...got, ...left].sort(), names);
});

// ---- tables
const definition = (more = {}) => ({
  TableName: "made", BillingMode: "PAY_PER_REQUEST",
  AttributeDefinitions: [{ AttributeName: "pk", AttributeType: "S" }],
  KeySchema: [{ AttributeName: "pk", KeyType: "HASH" }], ...more,
});

// As limit(), and the table that was created goes away again.
function limitOfTables(title, most, request, why, type) {
  test(title, async () => {
    const made = definition(request(most));
    await accepted("CreateTable", made);
    await untilActive(ask, made.TableName);
    await accepted("DeleteTable", { TableName: made.TableName });
    while ((await ask("DescribeTable", { TableName: made.TableName })).status === 200);
    await refused(why, "CreateTable", definition(request(most + 1)), type);
  });
}

const keyed = (name) => ({
  AttributeDefinitions: [{ AttributeName: name, AttributeType: "S" }],
  KeySchema: [{ AttributeName: name, KeyType: "HASH" }],
});
const index = (i, hash, range, Projection = { ProjectionType: "KEYS_ONLY" }) => ({
  IndexName: `index${i}`, Projection,
  KeySchema: [
    { AttributeName: hash, KeyType: "HASH" }, ...(range ? [{ AttributeName: range, KeyType: "RANGE" }] : []),
  ],
});
const including = (i, names) => index(i, "pk", undefined, { ProjectionType: "INCLUDE", NonKeyAttributes: names });
const withLocalIndexes = (count) => ({
  AttributeDefinitions: ["pk", "sk"].map((AttributeName) => ({ AttributeName, AttributeType: "S" })),
  KeySchema: definition().KeySchema.concat({ AttributeName: "sk", KeyType: "RANGE" }),
  LocalSecondaryIndexes: times(count, (i) => index(i, "pk", "sk")),
});

test("a table's shortest name", async () => {
  await accepted("CreateTable", definition({ TableName: "abc" }));
  await refused(/length greater than or equal to 3$/, "CreateTable", definition({ TableName: "ab" }));
});
limitOfTables("a table's longest name", 255, (length) => ({ TableName: text(length) }), /length less than or equal to 255$/);
limitOfTables("a key's name", 255, (length) => keyed(text(length)), /length less than or equal to 255/);
limitOfTables("a projected attribute's name", 255,
  (length) => ({ GlobalSecondaryIndexes: [including(0, [text(length)])] }), /length less than or equal to 255/);
limitOfTables("an index's name", 255,
  (length) => ({ GlobalSecondaryIndexes: [{ ...index(0, "pk"), IndexName: text(length) }] }),
  /length less than or equal to 255/);
limitOfTables("global indexes", 20, (count) => ({ GlobalSecondaryIndexes: times(count, (i) => index(i, "pk")) }),
  /GlobalSecondaryIndex count exceeds the per-table limit of 20$/);
limitOfTables("local indexes", 5, withLocalIndexes, /Number of LocalSecondaryIndexes exceeds per-table limit of 5$/);
limitOfTables("attributes that one index includes", 20,
  (count) => ({ GlobalSecondaryIndexes: [including(0, times(count, (i) => `a${i}`))] }),
  /length less than or equal to 20/);
limitOfTables("attributes that all indexes include", 100, (count) => ({
  GlobalSecondaryIndexes: times(Math.ceil(count / 20), (i) =>
    including(i, times(Math.min(20, count - 20 * i), (j) => `a${i}-${j}`))),
}), /Number of projected attributes over all secondary indexes exceeds the per-table limit of 100$/);
limitOfTables("tags", 50, (count) => ({ Tags: times(count, (i) => ({ Key: `t${i}`, Value: "v" })) }),
  /Number of Tags exceed/);
limitOfTables("a tag's key", 128, (length) => ({ Tags: [{ Key: text(length), Value: "v" }] }),
  /Tag Key provided is invalid/);
limitOfTables("a tag's key of letters of two bytes", 128, (length) => ({ Tags: [{ Key: text(length, "é"), Value: "v" }] }),
  /Tag Key provided is invalid/);
limitOfTables("a tag's value", 256, (length) => ({ Tags: [{ Key: "k", Value: text(length) }] }),
  /Tag Value provided is invalid/);
limit("tables of a list", 100, "ListTables", (Limit) => ({ Limit }), /value less than or equal to 100$/);
