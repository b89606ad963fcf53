// Values, keys and items that fit a table's schema, for examples.
import { call } from "./api.js";

const kValues = {
  S: (name, nth) => ({ S: `${name}-${nth}` }),
  N: (name, nth) => ({ N: String(nth) }),
  B: (name, nth) => ({ B: btoa(`${name}-${nth}`) }),
};

const typeOf = (table, name) =>
  table.AttributeDefinitions.find(({ AttributeName }) => AttributeName === name).AttributeType;

export const sampleValue = (table, name, nth = 1) => kValues[typeOf(table, name)](name, nth);

export const keyNames = (schema) => schema.map(({ AttributeName }) => AttributeName);

export const sampleKey = (table, nth = 1) => Object.fromEntries(
  keyNames(table.KeySchema).map((name) => [name, sampleValue(table, name, nth)]));

export const otherKey = (table, key) =>
  [1, 2].map((nth) => sampleKey(table, nth)).find((one) =>
    JSON.stringify(one) !== JSON.stringify(key));

export function sampleItem(table, nth = 1) {
  const item = sampleKey(table, nth);
  for (const { AttributeName: name } of table.AttributeDefinitions)
    item[name] ??= sampleValue(table, name, nth);
  return { ...item, views: { N: "0" }, tags: { SS: ["first", "second"] },
    details: { M: { written: { S: new Date().toISOString() }, draft: { BOOL: false } } } };
}

export const keyOf = (table, item) => Object.fromEntries(
  keyNames(table.KeySchema).map((name) => [name, item[name]]));

// The description of a table with `sampleKey`: of an item that is there, if there is one.
export async function describeForSamples(tableName, signal) {
  const { ok, body } = await call("DescribeTable", { TableName: tableName }, signal);
  if (!ok) return null;
  const table = body.Table;
  const page = await call("Scan", { TableName: tableName, Limit: 1 }, signal);
  const item = page.ok ? page.body.Items[0] : undefined;
  return { ...table, sampleKey: item ? keyOf(table, item) : sampleKey(table) };
}
