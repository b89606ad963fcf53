// Streams, their shards, iterators and records.
import { startDaemon } from "../../clients/daemon.mjs";
import { asking } from "../support/ask.mjs";
import { createTable } from "../support/tables.mjs";

const kStreams = "DynamoDBStreams_20120810.";
const kTable = "told";
// Given out in 2025; iterators live for 15 minutes.
const kOldIterator = "AQEAAAAAAAAAAGAMupkqBgAAAAAAAAAAAAAAAAABAGAMupkqBgBcVymGgT0vJQ==";
const kUnknownShard = "shardId-00001700000000000000-00000000";

async function shardOf(ask) {
  const { body } = await ask("DescribeTable", { TableName: kTable });
  const StreamArn = body.Table.LatestStreamArn;
  const stream = await ask(`${kStreams}DescribeStream`, { StreamArn });
  return { StreamArn, ShardId: stream.body.StreamDescription.Shards[0].ShardId };
}
const iteratorAt = async (ask, where) =>
  ask(`${kStreams}GetShardIterator`, { ...(await shardOf(ask)), ShardIteratorType: "LATEST", ...where });
const seek = (message, where) => ({ message, run: (ask) => iteratorAt(ask, where) });
const getRecords = (message, body) => ({ message, operation: `${kStreams}GetRecords`, body });

// An iterator of a Partita that knows nothing of this one's streams.
async function foreignIterator() {
  const other = await startDaemon("--slots", "2");
  const ask = asking(other.endpoint);
  await setup(ask);
  const { body } = await iteratorAt(ask, {});
  await other.stop();
  return body.ShardIterator;
}

export default [
  {
    message: "kStreamNotFound",
    run: async (ask) => ask(`${kStreams}DescribeStream`, {
      StreamArn: (await shardOf(ask)).StreamArn.replace(/\/[^/]*$/, "/2025-01-01T00:00:00.000"),
    }),
  },
  {
    message: "kStreamArnInvalid", operation: `${kStreams}DescribeStream`,
    body: { StreamArn: "arn:aws:dynamodb:us-east-1:000000000000:table/told" },
  },
  seek("kShardNotFound", { ShardId: kUnknownShard }),
  seek("kSequenceNumberInvalid", { ShardIteratorType: "AT_SEQUENCE_NUMBER", SequenceNumber: "9".repeat(21) }),
  seek("kSequenceNumberMissing", { ShardIteratorType: "AFTER_SEQUENCE_NUMBER" }),
  seek("kSequenceNumberGiven", { ShardIteratorType: "TRIM_HORIZON", SequenceNumber: "100000000000000000001" }),
  getRecords("kIteratorInvalid", { ShardIterator: kOldIterator.replace("B", "C") }),
  getRecords("kIteratorExpired", { ShardIterator: kOldIterator }),
  getRecords("kLimitTooLarge", { ShardIterator: kOldIterator, Limit: 1001 }),
  {
    message: "kShardGone",
    run: async (ask) => ask(`${kStreams}GetRecords`, { ShardIterator: await foreignIterator() }),
  },
];

export const beyondReach = { kTrimmedData: "records are trimmed after 24 hours" };

export const setup = (ask) =>
  createTable(ask, kTable, { pk: "S" }, { StreamSpecification: { StreamEnabled: true, StreamViewType: "KEYS_ONLY" } });
