// Every operation, by form and as JSON, and what the gateway answers.
import { call, listTables } from "./api.js";
import { button, card, field, h, pageHead, replace, select } from "./dom.js";
import { jsonEditor, pretty } from "./json_editor.js";
import { copy, openDialog } from "./notice.js";
import { findOperation, operationGroups } from "./operations.js";
import { openHistory, remember } from "./request_history.js";
import { requestForm } from "./request_form.js";
import { responsePanel } from "./response_panel.js";
import { describeForSamples } from "./samples.js";
import { snippets } from "./snippets.js";

export const title = "Playground";

// A request that another page or the history asked for: { operation, body }, once.
let handed = null;
export function openInPlayground(operation, body) {
  handed = { operation, body };
  location.hash = `#/playground?op=${operation}&at=${Date.now()}`;
}

export async function show(root, { query, signal }) {
  const operation = findOperation(query.get("op")) ?? findOperation("GetItem");
  const state = { operation, table: query.get("table"), tables: [], description: null, signal };
  const response = responsePanel();
  const editor = jsonEditor({ label: "Request as JSON", rows: 8, onsend: () => send(),
    oninput: () => { state.edited = true; form.show(editor.value); } });
  const form = requestForm(operation, {
    oninput: (body) => { state.edited = true; editor.text = pretty(body); },
    // The example is made anew for another table; what somebody has written stays.
    ontable: (name) => {
      if (state.edited) setBody({ ...editor.value, TableName: name }, true);
      chooseTable(name);
    },
    onsend: () => send(),
  });
  const sendButton = button("Send", { class: "primary", iconName: "play", title: "Ctrl + Enter",
    onclick: () => send() });
  const tableChoice = h("div");

  async function send() {
    const sent = editor.text;
    sendButton.disabled = true;
    response.wait();
    try {
      const answer = await call(operation.name, sent, signal);
      remember({ operation: operation.name, body: sent, answer });
      response.show(answer);
    } catch (error) {
      if (error.name !== "AbortError") throw error;
    }
    sendButton.disabled = false;
  }
  async function fillExample() {
    if (operation.template.length > 0 && !state.description) return setBody({});
    const body = await operation.template(state.description);
    if (!signal.aborted) setBody(body);
  }
  function setBody(body, edited = false) {
    state.edited = edited;
    editor.text = pretty(body);
    form.show(body);
  }
  async function chooseTable(name) {
    state.table = name;
    state.description = name ? await describeForSamples(name, signal) : null;
    if (signal.aborted) return;
    form.describe(state.tables, state.description);
    if (!state.edited) await fillExample();
  }
  layOut(root, { state, editor, form, response, sendButton, tableChoice, fillExample, setBody });
  try {
    state.tables = await listTables(signal);
  } catch (error) {
    if (error.name === "AbortError") return;
  }
  const given = handed;
  handed = null;
  showTableChoice(tableChoice, state, chooseTable);
  form.describe(state.tables, null);
  if (given) setBody(given.body);
  else await chooseTable(state.tables.includes(state.table) ? state.table : state.tables[0])
    .catch((error) => { if (error.name !== "AbortError") throw error; });
}

// The table of the example, for operations that have no field for it.
function showTableChoice(place, state, chooseTable) {
  const { fields, template } = state.operation;
  const hasOwn = fields.some(([, kind]) => kind === "table");
  if (state.tables.length === 0 || hasOwn || template.length === 0) return;
  const current = state.tables.includes(state.table) ? state.table : state.tables[0];
  replace(place, h("label", { class: "table-choice" }, h("span", null, "Example for"),
    select(state.tables, current, { onchange: (event) => {
      state.edited = false;
      chooseTable(event.target.value);
    } })));
}

function layOut(root, { state, editor, form, response, sendButton, tableChoice, fillExample,
  setBody }) {
  const { operation } = state;
  const copyAs = (name) => button(name, { class: "small", iconName: "copy", onclick: () => {
    const body = editor.value;
    if (body !== undefined) showSnippet(name, snippets[name](operation.name, body,
      location.origin, "us-east-1"));
  } });
  root.append(
    pageHead("Playground", operation.text,
      button("History", { iconName: "history", onclick: () => openHistory(openInPlayground) })),
    h("div", { class: "playground" }, operationSelect(operation), operationList(operation),
      card(operation.name, { class: "request-card", actions: h("div", { class: "actions" },
        tableChoice, sendButton) },
      h("div", { class: "card-body" }, form.node,
        h("div", { class: "field" }, h("div", { class: "legend-line" },
          h("span", { class: "legend" }, "Request"),
          h("div", { class: "actions" },
            button("Example", { class: "small ghost", onclick: fillExample }),
            button("Format", { class: "small ghost", onclick: () =>
              editor.value !== undefined && setBody(editor.value) }))),
        editor.node),
        h("div", { class: "actions" }, h("span", { class: "legend" }, "Copy as"),
          Object.keys(snippets).map(copyAs)))),
      response.node));
}

function showSnippet(name, text) {
  const dialog = openDialog(name, h("pre", { class: "json response-text", tabindex: 0 }, text), [
    button("Close", { onclick: () => dialog.close() }),
    button("Copy", { class: "primary", iconName: "copy",
      onclick: () => copy(text, `${name} copied`) })], { class: "large" });
  copy(text, `${name} copied`);
}

const open = (name) => `#/playground?op=${name}`;

function operationList(current) {
  const link = ({ name }) => h("a", { href: open(name),
    "aria-current": name === current.name && "true" }, name);
  const groups = h("div", null, operationGroups.map(([group, operations]) =>
    h("section", null, h("h3", null, group), operations.map(link))));
  const narrow = (event) => {
    const wanted = event.target.value.trim().toLowerCase();
    for (const section of groups.children) {
      const links = [...section.querySelectorAll("a")];
      links.forEach((one) => (one.hidden = !one.textContent.toLowerCase().includes(wanted)));
      section.hidden = links.every((one) => one.hidden);
    }
  };
  return h("nav", { class: "card operations", "aria-label": "Operations" },
    h("input", { type: "search", placeholder: "Find", "aria-label": "Find an operation",
      "data-search": true, oninput: narrow, onkeydown: (event) => {
        if (event.key === "Enter") groups.querySelector("section:not([hidden]) a:not([hidden])")
          ?.click();
      } }), groups);
}

const operationSelect = (current) => field("Operation",
  select(operationGroups.map(([group, operations]) =>
    ({ group, options: operations.map(({ name }) => name) })), current.name,
  { onchange: (event) => (location.hash = open(event.target.value)) }),
  { class: "operation-select" });
