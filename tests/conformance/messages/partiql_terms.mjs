// Values, conditions and updates of statements.
import { createTable } from "../support/tables.mjs";

const execute = (message, Statement, Parameters) =>
  ({ message, operation: "ExecuteStatement", body: { Statement, Parameters } });
const insert = (message, value, parameters) =>
  execute(message, `INSERT INTO terms VALUE {'pk': 'a', 'v': ${value}}`, parameters);
const where = (message, condition) => execute(message, `SELECT * FROM terms WHERE ${condition}`);
const update = (message, value) => execute(message, `UPDATE terms SET v = ${value} WHERE pk = 'a'`);

export default [
  insert("kPartiqlUnder", "1E200"),
  insert("kPartiqlMissingValue", "MISSING"),
  insert("kPartiqlDataType", "[?]", [{ S: "a parameter stands for a whole value" }]),
  insert("kPartiqlNesting", "[".repeat(40) + "]".repeat(40)),
  insert("kPartiqlEmptyBag", "<<>>"),
  insert("kPartiqlBagType", "<<true>>"),
  insert("kPartiqlDuplicateNumbers", "<<1, 1.0>>"),
  insert("kPartiqlDuplicateKey", "{'a': 1, 'a': 2}"),
  insert("kPartiqlKeyType", "{a: 1}"),
  insert("kPartiqlParameterCount", "?"),

  where("kPartiqlFunction", "sounds_like(v, 'a')"),
  where("kPartiqlWhere", "v"),
  where("kPartiqlAndOr", "pk = 'a' AND v"),
  where("kPartiqlNot", "NOT v"),
  where("kPartiqlIn", "'a' IN ['a', 'b']"),
  where("kPartiqlIsOperand", "size(v) IS NUMERIC"),
  where("kPartiqlIsType", "v IS TIMESTAMP"),
  where("kPartiqlConditionOperator", "v LIKE 'a%'"),
  where("kPartiqlAttributeTypeName", "attribute_type(v, 'STRING')"),

  update("kPartiqlIsInUpdate", "w IS NULL"),
  update("kPartiqlUpdateOperator", "w * 2"),
  update("kPartiqlSetCount", "set_add(v)"),
  update("kPartiqlSetFirst", "set_add(w, <<1>>)"),
  update("kPartiqlSetSecond", "set_add(v, 1)"),
];

export const setup = (ask) => createTable(ask, "terms", { pk: "S" });
