// The calls that Terraform's aws_dynamodb_table makes, in its order, and every field that it reads back: a plan after
// each change must find what was configured, or it never comes to rest.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { startDaemon } from "../clients/daemon.mjs";

let daemon;
before(async () => (daemon = await startDaemon("--slots", "2")));
after(async () => assert.equal(await daemon.stop(), 0));

const TableName = "infrastructure";
async function send(operation, parameters) {
  const response = await fetch(daemon.endpoint, {
    method: "POST", body: JSON.stringify(parameters),
    headers: { "X-Amz-Target": `DynamoDB_20120810.${operation}`, "Content-Type": "application/x-amz-json-1.0" },
  });
  const text = await response.text();
  const answer = text === "" ? {} : JSON.parse(text);
  if (response.status !== 200) throw Object.assign(new Error(answer.message), { name: answer.__type.split("#")[1] });
  return answer;
}
const call = async (operation, parameters) => {
  try {
    return await send(operation, { TableName, ...parameters });
  } catch (error) {
    // What the provider tries again: another change of the table has not settled yet.
    if (error.name !== "ResourceInUseException" && !/simultaneously/.test(error.message)) throw error;
    await new Promise((resolve) => setTimeout(resolve, 20));
    return call(operation, parameters);
  }
};
const describe = async () => (await call("DescribeTable")).Table;

async function wait(holds) {
  for (let attempt = 0; attempt < 500; ++attempt) {
    const table = await describe();
    if (holds(table)) return table;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  assert.fail(JSON.stringify(await describe()));
}
const tableIsActive = () => wait((table) => table.TableStatus === "ACTIVE");
const indexOf = (table, name) => (table.GlobalSecondaryIndexes ?? []).find((index) => index.IndexName === name);
const indexIsActive = (name) => wait((table) => indexOf(table, name)?.IndexStatus === "ACTIVE");
const indexIsGone = (name) => wait((table) => !indexOf(table, name));
// After creation the provider waits for this, of the table and of every index.
const isWarm = () => wait((table) =>
  [table, ...(table.GlobalSecondaryIndexes ?? [])].every((one) => one.WarmThroughput.Status === "ACTIVE"));

// What a plan reads, in the terms of the configuration.
async function plan() {
  const table = await describe();
  const { ContinuousBackupsDescription: backups } = await call("DescribeContinuousBackups");
  const { TimeToLiveDescription: ttl } = await call("DescribeTimeToLive");
  const { Tags } = await send("ListTagsOfResource", { ResourceArn: table.TableArn });
  return {
    arn: table.TableArn,
    name: table.TableName,
    billing_mode: table.BillingModeSummary?.BillingMode ?? "PROVISIONED",
    read_capacity: table.ProvisionedThroughput.ReadCapacityUnits,
    write_capacity: table.ProvisionedThroughput.WriteCapacityUnits,
    attribute: Object.fromEntries(table.AttributeDefinitions.map((one) => [one.AttributeName, one.AttributeType])),
    hash_key: table.KeySchema.find((key) => key.KeyType === "HASH").AttributeName,
    range_key: table.KeySchema.find((key) => key.KeyType === "RANGE")?.AttributeName,
    global_secondary_index: Object.fromEntries((table.GlobalSecondaryIndexes ?? []).map((index) => [index.IndexName, {
      keys: index.KeySchema.map((key) => `${key.AttributeName} ${key.KeyType}`),
      projection: index.Projection.ProjectionType,
      non_key_attributes: index.Projection.NonKeyAttributes,
      read_capacity: index.ProvisionedThroughput.ReadCapacityUnits,
      write_capacity: index.ProvisionedThroughput.WriteCapacityUnits,
      warm: [index.WarmThroughput.ReadUnitsPerSecond, index.WarmThroughput.WriteUnitsPerSecond],
    }])),
    stream: table.StreamSpecification?.StreamEnabled ? table.StreamSpecification.StreamViewType : undefined,
    stream_label: table.LatestStreamLabel,
    stream_arn: table.LatestStreamArn,
    encrypted: table.SSEDescription?.Status === "ENABLED" ? table.SSEDescription.KMSMasterKeyArn : undefined,
    table_class: table.TableClassSummary?.TableClass ?? "STANDARD",
    protected: table.DeletionProtectionEnabled,
    warm: [table.WarmThroughput.ReadUnitsPerSecond, table.WarmThroughput.WriteUnitsPerSecond],
    recovery: backups.PointInTimeRecoveryDescription.PointInTimeRecoveryStatus === "ENABLED",
    recovery_days: backups.PointInTimeRecoveryDescription.RecoveryPeriodInDays,
    ttl: ttl.TimeToLiveStatus === "ENABLED" ? ttl.AttributeName : undefined,
    tags: Object.fromEntries(Tags.map((tag) => [tag.Key, tag.Value])),
  };
}

const attributes = (types) =>
  Object.entries(types).map(([AttributeName, AttributeType]) => ({ AttributeName, AttributeType }));
const index = (IndexName, hash, range) => ({
  IndexName, Projection: { ProjectionType: "INCLUDE", NonKeyAttributes: ["zeta", "alpha"] },
  KeySchema: [{ AttributeName: hash, KeyType: "HASH" }, { AttributeName: range, KeyType: "RANGE" }],
});
const byOwner = {
  keys: ["owner HASH", "born RANGE"], projection: "INCLUDE", non_key_attributes: ["alpha", "zeta"],
  read_capacity: 0, write_capacity: 0, warm: [12000, 4000],
};
let expected;

test("create, then a plan that finds nothing to do", async () => {
  await call("CreateTable", {
    BillingMode: "PAY_PER_REQUEST", AttributeDefinitions: attributes({ id: "S", owner: "S", born: "N" }),
    KeySchema: [{ AttributeName: "id", KeyType: "HASH" }], GlobalSecondaryIndexes: [index("by-owner", "owner", "born")],
    Tags: [{ Key: "managed", Value: "terraform" }], DeletionProtectionEnabled: false, TableClass: "STANDARD",
  });
  await tableIsActive();
  await indexIsActive("by-owner");
  await isWarm();
  expected = {
    arn: `arn:aws:dynamodb:us-east-1:123456789012:table/${TableName}`, name: TableName, billing_mode: "PAY_PER_REQUEST",
    read_capacity: 0, write_capacity: 0, attribute: { born: "N", id: "S", owner: "S" }, hash_key: "id",
    range_key: undefined, global_secondary_index: { "by-owner": byOwner }, stream: undefined, stream_label: undefined,
    stream_arn: undefined, encrypted: undefined, table_class: "STANDARD", protected: false, warm: [12000, 4000],
    recovery: false, recovery_days: undefined, ttl: undefined, tags: { managed: "terraform" },
  };
  assert.deepEqual(await plan(), expected);
});

test("a second index is added, the first removed", async () => {
  await call("UpdateTable", {
    AttributeDefinitions: attributes({ id: "S", owner: "S", born: "N", kind: "B" }),
    GlobalSecondaryIndexUpdates: [{ Create: index("by-kind", "kind", "born") }],
  });
  await indexIsActive("by-kind");
  await isWarm();
  await call("UpdateTable", { GlobalSecondaryIndexUpdates: [{ Delete: { IndexName: "by-owner" } }] });
  await indexIsGone("by-owner");
  await tableIsActive();
  expected.attribute = { born: "N", id: "S", kind: "B" };
  expected.global_secondary_index = { "by-kind": { ...byOwner, keys: ["kind HASH", "born RANGE"] } };
  assert.deepEqual(await plan(), expected);
});

test("expiry, tags, recovery, protection, class and encryption, each in a call of its own", async () => {
  await call("UpdateTimeToLive", { TimeToLiveSpecification: { AttributeName: "expires", Enabled: true } });
  await send("UntagResource", { ResourceArn: expected.arn, TagKeys: ["managed"] });
  await send("TagResource", { ResourceArn: expected.arn, Tags: [{ Key: "team", Value: "blue" }] });
  await call("UpdateContinuousBackups", {
    PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true, RecoveryPeriodInDays: 10 },
  });
  await call("UpdateTable", { DeletionProtectionEnabled: true });
  await tableIsActive();
  await call("UpdateTable", { TableClass: "STANDARD_INFREQUENT_ACCESS" });
  await tableIsActive();
  await call("UpdateTable", { SSESpecification: { Enabled: true } });
  await tableIsActive();
  Object.assign(expected, {
    ttl: "expires", tags: { team: "blue" }, recovery: true, recovery_days: 10, protected: true,
    table_class: "STANDARD_INFREQUENT_ACCESS",
  });
  const found = await plan();
  assert.match(found.encrypted, /^arn:aws:kms:us-east-1:123456789012:key\/[0-9a-f-]{36}$/);
  assert.deepEqual({ ...found, encrypted: undefined }, expected);
});

test("a stream, and its view type changed by switching it off and on", async () => {
  const stream = async (StreamSpecification) => {
    await call("UpdateTable", { StreamSpecification });
    await tableIsActive();
    return plan();
  };
  const first = await stream({ StreamEnabled: true, StreamViewType: "KEYS_ONLY" });
  assert.equal(first.stream, "KEYS_ONLY");
  assert.equal(first.stream_arn, `${expected.arn}/stream/${first.stream_label}`);
  assert.equal((await stream({ StreamEnabled: false })).stream, undefined);
  const second = await stream({ StreamEnabled: true, StreamViewType: "NEW_IMAGE" });
  assert.equal(second.stream, "NEW_IMAGE");
  assert.notEqual(second.stream_label, first.stream_label);
});

test("the billing mode, with the capacity of the index in the same call", async () => {
  const units = (ReadCapacityUnits, WriteCapacityUnits) => ({ ReadCapacityUnits, WriteCapacityUnits });
  await call("UpdateTable", {
    BillingMode: "PROVISIONED", ProvisionedThroughput: units(3, 4),
    GlobalSecondaryIndexUpdates: [{ Update: { IndexName: "by-kind", ProvisionedThroughput: units(5, 6) } }],
  });
  await tableIsActive();
  await indexIsActive("by-kind");
  const found = await plan();
  assert.deepEqual([found.billing_mode, found.read_capacity, found.write_capacity], ["PROVISIONED", 3, 4]);
  const { read_capacity, write_capacity } = found.global_secondary_index["by-kind"];
  assert.deepEqual([read_capacity, write_capacity], [5, 6]);
  await call("UpdateTable", { BillingMode: "PAY_PER_REQUEST" });
  await tableIsActive();
  assert.deepEqual((await plan()).global_secondary_index["by-kind"].read_capacity, 0);
});

test("destroy: protection off, delete, and the table is not found", async () => {
  await call("UpdateTable", { DeletionProtectionEnabled: false });
  await tableIsActive();
  await call("DeleteTable");
  for (let attempt = 0; ; ++attempt) {
    const gone = await describe().then(() => false, (error) => error);
    if (gone) {
      assert.equal(gone.name, "ResourceNotFoundException");
      assert.equal(gone.message, `Requested resource not found: Table: ${TableName} not found`);
      return;
    }
    assert.ok(attempt < 500);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
});
