// Time to live, tags and continuous backups through the AWS SDK for JavaScript v3.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import {
  CreateTableCommand, DescribeContinuousBackupsCommand, DescribeTimeToLiveCommand, DynamoDBClient,
  ListTagsOfResourceCommand, TagResourceCommand, UntagResourceCommand, UpdateContinuousBackupsCommand,
  UpdateTimeToLiveCommand, waitUntilTableExists,
} from "@aws-sdk/client-dynamodb";
import { clientConfig, startDaemon } from "../clients/daemon.mjs";

const TableName = "settings";
let daemon, client, ResourceArn;
before(async () => {
  daemon = await startDaemon("--slots", "2");
  client = new DynamoDBClient({ ...clientConfig(daemon), maxAttempts: 1 });
  const created = await client.send(new CreateTableCommand({
    TableName, BillingMode: "PAY_PER_REQUEST", Tags: [{ Key: "born", Value: "here" }],
    AttributeDefinitions: [{ AttributeName: "pk", AttributeType: "S" }],
    KeySchema: [{ AttributeName: "pk", KeyType: "HASH" }],
  }));
  ResourceArn = created.TableDescription.TableArn;
  await waitUntilTableExists({ client, maxWaitTime: 10, minDelay: 1, maxDelay: 1 }, { TableName });
});
after(async () => {
  client.destroy();
  assert.equal(await daemon.stop(), 0);
});

const refuses = (promise, name, message) => assert.rejects(promise, { name, message });
const expire = (Enabled, AttributeName) =>
  client.send(new UpdateTimeToLiveCommand({ TableName, TimeToLiveSpecification: { Enabled, AttributeName } }));
const timeToLive = async () =>
  (await client.send(new DescribeTimeToLiveCommand({ TableName }))).TimeToLiveDescription;

test("time to live is switched on, once, on one attribute", async () => {
  assert.deepEqual(await timeToLive(), { TimeToLiveStatus: "DISABLED" });
  await refuses(expire(false, "ttl"), "ValidationException", "TimeToLive is already disabled");
  const { TimeToLiveSpecification } = await expire(true, "ttl");
  assert.deepEqual(TimeToLiveSpecification, { Enabled: true, AttributeName: "ttl" });
  assert.deepEqual(await timeToLive(), { TimeToLiveStatus: "ENABLED", AttributeName: "ttl" });
  await refuses(expire(true, "ttl"), "ValidationException", "TimeToLive is already enabled");
  await refuses(expire(true, "other"), "ValidationException",
    "TimeToLive is active on a different AttributeName: current AttributeName is ttl");
  await expire(false, "ttl");
  assert.deepEqual(await timeToLive(), { TimeToLiveStatus: "DISABLED" });
  await expire(true, "other");
  assert.equal((await timeToLive()).AttributeName, "other");
});

const tags = async () => {
  const { Tags, NextToken } = await client.send(new ListTagsOfResourceCommand({ ResourceArn }));
  assert.equal(NextToken, undefined);
  return Object.fromEntries(Tags.map(({ Key, Value }) => [Key, Value]));
};
const tag = (pairs) => client.send(new TagResourceCommand({
  ResourceArn, Tags: Object.entries(pairs).map(([Key, Value]) => ({ Key, Value })),
}));

test("tags are set, replaced, listed and taken away; there are 50 at most", async () => {
  assert.deepEqual(await tags(), { born: "here" });
  await tag({ team: "blue", empty: "" });
  await tag({ team: "red" });
  assert.deepEqual(await tags(), { born: "here", team: "red", empty: "" });
  await client.send(new UntagResourceCommand({ ResourceArn, TagKeys: ["born", "never"] }));
  assert.deepEqual(await tags(), { team: "red", empty: "" });
  await tag(Object.fromEntries(Array.from({ length: 48 }, (_, i) => [`key-${i}`, String(i)])));
  assert.equal(Object.keys(await tags()).length, 50);
  await refuses(tag({ another: "one" }), "ValidationException",
    "Number of Tags exceed the current limit for the provided ResourceArn");
  await tag({ "key-7": "replaced" });
  assert.equal((await tags())["key-7"], "replaced");
});

test("the answers of TagResource and UntagResource are empty", async () => {
  for (const [operation, rest] of [["TagResource", { Tags: [{ Key: "team", Value: "x" }] }], ["UntagResource", { TagKeys: ["team"] }]]) {
    const response = await fetch(daemon.endpoint, {
      method: "POST", body: JSON.stringify({ ResourceArn, ...rest }),
      headers: { "X-Amz-Target": `DynamoDB_20120810.${operation}`, "Content-Type": "application/x-amz-json-1.0" },
    });
    assert.equal(response.status, 200);
    assert.equal(response.headers.get("x-amz-crc32"), "0");
    assert.equal(await response.text(), "");
  }
});

test("tags belong to a table that is there", async () => {
  const list = (arn) => client.send(new ListTagsOfResourceCommand({ ResourceArn: arn }));
  await refuses(list(`${ResourceArn}-none`), "ResourceNotFoundException",
    `Requested resource not found: ResourceArn: ${ResourceArn}-none not found`);
  await refuses(list("settings"), "ValidationException",
    "One or more parameter values were invalid: ARNs must start with 'arn:': settings");
  await refuses(tag({ "aws:mine": "" }), "ValidationException", "Tag Key cannot be prefixed with aws:, Key: aws:mine");
});

const recover = async (specification) => (await client.send(new UpdateContinuousBackupsCommand({
  TableName, PointInTimeRecoverySpecification: specification,
}))).ContinuousBackupsDescription;
const recovery = async () =>
  (await client.send(new DescribeContinuousBackupsCommand({ TableName }))).ContinuousBackupsDescription;

test("recovery is switched on and off", async () => {
  const off = {
    ContinuousBackupsStatus: "ENABLED", PointInTimeRecoveryDescription: { PointInTimeRecoveryStatus: "DISABLED" },
  };
  assert.deepEqual(await recovery(), off);
  const on = await recover({ PointInTimeRecoveryEnabled: true });
  const { PointInTimeRecoveryStatus, RecoveryPeriodInDays, EarliestRestorableDateTime } = on.PointInTimeRecoveryDescription;
  assert.deepEqual([PointInTimeRecoveryStatus, RecoveryPeriodInDays], ["ENABLED", 35]);
  assert.ok(Math.abs(EarliestRestorableDateTime - Date.now()) < 60_000);
  await recover({ PointInTimeRecoveryEnabled: true, RecoveryPeriodInDays: 7 });
  assert.equal((await recovery()).PointInTimeRecoveryDescription.RecoveryPeriodInDays, 7);
  assert.deepEqual(await recover({ PointInTimeRecoveryEnabled: false }), off);
  await refuses(client.send(new DescribeContinuousBackupsCommand({ TableName: "missing" })), "TableNotFoundException",
    "Table not found: missing");
});
