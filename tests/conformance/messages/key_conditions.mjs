// Key conditions, as expressions and as the legacy KeyConditions.
import { createTable } from "../support/tables.mjs";

const query = (KeyConditionExpression, values = {}) => ({
  TableName: "key-conditions", KeyConditionExpression,
  ExpressionAttributeValues: { ":p": { S: "p" }, ...values },
});
const s = { ":s": { S: "s" } };
const refused = (message, text, values) => ({ message, operation: "Query", body: query(text, values) });
const legacy = (message, KeyConditions) => ({
  message, operation: "Query", body: { TableName: "key-conditions", KeyConditions },
});
const is = (ComparisonOperator, ...texts) => ({
  ComparisonOperator, AttributeValueList: texts.map((text) => ({ S: text })),
});

export default [
  refused("kKeyConditionOperator", "pk = :p OR sk = :p"),
  refused("kKeyConditionOperator", "pk <> :p"),
  refused("kKeyConditionOperator", "contains(pk, :p)"),
  refused("kKeyConditionNested", "pk = :p AND size(sk) = :p"),
  refused("kKeyConditionFirstOperand", "pk = :p AND begins_with(:p, sk)"),
  refused("kKeyConditionSeveralNames", "pk = sk AND a = :p"),
  refused("kKeyConditionPath", "pk.a = :p"),
  refused("kKeyConditionNoName", "pk = :p AND :p = :s", s),
  refused("kKeyConditionTwice", "pk = :p AND pk = :s", s),
  refused("kKeyConditionTooMany", "pk = :p AND sk = :p AND a = :p"),
  refused("kKeyConditionMissing", "sk = :p"),
  refused("kKeyConditionMissing", "pk = :p AND a = :p"),
  {
    message: "kKeyConditionNeedsEquality",
    operation: "Query",
    body: { ...query("pk = :p AND b = :p"), IndexName: "of-several" },
  },
  refused("kKeyConditionUnsupported", "pk > :p"),
  refused("kKeyConditionType", "pk = :n AND sk = :p", { ":n": { N: "1" } }),
  refused("kEmptyStringKey", "pk = :e AND sk = :p", { ":e": { S: "" } }),
  legacy("kKeyConditionCount", {}),
  legacy("kKeyConditionNotIndexable", { pk: is("NE", "p") }),
  legacy("kKeyConditionNotIndexable", { pk: is("EQ", "p"), sk: is("CONTAINS", "s") }),
  legacy("kLegacyOperandCount", { pk: is("EQ") }),
];

export const setup = (ask) =>
  createTable(ask, "key-conditions", { pk: "S", sk: "S" }, {
    AttributeDefinitions: ["a", "b"].map((AttributeName) => ({ AttributeName, AttributeType: "S" })),
    GlobalSecondaryIndexes: [{
      IndexName: "of-several",
      KeySchema: ["pk", "a", "b"].map((AttributeName, i) => ({ AttributeName, KeyType: i === 0 ? "HASH" : "RANGE" })),
      Projection: { ProjectionType: "ALL" },
    }],
  });
