// Statements that do not parse, and forms of the language that the service does not offer.
import { createTable } from "../support/tables.mjs";

const execute = (message, Statement) => ({ message, operation: "ExecuteStatement", body: { Statement } });

export default [
  // What does not parse.
  execute("kPartiqlMalformed", "SELECT * FROM grammar WHERE pk = 'a"),
  execute("kPartiqlLeftover", "SELECT * FROM grammar 5"),
  execute("kPartiqlUnexpectedTerm", "SELECT * FROM grammar WHERE"),
  execute("kPartiqlUnexpectedKeyword", "INSERT grammar VALUE {'pk': 'a'}"),
  execute("kPartiqlUnexpectedOperator", "SELECT * FROM grammar WHERE = 'a'"),
  execute("kPartiqlMissingRightSide", "SELECT * FROM grammar WHERE pk ="),
  execute("kPartiqlExpected", "SELECT *"),
  execute("kPartiqlPathDot", "SELECT m.'a' FROM grammar"),
  execute("kPartiqlSimplePath", "UPDATE 'grammar' SET v = 1 WHERE pk = 'a'"),
  execute("kPartiqlEmptyGroup", "SELECT * FROM grammar WHERE ()"),
  execute("kPartiqlEmptySelect", "SELECT FROM grammar"),
  execute("kPartiqlNoStatement", "UPDATE grammar WHERE pk = 'a'"),
  // What the service does not offer.
  execute("kPartiqlOperation", "1 + 1"),
  execute("kPartiqlAlias", "SELECT * FROM grammar AS g"),
  execute("kPartiqlClause", "SELECT DISTINCT pk FROM grammar"),
  execute("kPartiqlAt", "SELECT * FROM grammar GROUP BY pk"),
  execute("kPartiqlSelectValue", "SELECT VALUE pk FROM grammar"),
  execute("kPartiqlSeveralSources", "SELECT * FROM grammar, other"),
  execute("kPartiqlSource", "SELECT * FROM <<'a'>>"),
  execute("kPartiqlSourceTooLong", "SELECT * FROM grammar.one.two"),
  execute("kPartiqlSourceEmpty", 'SELECT * FROM ""'),
  execute("kPartiqlTableName", "SELECT * FROM it"),
  execute("kPartiqlStarAndColumns", "SELECT *, pk FROM grammar"),
  execute("kPartiqlColumn", "SELECT 5 FROM grammar"),
  execute("kPartiqlColumnTwice", "SELECT pk, pk FROM grammar"),
  execute("kPartiqlUnpivot", "SELECT m.*.a FROM grammar"),
  execute("kPartiqlWildcard", "SELECT m[*].a FROM grammar"),
  execute("kPartiqlItemSyntax", "INSERT INTO grammar VALUE 'a'"),
  execute("kPartiqlInsertSeveral", "INSERT INTO grammar <<{'pk': 'a'}, {'pk': 'b'}>>"),
  execute("kPartiqlReturningInsert", "INSERT INTO grammar VALUE {'pk': 'a'} RETURNING ALL OLD *"),
  execute("kPartiqlReturningDelete", "DELETE FROM grammar WHERE pk = 'a' RETURNING ALL NEW *"),
  execute("kPartiqlReturningStar", "DELETE FROM grammar WHERE pk = 'a' RETURNING ALL OLD pk"),
];

export const setup = (ask) => createTable(ask, "grammar", { pk: "S" });
