// Which operations speak the current wording of what is wrong with a value and which the older one, and which of several
// mistakes is told.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { startDaemon } from "../clients/daemon.mjs";
import { asking } from "./support/ask.mjs";
import { createTable } from "./support/tables.mjs";

const TableName = "wording";
const NOWHERE = "wording-nowhere";
let daemon, ask;

before(async () => {
  daemon = await startDaemon("--slots", "2");
  ask = asking(daemon.endpoint);
  await createTable(ask, TableName, { pk: "S" });
});
after(() => daemon.stop());

async function refused(operation, request, message) {
  const { status, body } = await ask(operation, request);
  assert.equal(status, 400, JSON.stringify(body));
  assert.deepEqual([body.__type.split("#")[1], body.message], ["ValidationException", message]);
}

const one = (message) => `1 validation error detected: ${message}`;
const forValue = (message) => `ExpressionAttributeValues contains invalid value: ${message} for key :v`;
const key = { pk: { S: "p" } };
const update = (values) => ({ UpdateExpression: "SET a = :v", ExpressionAttributeValues: values });
const condition = (values) => ({ ConditionExpression: "a = :v", ExpressionAttributeValues: values });
const eq = (value) => ({ ComparisonOperator: "EQ", AttributeValueList: [value] });
const write = (action, request) => ["TransactWriteItems", { TransactItems: [{ [action]: { TableName, ...request } }] }];

// Where a value can stand: an operation's name, its request with the value in it, and around what the message comes.
const bare = (message) => message;
const CURRENT = [
  [one, (v) => ["PutItem", { TableName, Item: { ...key, a: v } }]],
  [one, (v) => ["PutItem", { TableName, Item: { ...key, a: { M: { x: { L: [v] } } } } }]],
  [one, (v) => ["PutItem", { TableName, Item: key, ...condition({ ":v": v }) }]],
  [one, (v) => ["PutItem", { TableName, Item: key, Expected: { a: { Value: v } } }]],
  [one, (v) => ["UpdateItem", { TableName, Key: key, ...update({ ":v": v }) }]],
  [one, (v) => ["UpdateItem", { TableName, Key: key, AttributeUpdates: { a: { Value: v } } }]],
  [one, (v) => ["UpdateItem", { TableName, Key: { pk: v } }]],
  [one, (v) => ["DeleteItem", { TableName, Key: { pk: v } }]],
  [bare, (v) => ["GetItem", { TableName, Key: { pk: v } }]],
  [bare, (v) => ["BatchGetItem", { RequestItems: { [TableName]: { Keys: [{ pk: v }] } } }]],
  [bare, (v) => ["Query", { TableName, KeyConditionExpression: "pk = :v", ExpressionAttributeValues: { ":v": v } }]],
  [bare, (v) => ["Query", { TableName, KeyConditions: { pk: eq(key.pk) }, QueryFilter: { a: eq(v) } }]],
  [bare, (v) => ["Query", { TableName, KeyConditions: { pk: eq(key.pk) }, ExclusiveStartKey: { pk: v } }]],
];
const OLDER = [
  [bare, (v) => ["BatchWriteItem", { RequestItems: { [TableName]: [{ PutRequest: { Item: { ...key, a: v } } }] } }]],
  [bare, (v) => ["BatchWriteItem", { RequestItems: { [TableName]: [{ DeleteRequest: { Key: { pk: v } } }] } }]],
  [bare, (v) => write("Put", { Item: { ...key, a: v } })],
  [bare, (v) => write("Delete", { Key: { pk: v } })],
  [forValue, (v) => write("Put", { Item: key, ...condition({ ":v": v }) })],
  [forValue, (v) => write("Update", { Key: key, ...update({ ":v": v }) })],
  [forValue, (v) => write("ConditionCheck", { Key: key, ...condition({ ":v": v }) })],
  [bare, (v) => ["TransactGetItems", { TransactItems: [{ Get: { TableName, Key: { pk: v } } }] }]],
  [forValue, (v) => ["Scan", { TableName, FilterExpression: "a = :v", ExpressionAttributeValues: { ":v": v } }]],
  [bare, (v) => ["Scan", { TableName, ScanFilter: { a: eq(v) } }]],
  [bare, (v) => ["ExecuteStatement", { Statement: `SELECT * FROM "${TableName}" WHERE pk = ?`, Parameters: [v] }]],
];

const NUMBER = "The parameter cannot be converted to a numeric value";
const OVERFLOW = "Number overflow. Attempting to store a number with magnitude larger than supported range";
const UNDERFLOW = "Number underflow. Attempting to store a number with magnitude smaller than supported range";
const INVALID = "One or more parameter values were invalid: ";
const SETS = { SS: ["b", "a", "b"] };
const BINARIES = { BS: ["/w==", "AA==", "AA=="] };

// A value, then what is said of it now, then what the older wording says.
const VALUES = [
  [{ N: "abc" }, `${NUMBER}: abc`, `${NUMBER}: abc`],
  [{ N: "" }, `${NUMBER}: `, NUMBER],
  [{ N: "1e126" }, OVERFLOW, OVERFLOW],
  [{ N: "1e2147483647" }, OVERFLOW, UNDERFLOW],
  [{ N: "1e99999999999" }, OVERFLOW, `${NUMBER}: 1e99999999999`],
  [SETS, `${INVALID}Input collection ["a", "b", "b"] contains duplicates.`,
    `${INVALID}Input collection [b, a, b] contains duplicates.`],
  [BINARIES, `${INVALID}Input collection ["AA==","/w==","AA=="]of type BS contains duplicates.`,
    `${INVALID}Input collection [/w==, AA==, AA==]of type BS contains duplicates.`],
  [{ NS: ["2", "1", "2"] }, `${INVALID}Input collection contains duplicates.`, "Input collection contains duplicates"],
];
for (const [value, current, older] of VALUES) {
  test(`what is wrong with ${JSON.stringify(value)}`, async () => {
    for (const [around, at] of CURRENT) await refused(...at(value), around(current));
    for (const [around, at] of OLDER) await refused(...at(value), around(older));
  });
}

const deep = (levels) => (levels === 0 ? { S: "leaf" } : { M: { n: deep(levels - 1) } });
const ENUM = "failed to satisfy constraint: Member must satisfy enum value set:";
const RETURN_VALUES = "[ALL_OLD, UPDATED_OLD, ALL_NEW, UPDATE_NEW, NONE]";

test("what is nested very deep is read by the older parts", async () => {
  const expected = (levels) => ({
    TableName: NOWHERE, Expected: { a: { Value: deep(levels) }, b: { Exists: false } }, ConditionalOperator: "XOR",
  });
  const xor = one(`Value 'XOR' at 'conditionalOperator' ${ENUM} [OR, AND]`);
  await refused("PutItem", { Item: key, ...expected(63) }, xor);
  await refused("UpdateItem", { Key: key, ...expected(100) }, xor);
  await refused("PutItem", { Item: key, ...expected(62) },
    one("Failed to satisfy constraint: Member must satisfy enum value set: [ALL, OR]"));
  const deletion = (levels, ReturnValues) =>
    ({ TableName: NOWHERE, Key: key, Expected: { a: { Value: deep(levels) } }, ReturnValues });
  await refused("DeleteItem", deletion(63, "ALL"),
    one(`Value 'ALL' at 'returnValues' ${ENUM} [ALL_NEW, UPDATED_OLD, ALL_OLD, NONE, UPDATED_NEW]`));
  await refused("DeleteItem", deletion(40, "ALL"),
    one(`Failed to satisfy constraint: Member must satisfy enum value set: ${RETURN_VALUES}`));
  await refused("DeleteItem", deletion(100, "ALL_NEW"), "ReturnValues can only be ALL_OLD or NONE");
});

test("a transaction tells the first mistake of its first wrong action", async () => {
  const DEEP = "Nesting Levels have exceeded supported limits: Attributes in the item have nested levels beyond supported limit";
  const EMPTY = "Empty attribute name";
  const put = (item) => ({ Put: { TableName: NOWHERE, Item: { ...key, ...item } } });
  const told = (message, ...TransactItems) => refused("TransactWriteItems", { TransactItems }, message);
  const inside = { m: { M: { "": { S: "x" } } } };
  await told(DEEP, put({ d: deep(40) }), put({ "": { S: "x" } }));
  await told(EMPTY, put({ "": { S: "x" } }), put({ d: deep(40) }));
  await told(EMPTY, put({ d: deep(40), "": { S: "x" } }));
  await told(DEEP, put({ ...inside, d: deep(40) }));
  await told(EMPTY, put(inside));
  const update = Array.from({ length: 500 }, (_, i) => `a${i} = :v`).join(", ");
  await told("Invalid UpdateExpression: Expression size has exceeded the maximum allowed size;",
    { Update: { TableName: NOWHERE, Key: key, UpdateExpression: `SET ${update}`, ExpressionAttributeValues: { ":v": { S: "" } } } },
    { Delete: { TableName: NOWHERE, Key: { pk: deep(100) } } });
});

test("a table's name that is none, in a batch", async () => {
  const names = "Map keys must satisfy constraint: [Member must have length less than or equal to 255, " +
    "Member must have length greater than or equal to 3, Member must satisfy regular expression pattern: [a-zA-Z0-9_.-]+]";
  const capacity = `Value 'ALL' at 'returnConsumedCapacity' ${ENUM} [INDEXES, TOTAL, NONE]`;
  const more = { ReturnConsumedCapacity: "ALL" };
  const gets = { RequestItems: { "no!": { Keys: [key] } } };
  const got = `Value '{"no!":{"Keys":[{"pk":{"S":"p"}}]}}' at 'requestItems' failed to satisfy constraint: ${names}`;
  await refused("BatchGetItem", gets, one(got));
  await refused("BatchGetItem", { ...gets, ...more }, `2 validation errors detected: ${got}; ${capacity}`);
  const puts = { RequestItems: { "no!": [{ PutRequest: { Item: key } }] } };
  const written = "{no!=[WriteRequest(putRequest=PutRequest(item={pk=AttributeValue}))]}";
  await refused("BatchWriteItem", puts, one(`Value '${written}' at 'requestItems' failed to satisfy constraint: ${names}`));
  await refused("BatchWriteItem", { ...puts, ...more }, one(capacity));
});
