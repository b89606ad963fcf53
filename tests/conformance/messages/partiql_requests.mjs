// What statements may not do in the request that they stand in.
import { createTable } from "../support/tables.mjs";

const insert = (pk) => `INSERT INTO requested VALUE {'pk': '${pk}'}`;
const select = (pk) => `SELECT * FROM requested WHERE pk = '${pk}'`;
const exists = `EXISTS(${select("a")} AND v = 1)`;
const kAll = "SELECT * FROM requested";

const execute = (message, Statement) => ({ message, operation: "ExecuteStatement", body: { Statement } });
const batch = (message, ...statements) => ({
  message, operation: "BatchExecuteStatement", body: { Statements: statements.map((Statement) => ({ Statement })) },
});
const transaction = (message, ...statements) => ({
  message, operation: "ExecuteTransaction",
  body: { TransactStatements: statements.map((Statement) => ({ Statement })) },
});
const twoPages = async (ask, second) => {
  const { body } = await ask("ExecuteStatement", { Statement: kAll, Limit: 1 });
  return ask("ExecuteStatement", second(body.NextToken));
};

export default [
  execute("kDuplicateItem", insert("there")),
  batch("kDuplicateItem", insert("there")),
  transaction("kDuplicateItem", insert("there")),
  execute("kPartiqlExistsAlone", exists),
  batch("kPartiqlExistsAlone", exists),
  { message: "kNextTokenInvalid", operation: "ExecuteStatement", body: { Statement: kAll, NextToken: "AAAA" } },
  {
    message: "kNextTokenOfOther",
    run: (ask) => twoPages(ask, (NextToken) => ({ Statement: `${kAll} WHERE v = 1`, NextToken })),
  },

  batch("kPartiqlBatchMixed", insert("a"), select("a")),
  batch("kPartiqlBatchSelect", kAll),
  transaction("kPartiqlTransactionMixed", insert("a"), select("a")),
  transaction("kPartiqlTransactionFailed", kAll),
  transaction("kPartiqlTransactionSelect", kAll),
  transaction("kPartiqlTransactionIndex", `SELECT * FROM requested."by-kind" WHERE kind = 'k'`),
  transaction("kPartiqlTransactionReturning", "DELETE FROM requested WHERE pk = 'a' RETURNING ALL OLD *"),
  transaction("kPartiqlTransactionExists", `EXISTS(${select("a")})`),
];

export async function setup(ask) {
  await createTable(ask, "requested", { pk: "S" }, {
    AttributeDefinitions: [{ AttributeName: "kind", AttributeType: "S" }],
    GlobalSecondaryIndexes: [{
      IndexName: "by-kind", Projection: { ProjectionType: "ALL" },
      KeySchema: [{ AttributeName: "kind", KeyType: "HASH" }],
    }],
  });
  for (const pk of ["there", "too"]) await ask("PutItem", { TableName: "requested", Item: { pk: { S: pk } } });
}
