// A table's items: scan or query, filter, page forth and back, open one, make one.
import { ask } from "./api.js";
import { button, card, empty, failure, field, h, loading, replace, select } from "./dom.js";
import { plural } from "./format.js";
import { itemDialog } from "./item_dialog.js";
import { readRequest, filterRows, keyFields } from "./item_query.js";
import { keyNames } from "./samples.js";
import { openInPlayground } from "./playground.js";
import { isSimpleNumber, valueText } from "./values.js";

const kColumns = 12;
const kPageSizes = ["25", "50", "100", "250"];

export function itemsPanel(panel, table, signal) {
  const indexes = [...(table.GlobalSecondaryIndexes ?? []), ...(table.LocalSecondaryIndexes ?? [])];
  const state = { starts: [undefined], next: undefined };
  const source = select([["", "Table"], ...indexes.map(({ IndexName }) =>
    [IndexName, `Index ${IndexName}`])], "", { onchange: () => fillKeys() });
  const keys = h("div", { class: "key-fields" });
  const order = select([["", "ascending"], ["down", "descending"]], "");
  const size = select(kPageSizes, "50");
  const filters = filterRows();
  const result = h("div", { class: "items-result", "aria-live": "polite", "aria-busy": "false" });
  const schemaOf = () =>
    indexes.find(({ IndexName }) => IndexName === source.value)?.KeySchema ?? table.KeySchema;
  const fillKeys = () => replace(keys, keyFields(table, schemaOf()));
  const request = () => readRequest({ table, source: source.value, schema: schemaOf(), keys,
    down: order.value === "down", filters, limit: Number(size.value) });

  async function load() {
    const { operation, body, wrong } = request();
    if (wrong) return replace(result, failure("This cannot be asked", wrong));
    const start = state.starts.at(-1);
    result.setAttribute("aria-busy", "true");
    if (!result.querySelector("table")) replace(result, loading());
    try {
      const page = await ask(operation, { ...body, ...(start && { ExclusiveStartKey: start }) },
        signal);
      state.next = page.LastEvaluatedKey;
      replace(result, pageOf(table, page, state, { load, edit }));
    } catch (error) {
      if (error.name !== "AbortError")
        replace(result, failure(error.type ?? "No items", error.message));
    }
    result.setAttribute("aria-busy", "false");
  }
  const restart = () => { state.starts = [undefined]; return load(); };
  const edit = (item) => itemDialog({ table, item, saved: load });

  fillKeys();
  panel.append(card(null, { "aria-label": "Items" },
    h("form", { class: "items-form", onsubmit: (event) => { event.preventDefault(); restart(); } },
      h("div", { class: "items-source" }, field("Look in", source), keys,
        field("Order", order), field("Page", size)),
      filters.node,
      h("div", { class: "actions" },
        button("Run", { class: "primary", type: "submit", iconName: "play" }),
        button("Add filter", { iconName: "plus", onclick: () => filters.add() }),
        button("Open in playground", { class: "ghost", onclick: () => {
          const { operation, body, wrong } = request();
          if (!wrong) openInPlayground(operation, body);
        } }),
        button("Create item", { class: "apart", iconName: "plus", onclick: () => edit(null) }))),
    result));
  load();
}

function pageOf(table, page, state, { load, edit }) {
  const items = page.Items ?? [];
  const foot = pageFoot(page, state, load);
  if (items.length === 0 && !page.LastEvaluatedKey && state.starts.length === 1)
    return empty("tables", "No items", h("p", null,
      page.ScannedCount > 0 ? "None of those looked at passes the filter."
        : "Nothing is stored here yet, or under this key."));
  const columns = columnsOf(table, items);
  const numeric = columns.map((name) => items.every((item) =>
    item[name] === undefined || isSimpleNumber(item[name])));
  const cell = (item, name, at) => h("td", { class: `value ${numeric[at] ? "num" : ""}` },
    item[name] === undefined ? "" : valueText(item[name]));
  const rows = items.map((item) => h("tr", { class: "link", onclick: (event) => {
    if (!window.getSelection().toString() || event.target.closest("button")) edit(item);
  } }, columns.map((name, at) => (at > 0 ? cell(item, name, at)
    : h("td", { class: `value ${numeric[at] ? "num" : ""}` },
      h("button", { type: "button", class: "as-link" }, valueText(item[name] ?? { S: "…" })))))));
  const more = new Set(items.flatMap(Object.keys)).size - columns.length;
  return [h("div", { class: "table-wrap items-table" }, h("table", { class: "table" },
    h("thead", null, h("tr", null, columns.map((name, at) =>
      h("th", { scope: "col", class: numeric[at] ? "num" : "" }, name,
        keyNames(table.KeySchema).includes(name) && h("span", { class: "key-mark" }, "key"))),
    more > 0 && h("th", { scope: "col" }, `${more} more`))),
    h("tbody", null, rows))), foot];
}

// The keys first, then what most items have.
function columnsOf(table, items) {
  const seen = new Map();
  for (const name of items.flatMap(Object.keys)) seen.set(name, (seen.get(name) ?? 0) + 1);
  const keys = keyNames(table.KeySchema);
  const others = [...seen].filter(([name]) => !keys.includes(name))
    .sort(([a, n], [b, m]) => m - n || a.localeCompare(b)).map(([name]) => name);
  return [...keys, ...others].slice(0, kColumns);
}

function pageFoot({ Count, ScannedCount }, state, load) {
  const go = (step) => { step(); load(); };
  return h("div", { class: "items-foot" },
    h("p", null, plural(Count, "item"),
      ScannedCount > Count && ` of ${ScannedCount} looked at`, `, page ${state.starts.length}`),
    h("div", { class: "actions" },
      button("Back", { class: "small", iconName: "left", disabled: state.starts.length === 1,
        onclick: () => go(() => state.starts.pop()) }),
      button("Next", { class: "small", iconName: "right", disabled: !state.next,
        onclick: () => go(() => state.starts.push(state.next)) })));
}
