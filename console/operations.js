// Every operation the gateway offers: what it is for, its main members as form fields, an example
// that is valid for a table.
//
// A field is [member, kind, hint?]. Kinds: "table", "index", "text" (expressions, names), "json"
// (objects and lists), "number", "bool", or a list of the words allowed. Members without a field
// are written in the JSON.
import { ask } from "./api.js";
import { otherKey, sampleItem, sampleKey, sampleValue } from "./samples.js";

const kTable = ["TableName", "table"];
const kNames = ["ExpressionAttributeNames", "json", '{"#y": "year"}'];
const kValues = ["ExpressionAttributeValues", "json", '{":y": {"N": "1720"}}'];
const kCapacity = ["ReturnConsumedCapacity", ["NONE", "TOTAL", "INDEXES"]];
const kConsistent = ["ConsistentRead", "bool"];
const kProjection = ["ProjectionExpression", "text"];
const kCondition = ["ConditionExpression", "text"];
const kRead = [kProjection, kNames, kConsistent, kCapacity];
const kWrite = [kCondition, kNames, kValues];
const kPages = [["Limit", "number"], ["ExclusiveStartKey", "json"]];
const kSelect = ["Select",
  ["ALL_ATTRIBUTES", "ALL_PROJECTED_ATTRIBUTES", "SPECIFIC_ATTRIBUTES", "COUNT"]];
const kResource = ["ResourceArn", "text"];

const partition = (t) => t.KeySchema.find(({ KeyType }) => KeyType === "HASH").AttributeName;
const onPartition = (t) => ({
  KeyConditionExpression: "#p = :p",
  ExpressionAttributeNames: { "#p": partition(t) },
  ExpressionAttributeValues: { ":p": t.sampleKey[partition(t)] ?? sampleValue(t, partition(t)) },
});
const quoted = (name) => `"${name.replaceAll('"', '""')}"`;
const selectOne = (t) => ({
  Statement: `SELECT * FROM ${quoted(t.TableName)} WHERE ` +
    Object.keys(t.sampleKey).map((name) => `${quoted(name)} = ?`).join(" AND "),
  Parameters: Object.values(t.sampleKey),
});
const named = ({ TableName }) => ({ TableName });

const kGroups = {
  Items: {
    GetItem: ["One item by its key.", [kTable, ["Key", "json"], ...kRead],
      (t) => ({ ...named(t), Key: t.sampleKey, ReturnConsumedCapacity: "TOTAL" })],
    PutItem: ["Writes a whole item, in place of one that is there.",
      [kTable, ["Item", "json"], ...kWrite, ["ReturnValues", ["NONE", "ALL_OLD"]], kCapacity],
      (t) => ({ ...named(t), Item: sampleItem(t), ReturnValues: "ALL_OLD" })],
    UpdateItem: ["Changes attributes of an item; makes it if it is not there.",
      [kTable, ["Key", "json"], ["UpdateExpression", "text", "SET #n = :v REMOVE other"], ...kWrite,
        ["ReturnValues", ["NONE", "ALL_OLD", "UPDATED_OLD", "ALL_NEW", "UPDATED_NEW"]], kCapacity],
      (t) => ({ ...named(t), Key: t.sampleKey, UpdateExpression: "ADD #views :one",
        ExpressionAttributeNames: { "#views": "views" },
        ExpressionAttributeValues: { ":one": { N: "1" } }, ReturnValues: "ALL_NEW" })],
    DeleteItem: ["Removes an item by its key.",
      [kTable, ["Key", "json"], ...kWrite, ["ReturnValues", ["NONE", "ALL_OLD"]], kCapacity],
      (t) => ({ ...named(t), Key: t.sampleKey, ReturnValues: "ALL_OLD" })],
  },
  "Many items": {
    Query: ["The items of one partition key, in the order of the sort key.",
      [kTable, ["IndexName", "index"], ["KeyConditionExpression", "text"],
        ["FilterExpression", "text"], kProjection, kNames, kValues, ["ScanIndexForward", "bool"],
        kSelect, ...kPages, kConsistent, kCapacity],
      (t) => ({ ...named(t), ...onPartition(t), Limit: 25 })],
    Scan: ["All items, page by page, or a share of them.",
      [kTable, ["IndexName", "index"], ["FilterExpression", "text"], kProjection, kNames, kValues,
        kSelect, ...kPages, ["Segment", "number"], ["TotalSegments", "number"], kConsistent,
        kCapacity],
      (t) => ({ ...named(t), Limit: 25 })],
    BatchGetItem: ["Up to 100 items by their keys.", [["RequestItems", "json"], kCapacity],
      (t) => ({ RequestItems: { [t.TableName]: { Keys: [t.sampleKey] } } })],
    BatchWriteItem: ["Up to 25 puts and deletes, each for itself.",
      [["RequestItems", "json"], kCapacity],
      (t) => ({ RequestItems: { [t.TableName]: [1, 2, 3].map((nth) =>
        ({ PutRequest: { Item: sampleItem(t, nth) } })) } })],
  },
  Transactions: {
    TransactWriteItems: ["Up to 100 writes and checks: all or nothing.",
      [["TransactItems", "json"], ["ClientRequestToken", "text"], kCapacity],
      (t) => ({ TransactItems: [
        { Put: { ...named(t), Item: sampleItem(t, 1) } },
        { Update: { ...named(t), Key: sampleKey(t, 2), UpdateExpression: "ADD #views :one",
          ExpressionAttributeNames: { "#views": "views" },
          ExpressionAttributeValues: { ":one": { N: "1" } } } }] })],
    TransactGetItems: ["Up to 100 items as they were at one moment.",
      [["TransactItems", "json"], kCapacity],
      (t) => ({ TransactItems: [{ Get: { ...named(t), Key: t.sampleKey } },
        { Get: { ...named(t), Key: otherKey(t, t.sampleKey) } }] })],
  },
  PartiQL: {
    ExecuteStatement: ["One statement.", [["Statement", "text"], ["Parameters", "json"],
      ["Limit", "number"], ["NextToken", "text"], kConsistent, kCapacity], selectOne],
    BatchExecuteStatement: ["Up to 25 statements, each for itself.",
      [["Statements", "json"], kCapacity], (t) => ({ Statements: [selectOne(t)] })],
    ExecuteTransaction: ["Up to 100 statements: all or nothing.",
      [["TransactStatements", "json"], ["ClientRequestToken", "text"], kCapacity],
      (t) => ({ TransactStatements: [selectOne(t)] })],
  },
  Tables: {
    ListTables: ["The names of all tables.",
      [["ExclusiveStartTableName", "text"], ["Limit", "number"]], () => ({})],
    DescribeTable: ["Everything that is known of a table.", [kTable], named],
    CreateTable: ["A new table with its keys and indexes.",
      [["TableName", "text"], ["AttributeDefinitions", "json"], ["KeySchema", "json"],
        ["BillingMode", ["PAY_PER_REQUEST", "PROVISIONED"]], ["ProvisionedThroughput", "json"],
        ["GlobalSecondaryIndexes", "json"], ["LocalSecondaryIndexes", "json"],
        ["StreamSpecification", "json"], ["DeletionProtectionEnabled", "bool"]],
      () => ({ TableName: "orders", BillingMode: "PAY_PER_REQUEST",
        AttributeDefinitions: [{ AttributeName: "customer", AttributeType: "S" },
          { AttributeName: "placed_at", AttributeType: "N" }],
        KeySchema: [{ AttributeName: "customer", KeyType: "HASH" },
          { AttributeName: "placed_at", KeyType: "RANGE" }] })],
    UpdateTable: ["Throughput, indexes, stream or protection of a table.",
      [kTable, ["BillingMode", ["PAY_PER_REQUEST", "PROVISIONED"]],
        ["ProvisionedThroughput", "json"], ["AttributeDefinitions", "json"],
        ["GlobalSecondaryIndexUpdates", "json"], ["StreamSpecification", "json"],
        ["DeletionProtectionEnabled", "bool"]],
      (t) => ({ ...named(t), StreamSpecification:
        { StreamEnabled: true, StreamViewType: "NEW_AND_OLD_IMAGES" } })],
    DeleteTable: ["Removes a table with all its items.", [kTable], named],
    DescribeTimeToLive: ["Whether items expire, and by which attribute.", [kTable], named],
    UpdateTimeToLive: ["Lets items expire by an attribute, or no longer.",
      [kTable, ["TimeToLiveSpecification", "json"]],
      (t) => ({ ...named(t),
        TimeToLiveSpecification: { AttributeName: "expires_at", Enabled: true } })],
    DescribeContinuousBackups: ["Whether recovery to a point in time is on.", [kTable], named],
    UpdateContinuousBackups: ["Switches recovery to a point in time.",
      [kTable, ["PointInTimeRecoverySpecification", "json"]],
      (t) => ({ ...named(t),
        PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true } })],
    ListTagsOfResource: ["The tags of a table.", [kResource, ["NextToken", "text"]],
      (t) => ({ ResourceArn: t.TableArn })],
    TagResource: ["Puts tags on a table.", [kResource, ["Tags", "json"]],
      (t) => ({ ResourceArn: t.TableArn, Tags: [{ Key: "stage", Value: "test" }] })],
    UntagResource: ["Takes tags off a table.", [kResource, ["TagKeys", "json"]],
      (t) => ({ ResourceArn: t.TableArn, TagKeys: ["stage"] })],
  },
  Streams: {
    ListStreams: ["The streams there are.",
      [kTable, ["Limit", "number"], ["ExclusiveStartStreamArn", "text"]], named],
    DescribeStream: ["A stream and its shards.",
      [["StreamArn", "text"], ["Limit", "number"], ["ExclusiveStartShardId", "text"]],
      (t) => ({ StreamArn: streamOf(t) })],
    GetShardIterator: ["A place to read a shard from.",
      [["StreamArn", "text"], ["ShardId", "text"], ["ShardIteratorType",
        ["TRIM_HORIZON", "LATEST", "AT_SEQUENCE_NUMBER", "AFTER_SEQUENCE_NUMBER"]],
        ["SequenceNumber", "text"]],
      async (t) => ({ StreamArn: streamOf(t), ShardId: await firstShard(t),
        ShardIteratorType: "TRIM_HORIZON" })],
    GetRecords: ["The changes from that place on.",
      [["ShardIterator", "text"], ["Limit", "number"]],
      async (t) => ({ ShardIterator: await firstIterator(t), Limit: 25 })],
  },
  Service: {
    DescribeLimits: ["The quotas of account and tables.", [], () => ({})],
    DescribeEndpoints: ["Where the service is.", [], () => ({})],
  },
};

const kNoStream = "switch a stream on with UpdateTable first";
const streamOf = (t) => t.LatestStreamArn ?? kNoStream;
async function firstShard(t) {
  if (!t.LatestStreamArn) return kNoStream;
  const { StreamDescription } = await ask("DescribeStream", { StreamArn: t.LatestStreamArn });
  return StreamDescription.Shards[0]?.ShardId ?? "";
}
async function firstIterator(t) {
  if (!t.LatestStreamArn) return kNoStream;
  const place = { StreamArn: t.LatestStreamArn, ShardId: await firstShard(t),
    ShardIteratorType: "TRIM_HORIZON" };
  return (await ask("GetShardIterator", place)).ShardIterator;
}

// [[group, [{ name, text, fields, template }]]]; template(table) may be a promise. `table` is a
// TableDescription with sampleKey (samples.js).
export const operationGroups = Object.entries(kGroups).map(([group, operations]) =>
  [group, Object.entries(operations).map(([name, [text, fields, template]]) =>
    ({ name, text, fields, template }))]);
export const findOperation = (name) =>
  operationGroups.flatMap(([, operations]) => operations).find((one) => one.name === name);
