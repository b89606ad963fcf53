// An index that is being filled cannot be read yet.
import { createTable, untilActive } from "../support/tables.mjs";

const TableName = "backfilling";
const ITEMS = 2000;
const BATCH = 25;
const ATTEMPTS = 10;

function update(attribute) {
  const key = { AttributeName: attribute, KeyType: "HASH" };
  return {
    TableName,
    AttributeDefinitions: [
      { AttributeName: "pk", AttributeType: "N" },
      { AttributeName: attribute, AttributeType: "S" },
    ],
    GlobalSecondaryIndexUpdates: [
      { Create: { IndexName: `by-${attribute}`, KeySchema: [key], Projection: { ProjectionType: "ALL" } } },
    ],
  };
}

export default [
  {
    message: "kIndexBackfilling",  // unless it was filled before the read arrives: then the next one
    run: async (ask) => {
      let answer;
      for (let attempt = 0; attempt < ATTEMPTS && answer?.status !== 400; ++attempt) {
        await ask("UpdateTable", update(`a${attempt}`));
        answer = await ask("Scan", { TableName, IndexName: `by-a${attempt}` });
        await untilActive(ask, TableName);
      }
      return answer;
    },
  },
];

export async function setup(ask) {
  await createTable(ask, TableName, { pk: "N" });
  const a = { S: "a" };
  const put = (i) => ({ PutRequest: { Item: { pk: { N: `${i}` }, a0: a, a1: a, a2: a, a3: a } } });
  const batch = (first) => Array.from({ length: BATCH }, (_, i) => put(first + i));
  for (let i = 0; i < ITEMS; i += BATCH) await ask("BatchWriteItem", { RequestItems: { [TableName]: batch(i) } });
}
