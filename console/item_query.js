// The form over a table's items, and the Scan or Query it means.
import { field, h, iconButton, select } from "./dom.js";
import { typedValue } from "./values.js";

const kSortOperators = [["=", "="], ["<", "<"], ["<=", "≤"], [">", ">"], [">=", "≥"],
  ["between", "between"], ["begins_with", "begins with"]];
const kFilterOperators = [["=", "="], ["<>", "≠"], ["<", "<"], ["<=", "≤"], [">", ">"],
  [">=", "≥"], ["begins_with", "begins with"], ["contains", "contains"],
  ["attribute_exists", "exists"], ["attribute_not_exists", "does not exist"]];
const kFilterTypes = [["S", "String"], ["N", "Number"], ["B", "Binary"], ["BOOL", "Boolean"],
  ["NULL", "Null"]];

const typeOf = (table, name) => table.AttributeDefinitions.find(
  ({ AttributeName }) => AttributeName === name).AttributeType;

// One field per key attribute; empty ones do not count: without the partition key it is a Scan.
export function keyFields(table, schema) {
  return schema.map(({ AttributeName: name, KeyType }) => {
    const type = typeOf(table, name);
    const value = h("input", { autocomplete: "off", spellcheck: "false", dataset: { key: name },
      placeholder: KeyType === "HASH" ? "any: a scan" : "any" });
    if (KeyType === "HASH") return field(`${name} (${type})`, value);
    const second = h("input", { autocomplete: "off", spellcheck: "false", hidden: true,
      dataset: { until: name }, "aria-label": `${name}, last` });
    const operator = select(type === "N" ? kSortOperators.slice(0, -1) : kSortOperators, "=", {
      dataset: { operator: name }, "aria-label": `Comparison of ${name}`,
      onchange: () => (second.hidden = operator.value !== "between") });
    return h("div", { class: "sort-field" }, operator, field(`${name} (${type})`, value), second);
  });
}

// Rows of attribute, comparison, type and value; all must hold.
export function filterRows() {
  const node = h("div", { class: "filters" });
  return {
    node,
    add() {
      const value = h("input", { "aria-label": "Value", placeholder: "value",
        autocomplete: "off" });
      const type = select(kFilterTypes, "S", { "aria-label": "Type" });
      const operator = select(kFilterOperators, "=", { "aria-label": "Comparison",
        onchange: () => (value.hidden = type.hidden = operator.value.startsWith("attribute_")) });
      const name = h("input", { "aria-label": "Attribute", placeholder: "attribute",
        autocomplete: "off", spellcheck: "false" });
      const row = h("div", { class: "filter" }, name, operator, type, value,
        iconButton("close", "Remove this filter", { onclick: () => row.remove() }));
      node.append(row);
      name.focus();
    },
    all: () => [...node.children].map((row) => {
      const [name, operator, type, value] = row.children;
      return { name: name.value.trim(), operator: operator.value, type: type.value,
        value: value.value };
    }).filter(({ name }) => name !== ""),
  };
}

// { operation, body }, or { wrong } with what cannot be read.
export function readRequest({ table, source, schema, keys, down, filters, limit }) {
  const names = {};
  const values = {};
  const conditions = [];
  try {
    const isQuery = readKeys({ table, schema, keys, names, values, conditions });
    const filter = filters.all().map((one, at) => readFilter(one, at, names, values)).join(" AND ");
    const body = { TableName: table.TableName, ...(source && { IndexName: source }),
      ...(isQuery && { KeyConditionExpression: conditions.join(" AND ") }),
      ...(isQuery && down && { ScanIndexForward: false }),
      ...(filter && { FilterExpression: filter }),
      ...(Object.keys(names).length > 0 && { ExpressionAttributeNames: names }),
      ...(Object.keys(values).length > 0 && { ExpressionAttributeValues: values }),
      Limit: limit };
    return { operation: isQuery ? "Query" : "Scan", body };
  } catch (error) {
    return { wrong: error.message };
  }
}

function readKeys({ table, schema, keys, names, values, conditions }) {
  const given = (name) => keys.querySelector(`[data-key="${CSS.escape(name)}"]`).value;
  const partitions = schema.filter(({ KeyType }) => KeyType === "HASH");
  const isQuery = partitions.every(({ AttributeName }) => given(AttributeName) !== "");
  const some = schema.some(({ AttributeName }) => given(AttributeName) !== "");
  if (!isQuery && some) throw new Error(`A key needs its partition key: ${partitions
    .map(({ AttributeName }) => AttributeName).join(", ")}. Other attributes are filters.`);
  if (!isQuery) return false;
  schema.forEach(({ AttributeName: name, KeyType }, at) => {
    const text = given(name);
    if (text === "") return;
    const type = typeOf(table, name);
    names[`#k${at}`] = name;
    values[`:k${at}`] = typedValue(type, text);
    const operator = KeyType === "HASH" ? "="
      : keys.querySelector(`[data-operator="${CSS.escape(name)}"]`).value;
    if (operator === "between") values[`:k${at}b`] = typedValue(type,
      keys.querySelector(`[data-until="${CSS.escape(name)}"]`).value);
    conditions.push(compare(operator, `#k${at}`, `:k${at}`));
  });
  return true;
}

const compare = (operator, name, value) => {
  if (operator === "between") return `${name} BETWEEN ${value} AND ${value}b`;
  if (operator.startsWith("attribute_")) return `${operator}(${name})`;
  if (operator === "begins_with" || operator === "contains")
    return `${operator}(${name}, ${value})`;
  return `${name} ${operator} ${value}`;
};

// A path like address.city or list[2]: each name by a placeholder.
function readFilter({ name, operator, type, value }, at, names, values) {
  const path = name.split(".").map((part, nth) => {
    const [, plain, rest] = /^(.*?)((?:\[\d+\])*)$/.exec(part);
    names[`#f${at}_${nth}`] = plain;
    return `#f${at}_${nth}${rest}`;
  }).join(".");
  if (!operator.startsWith("attribute_")) values[`:f${at}`] = typedValue(type, value);
  return compare(operator, path, `:f${at}`);
}
