// Query and Scan: what is selected, from which index, where it starts and which segment it is.
import { createTable } from "../support/tables.mjs";

const scan = (more) => ({ TableName: "reads", ...more });
const query = (more) => ({
  TableName: "reads", KeyConditionExpression: "pk = :p",
  ...more, ExpressionAttributeValues: { ":p": { S: "p" }, ...more.ExpressionAttributeValues },
});
const place = (pk, sk) => ({ pk: { S: pk }, sk: { S: sk } });
const byKin = { IndexName: "by-kin", KeyConditionExpression: "kin = :p" };

export default [
  { message: "kResourceNotFound", operation: "Scan", body: { TableName: "nowhere" } },
  { message: "kLimitTooSmall", operation: "Query", body: query({ Limit: 0 }) },
  { message: "kNoKeyCondition", operation: "Query", body: scan({}) },
  { message: "kFilterOnKey", operation: "Query", body: query({ FilterExpression: "sk = :p" }) },
  { message: "kSelectNeedsProjection", operation: "Scan", body: scan({ Select: "SPECIFIC_ATTRIBUTES" }) },
  { message: "kSelectWithProjection", operation: "Scan", body: scan({ Select: "COUNT", ProjectionExpression: "a" }) },
  {
    message: "kSelectWithProjection",
    operation: "Query",
    body: query({ Select: "ALL_ATTRIBUTES", ProjectionExpression: "a" }),
  },
  { message: "kSelectNeedsIndex", operation: "Query", body: query({ Select: "ALL_PROJECTED_ATTRIBUTES" }) },
  { message: "kNoSuchIndex", operation: "Query", body: query({ IndexName: "by-nothing" }) },
  {
    message: "kConsistentReadOfGlobalIndex",
    operation: "Query",
    body: query({ ...byKin, ConsistentRead: true }),
  },
  { message: "kAllAttributesOfGlobalIndex", operation: "Query", body: query({ ...byKin, Select: "ALL_ATTRIBUTES" }) },
  { message: "kNotProjected", operation: "Query", body: query({ ...byKin, ProjectionExpression: "a, b" }) },
  {
    message: "kStartKeyInvalid",
    operation: "Query",
    body: query({ ExclusiveStartKey: { pk: { S: "p" } } }),
  },
  {
    message: "kStartKeyInvalidBecause",
    operation: "Scan",
    body: scan({ ExclusiveStartKey: { pk: { N: "one" } } }),
  },
  { message: "kScanStartKeyMismatch", operation: "Scan", body: scan({ ExclusiveStartKey: { pk: { S: "p" } } }) },
  {
    message: "kStartKeyOfOtherSegment",  // of two segments, the key is in one
    run: async (ask) => {
      const segment = (Segment) =>
        ask("Scan", scan({ Segment, TotalSegments: 2, ExclusiveStartKey: place("p", "s") }));
      const answers = [await segment(0), await segment(1)];
      return answers.find(({ status }) => status !== 200);
    },
  },
  { message: "kStartKeyOutside", operation: "Query", body: query({ ExclusiveStartKey: place("q", "s") }) },
  {
    message: "kStartKeyNotInRange",
    operation: "Query",
    body: query({
      KeyConditionExpression: "pk = :p AND sk > :s", ExpressionAttributeValues: { ":s": { S: "s" } },
      ExclusiveStartKey: place("p", "a"),
    }),
  },
  { message: "kSegmentMissing", operation: "Scan", body: scan({ TotalSegments: 2 }) },
  { message: "kTotalSegmentsMissing", operation: "Scan", body: scan({ Segment: 0 }) },
  { message: "kSegmentTooLarge", operation: "Scan", body: scan({ Segment: 2, TotalSegments: 2 }) },
];

export const setup = (ask) =>
  createTable(ask, "reads", { pk: "S", sk: "S" }, {
    AttributeDefinitions: [{ AttributeName: "kin", AttributeType: "S" }],
    GlobalSecondaryIndexes: [
      {
        IndexName: "by-kin", KeySchema: [{ AttributeName: "kin", KeyType: "HASH" }],
        Projection: { ProjectionType: "KEYS_ONLY" },
      },
    ],
  });
