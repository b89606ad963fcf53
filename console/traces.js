// What requests went through: lists of recorded ones, and one with its steps.
import { get } from "./api.js";
import { badge, button, card, empty, failure, field, h, icon, iconButton, loading, pageHead,
  replace, select, tabs } from "./dom.js";
import { bytes, clockTime, count, dateTime, duration, plural } from "./format.js";
import { jsonView } from "./json_editor.js";
import { copy, download } from "./notice.js";
import { operationGroups } from "./operations.js";
import { waterfall } from "./waterfall.js";

export const title = "Traces";

const kCount = 50;
const kOrders = [{ id: "latest", label: "Latest" }, { id: "slowest", label: "Slowest" },
  { id: "failed", label: "Failed" }];
const address = (id) => `#/traces/${encodeURIComponent(id)}`;
const ms = (ns) => duration(ns / 1e6);

export function show(root, { path, query, signal }) {
  const stay = (error) => { if (error.name !== "AbortError") throw error; };
  (path[0] ? showTrace(root, path[0], signal) : showList(root, query, signal)).catch(stay);
}

const statusBadge = ({ status, error, failed }) => badge(
  error ? `${status} ${error}` : status === 0 ? "not answered" : String(status),
  status >= 500 || status === 0 ? "bad" : failed || status >= 400 ? "warn" : "good");

async function showList(root, query, signal) {
  const state = { order: query.get("order") ?? "latest", operation: query.get("operation") ?? "",
    table: query.get("table") ?? "" };
  const result = h("div", { "aria-live": "polite" }, loading());
  const id = h("input", { placeholder: "request id or trace id", autocomplete: "off",
    spellcheck: "false", "aria-label": "Request id or trace id", "data-search": true });
  const operations = operationGroups.map(([group, all]) =>
    ({ group, options: all.map(({ name }) => name) }));
  const operation = select([["", "all"], ...operations], state.operation,
    { onchange: () => load({ operation: operation.value }) });
  const table = h("input", { value: state.table, autocomplete: "off", spellcheck: "false",
    placeholder: "all", onchange: () => load({ table: table.value.trim() }) });
  async function load(change = {}) {
    Object.assign(state, change);
    const asked = new URLSearchParams({ [state.order]: kCount });
    if (state.operation) asked.set("operation", state.operation);
    if (state.table) asked.set("table", state.table);
    try {
      const { traces } = await get(`/traces?${asked}`, signal);
      replace(result, traces.length > 0 ? traceTable(traces) : noTraces(state));
    } catch (error) {
      if (error.name !== "AbortError") replace(result, cannot(error));
    }
  }
  root.append(
    pageHead(title,
      "Where the time of a request went. Keys and values of items are never recorded.",
      h("form", { class: "id-search", role: "search", onsubmit: (event) => {
        event.preventDefault();
        if (id.value.trim() !== "") location.hash = address(id.value.trim());
      } }, id, button("Find", { type: "submit", iconName: "search" }))),
    card(null, { "aria-label": "Recorded requests" },
      h("div", { class: "trace-filters" },
        tabs("Which requests", kOrders, state.order, (order) => load({ order })),
        h("div", { class: "trace-fields" }, field("Operation", operation), field("Table", table),
          iconButton("refresh", "Load again", { onclick: () => load() }))), result));
  await load();
}

const noTraces = ({ order, operation, table }) => empty("traces", order === "failed"
  ? "No failed requests" : "No requests recorded",
h("p", null, operation || table ? "None for this operation and table."
  : order === "failed" ? "Errors of the house, throttling and transactions in conflict show here."
    : "They appear as soon as a client asks something."));

const cannot = (error) => h("div", { class: "padded" }, error.status === 404
  ? failure("No traces", "This gateway records no traces.")
  : failure("The traces cannot be read", error.message));

function traceTable(traces) {
  const longest = Math.max(...traces.map(({ durationNs }) => durationNs), 1);
  const columns = ["Started", "Operation", "Duration", "", "Status", "Table", "Slot", "Batch", "In",
    "Out", "Request"];
  const numeric = [2, 6, 7, 8, 9];
  const row = (trace) => {
    const bar = h("span", { class: `length ${trace.failed ? "failed" : ""}` });
    bar.style.width = `${Math.max(1, 100 * trace.durationNs / longest)}%`;
    const cells = [clockTime(trace.start), h("strong", null, trace.operation),
      ms(trace.durationNs), h("span", { class: "length-track" }, bar), statusBadge(trace),
      h("span", { class: "clip" }, trace.table ?? ""),
      trace.slot ?? (trace.questions > 1 ? "several" : "–"), trace.batchSize ?? "–",
      bytes(trace.bytesIn), bytes(trace.bytesOut),
      h("a", { href: address(trace.requestId), class: "mono", "aria-label":
        `Trace of ${trace.operation} ${trace.requestId}` }, trace.requestId.slice(0, 10), "…")];
    return h("tr", { class: "link", onclick: (event) => {
      if (!event.target.closest("a")) location.hash = address(trace.requestId);
    } }, cells.map((cell, at) => h("td", { class: numeric.includes(at) ? "num" : "" }, cell)));
  };
  return h("div", { class: "table-wrap" }, h("table", { class: "table" },
    h("thead", null, h("tr", null, columns.map((name, at) =>
      h("th", { scope: "col", class: numeric.includes(at) ? "num" : "" }, name)))),
    h("tbody", null, traces.map(row))));
}

async function showTrace(root, id, signal) {
  const body = h("div", { class: "page-part" }, loading());
  root.append(body);
  const crumb = h("a", { class: "crumb", href: "#/traces" }, icon("left"), "Traces");
  try {
    const trace = await get(`/trace/${encodeURIComponent(id)}`, signal);
    replace(body, traceHead(trace, crumb), card("Steps", { actions: h("span", { class: "hint" },
      `${ms(trace.durationNs)} in all`) }, waterfall(trace)),
    h("div", { class: "details-grid" }, attributes(trace),
      card("JSON", null, jsonView(trace, { class: "card-json" }))));
  } catch (error) {
    if (error.name === "AbortError") return;
    const head = pageHead("Trace");
    head.firstChild.prepend(crumb);
    replace(body, head, error.status === 404
      ? failure("There is no such trace", "It was never recorded here, or is not remembered any " +
        "more: the newest stay, and slow and failed ones longer.",
      h("p", null, h("code", null, id)))
      : failure("The trace cannot be read", error.message));
  }
}

function traceHead(trace, crumb) {
  const text = JSON.stringify(trace, null, 2);
  const otlp = async () => {
    const url = `/trace/${encodeURIComponent(trace.requestId)}?format=otlp`;
    download(`trace-${trace.requestId}.otlp.json`, JSON.stringify(await get(url), null, 2));
  };
  const head = pageHead(trace.operation, null,
    button("Copy JSON", { iconName: "copy", onclick: () => copy(text, "Trace copied") }),
    button("Download", { iconName: "download",
      onclick: () => download(`trace-${trace.requestId}.json`, text) }),
    button("OpenTelemetry", { iconName: "download", onclick: otlp }));
  head.firstChild.prepend(crumb);
  head.firstChild.append(
    h("p", { class: "table-line" }, statusBadge(trace), h("span", null, ms(trace.durationNs)),
      h("span", null, dateTime(trace.start)), trace.table && h("a", {
        href: `#/tables/${encodeURIComponent(trace.table)}` }, trace.table)),
    h("div", { class: "id-line" }, "Request ", h("code", { title: trace.requestId },
      trace.requestId), iconButton("copy", "Copy the request id", { class: "small",
      onclick: () => copy(trace.requestId) })));
  return head;
}

function attributes(trace) {
  const rows = [
    ["Gateway", `gateway[${trace.gateway}]`],
    ["Slot", trace.slot ?? (trace.questions > 1 ? "several" : "none")],
    ["Questions to owners", count(trace.questions)],
    ["Commit shared by", trace.batchSize && plural(trace.batchSize, "request")],
    ["Request", bytes(trace.bytesIn)], ["Answer", bytes(trace.bytesOut)],
    ["Started", trace.start], ["Kept", trace.kept && `longer: ${trace.kept}`],
    ["Client", trace.clientLeft && "left before the answer"],
    ["Trace id", h("code", null, trace.traceId)],
    ["Parent span", trace.parentSpanId && h("code", null, trace.parentSpanId)],
  ].filter(([, value]) => value || value === 0);
  return card("Attributes", null, h("dl", { class: "facts padded" }, rows.map(([term, value]) =>
    h("div", null, h("dt", null, term), h("dd", null, value)))));
}
