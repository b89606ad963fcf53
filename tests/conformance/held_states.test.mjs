// What is refused while a table or an index is on its way from one state to the next, with the texts of
// model/api_message.h: the daemon holds every such state for a while.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { startDaemon } from "../clients/daemon.mjs";
import { asking } from "./support/ask.mjs";
import { definition, index, strings } from "./support/definitions.mjs";
import { patternOf, readMessages } from "./support/message_table.mjs";
import { untilActive } from "./support/tables.mjs";

const messages = readMessages();
const TableName = "held";
let daemon, ask;

async function refused(message, type, operation, more = {}) {
  const { status, body } = await ask(operation, { TableName, ...more });
  assert.equal(status, 400, `${operation}: ${JSON.stringify(body)}`);
  assert.match(body.message, patternOf(messages.get(message)));
  assert.ok(body.__type.endsWith(`#${type}`), body.__type);
}
async function done(operation, body) {
  const answer = await ask(operation, { TableName, ...body });
  assert.equal(answer.status, 200, `${operation}: ${JSON.stringify(answer.body)}`);
  return answer.body;
}
const table = async () => (await done("DescribeTable")).Table;

const kStandard = { TableClass: "STANDARD" };
const kExpiry = { TimeToLiveSpecification: { AttributeName: "expires", Enabled: true } };
const kRecovery = { PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true } };
const kMaximum = {
  GlobalSecondaryIndexUpdates: [{ Update: { IndexName: "by-kind", OnDemandThroughput: { MaxReadRequestUnits: 9 } } }],
};

before(async () => {
  daemon = await startDaemon("--slots", "2", "--hold-states-ms", "1500");
  ask = asking(daemon.endpoint);
});
after(() => daemon.stop());

test("a table that is being created", async () => {
  await done("CreateTable", definition({
    TableName, AttributeDefinitions: strings("pk", "kind"), GlobalSecondaryIndexes: [index("by-kind", "kind")],
  }));
  await refused("kTableBeingCreated", "ResourceInUseException", "UpdateTable", kStandard);
  await refused("kTableBeingCreated", "ResourceInUseException", "DeleteTable");
  await refused("kTableBeingCreated", "ResourceInUseException", "UpdateTimeToLive", kExpiry);
  await refused("kTimeToLiveNotReadable", "ValidationException", "DescribeTimeToLive");
  await refused("kBackupsBeingEnabled", "ContinuousBackupsUnavailableException", "UpdateContinuousBackups", kRecovery);
  assert.equal((await table()).TableStatus, "CREATING");
  await untilActive(ask, TableName);
});

test("a table that is being updated", async () => {
  await done("UpdateTable", kStandard);
  await refused("kTableBeingUpdated", "ResourceInUseException", "UpdateTable", kStandard);
  await refused("kTableBeingUpdated", "ResourceInUseException", "DeleteTable");
  assert.equal((await table()).TableStatus, "UPDATING");
  await untilActive(ask, TableName);
});

test("an index that is being updated, of a table that is not", async () => {
  await done("UpdateTable", kMaximum);
  await refused("kIndexInUse", "ResourceInUseException", "UpdateTable", kMaximum);
  await refused("kIndexesInUse", "ResourceInUseException", "DeleteTable");
  const { TableStatus, GlobalSecondaryIndexes } = await table();
  assert.deepEqual([TableStatus, GlobalSecondaryIndexes[0].IndexStatus], ["ACTIVE", "UPDATING"]);
  await untilActive(ask, TableName);
});

test("a table that is being deleted", async () => {
  await done("DeleteTable");
  await refused("kTableBeingDeleted", "ResourceInUseException", "UpdateTable", kStandard);
  await refused("kTableBeingDeleted", "ResourceInUseException", "DeleteTable");
  await refused("kTimeToLiveNotReadable", "ValidationException", "DescribeTimeToLive");
  await refused("kNoSuchTable", "TableNotFoundException", "UpdateContinuousBackups", kRecovery);
  assert.equal((await table()).TableStatus, "DELETING");
});
