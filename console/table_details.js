// A table's description, for reading: settings, keys, indexes, and the whole as JSON.
import { badge, card, h } from "./dom.js";
import { bytes, count, dateTime } from "./format.js";
import { jsonView } from "./json_editor.js";

export function keyText(table, schema) {
  const type = (name) =>
    table.AttributeDefinitions.find(({ AttributeName }) => AttributeName === name)?.AttributeType;
  return schema.map(({ AttributeName: name }) => `${name} (${type(name)})`).join(", ");
}

export function tableDetails(panel, table) {
  panel.append(h("div", { class: "details-grid" },
    card("Settings", null, facts(settings(table))),
    card("Indexes", null, indexTable(table))),
  card("DescribeTable", null, jsonView(table, { class: "card-json" })));
}

const facts = (rows) => h("dl", { class: "facts padded" }, rows.map(([term, value]) =>
  h("div", null, h("dt", null, term), h("dd", null, value))));

const units = ({ ReadCapacityUnits: read, WriteCapacityUnits: write } = {}) =>
  read || write ? `${count(read)} read, ${count(write)} write` : "on demand";

const settings = (table) => [
  ["Created", dateTime(table.CreationDateTime * 1000)],
  ["Key", h("code", null, keyText(table, table.KeySchema))],
  ["Throughput", units(table.ProvisionedThroughput)],
  ["Stream", table.StreamSpecification?.StreamEnabled
    ? table.StreamSpecification.StreamViewType : "off"],
  ["Deletion protection", table.DeletionProtectionEnabled ? "on" : "off"],
  ["Class", table.TableClassSummary?.TableClass ?? "STANDARD"],
  ["Id", h("code", null, table.TableId)],
  ["ARN", h("code", null, table.TableArn)],
];

function indexTable(table) {
  const all = [...(table.GlobalSecondaryIndexes ?? []).map((one) => ({ ...one, kind: "global" })),
    ...(table.LocalSecondaryIndexes ?? []).map((one) => ({ ...one, kind: "local" }))];
  if (all.length === 0) return h("p", { class: "padded muted" }, "This table has no index.");
  return h("div", { class: "table-wrap" }, h("table", { class: "table" },
    h("thead", null, h("tr", null, ["Name", "Kind", "Key", "Projection", "Items", "Size", "Status"]
      .map((name, at) => h("th", { scope: "col", class: at === 4 || at === 5 ? "num" : "" },
        name)))),
    h("tbody", null, all.map((index) => h("tr", null,
      h("td", null, h("strong", null, index.IndexName)), h("td", null, index.kind),
      h("td", null, h("code", null, keyText(table, index.KeySchema))),
      h("td", null, index.Projection.ProjectionType),
      h("td", { class: "num" }, count(index.ItemCount)),
      h("td", { class: "num" }, bytes(index.IndexSizeBytes)),
      h("td", null, badge((index.IndexStatus ?? "ACTIVE").toLowerCase(),
        (index.IndexStatus ?? "ACTIVE") === "ACTIVE" ? "good" : "warn")))))));
}
