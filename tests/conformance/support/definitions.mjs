// Parts of table definitions.

const elements = (KeyType) => (AttributeName) => ({ AttributeName, KeyType });
export const keySchema = (hash, range = []) =>
  [...[hash].flat().map(elements("HASH")), ...[range].flat().map(elements("RANGE"))];
export const strings = (...names) => names.map((AttributeName) => ({ AttributeName, AttributeType: "S" }));
export const throughput = (ReadCapacityUnits, WriteCapacityUnits) =>
  ({ ProvisionedThroughput: { ReadCapacityUnits, WriteCapacityUnits } });

// A secondary index that projects everything.
export const index = (IndexName, hash, range, more = {}) =>
  ({ IndexName, KeySchema: keySchema(hash, range), Projection: { ProjectionType: "ALL" }, ...more });

// A table that would be created if nothing in `more` was wrong.
export const definition = (more = {}) => ({
  TableName: "never-created", BillingMode: "PAY_PER_REQUEST",
  AttributeDefinitions: strings("pk"), KeySchema: keySchema("pk"), ...more,
});
