// Numbers as strings that are none, or that are out of range.
import { createTable } from "../support/tables.mjs";

const put = (number) => ({ TableName: "numbers", Item: { pk: { S: "p" }, n: { N: number } } });

export default [
  { message: "kNotANumber", operation: "PutItem", body: put("one") },
  {
    message: "kNotANumberButEmpty",
    operation: "BatchWriteItem",
    body: { RequestItems: { numbers: [{ PutRequest: { Item: put("").Item } }] } },
  },
  { message: "kTooManyDigits", operation: "PutItem", body: put("1".repeat(39)) },
  { message: "kNumberOverflow", operation: "PutItem", body: put("1E126") },
  { message: "kNumberUnderflow", operation: "PutItem", body: put("1E-131") },
];

export const setup = (ask) => createTable(ask, "numbers", { pk: "S" });
