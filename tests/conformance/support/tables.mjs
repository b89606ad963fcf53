// Tables for tests that speak to the API without an SDK.

// Creates a table of the given key, e.g. { pk: "S", sk: "N" }, and waits until it is ACTIVE; there already: nothing happens.
export async function createTable(ask, TableName, key, more = {}) {
  const names = Object.keys(key);
  const { AttributeDefinitions = [], ...rest } = more;
  await ask("CreateTable", {
    TableName, BillingMode: "PAY_PER_REQUEST",
    AttributeDefinitions: [...names.map((AttributeName) => ({ AttributeName, AttributeType: key[AttributeName] })), ...AttributeDefinitions],
    KeySchema: names.map((AttributeName, i) => ({ AttributeName, KeyType: i === 0 ? "HASH" : "RANGE" })),
    ...rest,
  });
  await untilActive(ask, TableName);
}

export async function untilActive(ask, TableName) {
  for (let attempt = 0; attempt < 500; ++attempt) {
    const { body } = await ask("DescribeTable", { TableName });
    const indexes = body.Table?.GlobalSecondaryIndexes ?? [];
    if (body.Table?.TableStatus === "ACTIVE" && indexes.every(({ IndexStatus }) => IndexStatus === "ACTIVE")) return;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  throw new Error(`${TableName} never became ACTIVE`);
}
