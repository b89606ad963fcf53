// The throughput that tables and indexes have bought, and what one partition can do.
import { index, strings, throughput } from "../support/definitions.mjs";
import { createTable } from "../support/tables.mjs";

const kLocalIndexes = 5;  // each writes every update again, twice when the index key moves
const kFill = { S: "x".repeat(380 * 1024) };
const provisioned = (more) => ({ BillingMode: "PROVISIONED", ...more });

// Writes more than the credit of 300 seconds, and once again.
const putTwice = (message, TableName) => ({
  message,
  run: async (ask) => {
    await ask("PutItem", { TableName, Item: { pk: { S: "a" }, kind: { S: "k" }, fill: kFill } });
    return ask("PutItem", { TableName, Item: { pk: { S: "b" }, kind: { S: "k" } } });
  },
});

// One large item in all local indexes: an update of their key costs some 4,000 units and the partition's credit is 300,000.
async function moveUntilThrottled(ask) {
  const TableName = "hot", pk = { S: "a" }, sk = { S: "a" };
  await ask("PutItem", { TableName, Item: { pk, sk, at: { N: "0" }, fill: kFill } });
  for (let moves = 1; moves < 200; ++moves) {
    const answer = await ask("UpdateItem", {
      TableName, Key: { pk, sk }, UpdateExpression: "SET #at = :at",
      ExpressionAttributeNames: { "#at": "at" }, ExpressionAttributeValues: { ":at": { N: String(moves) } },
    });
    if (answer.status !== 200) return answer;
  }
  throw new Error("the partition bore it all");
}

export default [
  putTwice("kTableThroughputExceeded", "slow-table"),
  putTwice("kIndexThroughputExceeded", "slow-index"),
  putTwice("kOnDemandMaximumExceeded", "capped"),
  { message: "kPartitionThroughputExceeded", run: moveUntilThrottled },
];

export async function setup(ask) {
  await createTable(ask, "slow-table", { pk: "S" }, provisioned(throughput(1, 1)));
  await createTable(ask, "slow-index", { pk: "S" }, provisioned({
    ...throughput(1, 1000), AttributeDefinitions: strings("kind"),
    GlobalSecondaryIndexes: [index("by-kind", "kind", [], throughput(1, 1))],
  }));
  await createTable(ask, "capped", { pk: "S" }, { OnDemandThroughput: { MaxWriteRequestUnits: 1 } });
  await createTable(ask, "hot", { pk: "S", sk: "S" }, {
    AttributeDefinitions: [{ AttributeName: "at", AttributeType: "N" }],
    LocalSecondaryIndexes: Array.from({ length: kLocalIndexes }, (_, i) => index(`by-at-${i}`, "pk", "at")),
  });
}
