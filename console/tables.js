// The tables: the list, and one table with its items and its description.
import { ask, listTables } from "./api.js";
import { badge, button, card, empty, failure, h, icon, loading, pageHead, replace, tabs } from
  "./dom.js";
import { bytes, count } from "./format.js";
import { confirmDanger, toast } from "./notice.js";
import { createTableDialog } from "./create_table.js";
import { itemsPanel } from "./items.js";
import { keyText, tableDetails } from "./table_details.js";

export const title = "Tables";

const kAtOnce = 8;  // descriptions asked for at a time
const kSettleMs = 400;

export const tone = (status) => (status === "ACTIVE" ? "good" : "warn");
const address = (name) => `#/tables/${encodeURIComponent(name)}`;

export function show(root, { path, query, signal }) {
  const stay = (error) => { if (error.name !== "AbortError") throw error; };
  (path[0] ? showTable(root, path[0], query, signal) : showList(root, signal)).catch(stay);
}

async function showList(root, signal) {
  const again = () => (location.hash = `#/tables?at=${Date.now()}`);
  const body = h("div", null, loading());
  const filter = h("input", { type: "search", placeholder: "Filter by name", class: "list-filter",
    "aria-label": "Filter tables by name", "data-search": true });
  root.append(
    pageHead("Tables", "What the house stores.", filter,
      button("Create table", { class: "primary", iconName: "plus",
        onclick: () => createTableDialog((name) => (location.hash = address(name))) })),
    card(null, { "aria-label": "All tables" }, body));
  let names;
  try {
    names = await listTables(signal);
  } catch (error) {
    if (error.name === "AbortError") return;
    return replace(body, failure("The tables cannot be listed", error.message,
      button("Try again", { class: "small", onclick: again })));
  }
  if (names.length === 0) return replace(body, empty("tables", "No tables yet",
    h("p", null, "Create one here, or with any AWS SDK.")));
  const rows = new Map(names.map((name) => [name, tableRow(name)]));
  const table = listOf([...rows.values()]);
  replace(body, table);
  filter.addEventListener("input", () => {
    const wanted = filter.value.trim().toLowerCase();
    for (const [name, row] of rows) row.hidden = !name.toLowerCase().includes(wanted);
  });
  for (let moving = names; moving.length > 0 && !signal.aborted;) {
    if (moving !== names) await new Promise((resolve) => setTimeout(resolve, kSettleMs));
    moving = await describeAll(moving, signal, rows);
  }
}

// Fills the tables' rows, removes those of tables that are gone, gives the names of those that are
// on their way to somewhere.
async function describeAll(names, signal, rows) {
  const waiting = [...names];
  const moving = [];
  const worker = async () => {
    for (let name; (name = waiting.shift()) !== undefined;) {
      try {
        const { Table } = await ask("DescribeTable", { TableName: name }, signal);
        fillRow(rows.get(name), Table);
        if (Table.TableStatus !== "ACTIVE") moving.push(name);
      } catch (error) {
        if (error.name === "AbortError") return;
        if (error.type === "ResourceNotFoundException") rows.get(name).remove();
      }
    }
  };
  await Promise.all(Array.from({ length: kAtOnce }, worker));
  return moving;
}

const kHead = ["Name", "Status", "Key", "Indexes", "Items", "Size", "Billing"];
const listOf = (rows) => h("div", { class: "table-wrap" }, h("table", { class: "table" },
  h("thead", null, h("tr", null, kHead.map((name, at) =>
    h("th", { scope: "col", class: [3, 4, 5].includes(at) ? "num" : "" }, name)))),
  h("tbody", null, rows)));

const tableRow = (name) => h("tr", { class: "link", onclick: (event) => {
  if (!event.target.closest("a")) location.hash = address(name);
} }, h("td", { class: "name-cell" }, h("a", { href: address(name), title: name }, name)),
kHead.slice(1).map((_, at) => h("td", { class: [2, 3, 4].includes(at) ? "num" : "" }, "…")));

function fillRow(row, table) {
  const indexes = (table.GlobalSecondaryIndexes?.length ?? 0) +
    (table.LocalSecondaryIndexes?.length ?? 0);
  const billing = table.BillingModeSummary?.BillingMode === "PAY_PER_REQUEST" ? "on demand"
    : "provisioned";
  const cells = [badge(table.TableStatus.toLowerCase(), tone(table.TableStatus)),
    h("code", null, keyText(table, table.KeySchema)), indexes, count(table.ItemCount),
    bytes(table.TableSizeBytes), billing];
  cells.forEach((cell, at) => replace(row.children[at + 1], cell));
}

async function showTable(root, name, query, signal) {
  const body = h("div", { class: "page-part" }, loading());
  root.append(body);
  let table;
  try {
    table = await describeSettled(name, signal);
  } catch (error) {
    if (error.name === "AbortError") return;
    const head = pageHead(name);
    head.firstChild.prepend(crumb());
    return replace(body, head, failure("This table cannot be shown", error.message));
  }
  const panel = h("div", { role: "tabpanel" });
  const panels = {
    items: () => itemsPanel(panel, table, signal),
    details: () => tableDetails(panel, table),
  };
  const open = query.get("tab") === "details" ? "details" : "items";
  const choose = (id) => {
    replace(panel);
    panels[id]();
  };
  replace(body, tableHead(table), tabs("Parts of the table", [{ id: "items", label: "Items" },
    { id: "details", label: "Description" }], open, choose), panel);
  choose(open);
}

// A table on its way becomes active within a moment.
async function describeSettled(name, signal) {
  for (let attempt = 0; ; ++attempt) {
    const { Table } = await ask("DescribeTable", { TableName: name }, signal);
    if (Table.TableStatus === "ACTIVE" || attempt === 5) return Table;
    await new Promise((resolve) => setTimeout(resolve, kSettleMs));
  }
}

const crumb = () => h("a", { class: "crumb", href: "#/tables" }, icon("left"), "Tables");

function tableHead(table) {
  const name = table.TableName;
  const head = pageHead(name, null,
    h("a", { class: "btn", href: `#/playground?op=Query&table=${encodeURIComponent(name)}` },
      "Playground"),
    button("Delete table", { class: "danger-quiet", iconName: "trash", onclick: async () => {
      if (!await confirmDanger(`Delete ${name}?`,
        `All ${count(table.ItemCount)} items and all indexes go with it. This cannot be undone.`,
        "Delete table", name)) return;
      try {
        await ask("DeleteTable", { TableName: name });
        toast(`Table ${name} deleted`);
        location.hash = "#/tables";
      } catch (error) {
        toast(error.message, "bad");
      }
    } }));
  head.firstChild.prepend(crumb());
  head.firstChild.append(h("p", { class: "table-line" },
    badge(table.TableStatus.toLowerCase(), tone(table.TableStatus)),
    h("code", null, keyText(table, table.KeySchema)),
    h("span", null, `${count(table.ItemCount)} items`),
    h("span", null, bytes(table.TableSizeBytes))));
  return head;
}
