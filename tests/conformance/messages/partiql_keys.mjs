// Keys, orders and indexes of statements.
import { createTable } from "../support/tables.mjs";

const execute = (message, Statement, more = {}) =>
  ({ message, operation: "ExecuteStatement", body: { Statement, ...more } });
const remove = (message, condition) => execute(message, `DELETE FROM keyed WHERE ${condition}`);
const select = (message, rest) => execute(message, `SELECT * FROM keyed WHERE ${rest}`);
const fiftyOne = Array.from({ length: 51 }, (_, i) => `'p${i}'`).join(", ");

export default [
  remove("kPartiqlKeyMissing", "pk = 'a'"),
  remove("kPartiqlKeyTwice", "pk = 'a' AND pk = 'b' AND sk = 1"),
  remove("kPartiqlKeyNested", "pk.name = 'a' AND sk = 1"),
  execute("kPartiqlKeyAbsent", "INSERT INTO keyed VALUE {'pk': 'a'}"),
  execute("kPartiqlKeyTypeMismatch", "INSERT INTO keyed VALUE {'pk': 1, 'sk': 1}"),

  select("kPartiqlOverlap", "pk = 'a' AND (sk > 1 OR sk > 2)"),
  select("kPartiqlTooManyReads", `pk IN [${fiftyOne}]`),
  execute("kPartiqlOrderWithoutWhere", "SELECT * FROM keyed ORDER BY sk"),
  select("kPartiqlOrderWithoutKey", "v = 1 ORDER BY sk"),
  select("kPartiqlOrderAttribute", "pk = 'a' ORDER BY v"),
  select("kPartiqlOrderNeedsHash", "pk IN ['a', 'b'] ORDER BY sk"),
  select("kPartiqlOrderTerm", "pk = 'a' ORDER BY m.a"),

  execute("kPartiqlNoSuchIndex", 'SELECT * FROM keyed."by-nothing"'),
  execute("kPartiqlMultiAttributeKey", 'SELECT * FROM keyed."by-two"'),
  execute("kPartiqlConsistentReadOfGlobalIndex", 'SELECT * FROM keyed."by-kind"', { ConsistentRead: true }),
  execute("kPartiqlWriteToIndex", `DELETE FROM keyed."by-kind" WHERE kind = 'k'`),
  execute("kPartiqlInsertIntoIndex", `INSERT INTO keyed."by-kind" VALUE {'kind':'k'}`),
  execute("kPartiqlFilterNotProjected", `SELECT * FROM keyed."by-kind" WHERE kind = 'k' AND hidden = 1`),
];

const index = (IndexName, ...hash) => ({
  IndexName, Projection: { ProjectionType: "INCLUDE", NonKeyAttributes: ["shown"] },
  KeySchema: hash.map((AttributeName) => ({ AttributeName, KeyType: "HASH" })),
});

export const setup = (ask) => createTable(ask, "keyed", { pk: "S", sk: "N" }, {
  AttributeDefinitions: ["kind", "other"].map((AttributeName) => ({ AttributeName, AttributeType: "S" })),
  GlobalSecondaryIndexes: [index("by-kind", "kind"), index("by-two", "kind", "other")],
});
