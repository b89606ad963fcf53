// A new table: name, keys, indexes, how it is paid.
import { ask } from "./api.js";
import { button, failure, field, h, iconButton, replace, select } from "./dom.js";
import { openDialog, toast } from "./notice.js";

const kTypes = [["S", "String"], ["N", "Number"], ["B", "Binary"]];
const kProjections = [["ALL", "all attributes"], ["KEYS_ONLY", "keys only"]];

const text = (props) => h("input", { autocomplete: "off", spellcheck: "false", ...props });

// An attribute of a key: name and type in one row.
function keyField(label, props) {
  const name = text({ placeholder: "attribute", ...props });
  const type = select(kTypes, "S", { "aria-label": `Type of ${label.toLowerCase()}` });
  const node = h("div", { class: "key-row" }, field(label, name), type);
  return { node, read: () => name.value.trim() === "" ? null
    : { name: name.value.trim(), type: type.value } };
}

export function createTableDialog(created) {
  const name = text({ required: true, minlength: 3, maxlength: 255, pattern: "[a-zA-Z0-9_.\\-]+",
    placeholder: "orders" });
  const partition = keyField("Partition key", { required: true });
  const sort = keyField("Sort key (optional)");
  const indexes = [];
  const indexList = h("div", { class: "index-list" });
  const billing = select([["PAY_PER_REQUEST", "On demand"], ["PROVISIONED", "Provisioned"]],
    "PAY_PER_REQUEST", { onchange: () => (units.hidden = billing.value !== "PROVISIONED") });
  const read = text({ type: "number", min: 1, value: "5" });
  const write = text({ type: "number", min: 1, value: "5" });
  const units = h("div", { class: "two", hidden: true }, field("Read units", read),
    field("Write units", write));
  const trouble = h("div");
  const addIndex = () => {
    const row = indexRow(() => indexes.splice(indexes.indexOf(row), 1));
    indexes.push(row);
    indexList.append(row.node);
    row.node.querySelector("input").focus();
  };
  const form = h("form", { id: "create-table", class: "stack", onsubmit: async (event) => {
    event.preventDefault();
    const wanted = { name: name.value, partition: partition.read(), sort: sort.read(),
      indexes: indexes.map((row) => row.read()), billing: billing.value,
      units: { ReadCapacityUnits: Number(read.value), WriteCapacityUnits: Number(write.value) } };
    try {
      await ask("CreateTable", createTableRequest(wanted));
      dialog.close();
      toast(`Table ${wanted.name} created`);
      created(wanted.name);
    } catch (error) {
      replace(trouble, failure(error.type ?? "Not created", error.message));
    }
  } }, field("Table name", name, { hint: "3 to 255 of a–z, A–Z, 0–9, underscore, hyphen, dot" }),
  h("div", { class: "two" }, partition.node, sort.node),
  h("div", { class: "two" }, field("Billing", billing), units),
  h("div", { class: "stack" }, indexList,
    button("Add index", { class: "small", iconName: "plus", onclick: addIndex })), trouble);
  const dialog = openDialog("Create table", form, [
    button("Cancel", { onclick: () => dialog.close() }),
    button("Create table", { class: "primary", type: "submit", form: "create-table" })]);
  name.focus();
}

function indexRow(removed) {
  const name = text({ required: true, minlength: 3, maxlength: 255 });
  const kind = select([["global", "Global"], ["local", "Local"]], "global",
    { onchange: () => (partition.node.hidden = kind.value === "local") });
  const partition = keyField("Partition key");
  const sort = keyField("Sort key");
  const projection = select(kProjections, "ALL");
  const node = h("fieldset", { class: "index-row" }, h("legend", null, "Index"),
    iconButton("close", "Remove this index", { class: "small", onclick: () => {
      node.remove();
      removed();
    } }),
    h("div", { class: "three" }, field("Index name", name), field("Kind", kind),
      field("Projection", projection)),
    h("div", { class: "two" }, partition.node, sort.node));
  return { node, read: () => ({ name: name.value, kind: kind.value, partition: partition.read(),
    sort: sort.read(), projection: projection.value }) };
}

// The request for what the form says; DynamoDB judges it.
export function createTableRequest({ name, partition, sort, indexes, billing, units }) {
  const attributes = new Map();
  const schema = (keys) => keys.filter(([key]) => key).map(([key, KeyType]) => {
    attributes.set(key.name, key.type);
    return { AttributeName: key.name, KeyType };
  });
  const provisioned = billing === "PROVISIONED" && { ProvisionedThroughput: units };
  const KeySchema = schema([[partition, "HASH"], [sort, "RANGE"]]);
  const build = (index) => ({ IndexName: index.name,
    KeySchema: schema([[index.kind === "local" ? partition : index.partition, "HASH"],
      [index.sort, "RANGE"]]),
    Projection: { ProjectionType: index.projection },
    ...(index.kind === "global" && provisioned) });
  const global = indexes.filter(({ kind }) => kind === "global").map(build);
  const local = indexes.filter(({ kind }) => kind === "local").map(build);
  return { TableName: name, KeySchema, BillingMode: billing, ...provisioned,
    ...(global.length > 0 && { GlobalSecondaryIndexes: global }),
    ...(local.length > 0 && { LocalSecondaryIndexes: local }),
    AttributeDefinitions: [...attributes].map(([AttributeName, AttributeType]) =>
      ({ AttributeName, AttributeType })) };
}
