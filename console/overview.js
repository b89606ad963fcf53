// The house at a glance: the drawing, the figures over it, who owns a key, every process.
import { get } from "./api.js";
import { badge, button, card, failure, field, h, loading, pageHead, replace, select } from
  "./dom.js";
import { bytes, compact, count, duration } from "./format.js";
import { houseDrawing } from "./house_drawing.js";
import { describePart } from "./house_parts.js";
import { pastHouses, processesOf, watchHouse } from "./house.js";
import { sparkline } from "./sparkline.js";

export const title = "Overview";

const kRemembered = 60;
const kTiles = [
  { label: "Requests", unit: "/s", of: (house) => house.total.answered,
    text: compact },
  { label: "Commits", unit: "/s", of: (house) => house.total.commits, text: compact },
  { label: "Waiting in rings", of: (house) => house.total.waiting, text: compact },
  { label: "p99", of: (house) => house.total.p99Ms ?? null,
    text: (ms) => (ms === null ? "–" : duration(ms)) },
  { label: "Items", of: (house) => house.total.items, text: compact },
  { label: "Item bytes", of: (house) => house.total.bytes, text: bytes },
];

export function show(root, { query, signal }) {
  const tiles = kTiles.map(makeTile);
  const details = h("div", { class: "part-details", "aria-live": "polite" });
  const looked = { at: null, pinned: null };
  let house = null;
  const tell = () => {
    const id = looked.at ?? looked.pinned;
    if (house) replace(details, id ? partText(describePart(house, id)) : hint());
  };
  const drawing = houseDrawing({
    onpart: (id) => { looked.at = id; tell(); },
    onpin: (id) => { looked.pinned = looked.pinned === id ? null : id; tell(); },
  });
  signal.addEventListener("abort", drawing.stop);
  const owner = ownerCard(query, drawing, signal);
  const tableList = card("Tables", null, h("ul", { class: "table-names" }));
  const processes = h("div", { class: "table-wrap" }, loading());
  const trouble = h("div");
  root.append(
    pageHead("Overview",
      "Clients speak HTTP to the gateway; each slot has one process and one SQLite file."),
    trouble,
    h("dl", { class: "tiles" }, tiles.map(({ node }) => node)),
    h("div", { class: "overview-grid" },
      card(null, { class: "drawing-card", "aria-label": "Drawing of the house" }, drawing.node,
        details),
      h("div", { class: "overview-side" }, owner.node, tableList)),
    card("Processes", null, processes));
  watchHouse(signal, (next, error) => {
    replace(trouble, error && failure("The gateway does not answer", error.message));
    if (!next) return error && replace(processes);
    house = next;
    tiles.forEach((tile) => tile.show(house));
    drawing.show(house);
    owner.show(house);
    replace(processes, processTable(house));
    replace(tableList.querySelector(".table-names"), house.tables.length > 0
      ? house.tables.map(tableLine)
      : h("li", { class: "muted" }, "None yet. ", h("a", { href: "#/tables" }, "Create one")));
    if (looked.at === null) tell();
  });
}

function makeTile({ label, unit, of, text }) {
  const value = h("dd", null, "–");
  const line = sparkline();
  const node = h("div", { class: "tile" }, h("dt", null, label), value, line);
  return {
    node,
    show(house) {
      const now = of(house);
      replace(value, text(now), unit && h("span", { class: "unit" }, unit));
      line.draw(pastHouses().map((past) => of(past) ?? 0), kRemembered);
    },
  };
}

const hint = () => [
  h("p", { class: "muted" }, "Point at a part of the drawing to see what it is, or step through ",
    "with Tab. A click keeps it here."),
  h("ul", { class: "drawing-legend" },
    [["good", "ready"], ["warn", "starting, stopping or coming back"], ["bad", "quarantined"]]
      .map(([tone, text]) => h("li", null, h("span", { class: `dot ${tone}` }), text)),
    h("li", null, h("span", { class: "legend-ring" }, h("i"), h("i"), h("i", { class: "off" })),
      "waiting in a ring: each cell doubles it, from 1 to 128 and more"),
    h("li", null, h("span", { class: "legend-flow" }), "something flows, the faster the more")),
];

const partText = ({ title: name, text, rows }) => [
  h("div", null, h("h2", null, name), h("p", { class: "muted" }, text)),
  h("dl", { class: "part-facts" }, rows.map(([term, value]) =>
    h("div", null, h("dt", null, term), h("dd", null, value)))),
];

const tableLine = ({ name, status }) =>
  h("li", null, h("a", { href: `#/tables/${encodeURIComponent(name)}`, title: name }, name),
    status !== "ACTIVE" && badge(status.toLowerCase(), "warn"));

// Table and key → hash → slot, also in the drawing and in the address.
function ownerCard(query, drawing, signal) {
  const tableList = h("select", { required: true });
  const type = select([["S", "String"], ["N", "Number"], ["B", "Binary"]],
    query.get("type") ?? "S");
  const key = h("input", { value: query.get("key") ?? "", autocomplete: "off", spellcheck: "false",
    placeholder: "value of the partition key", required: true });
  const result = h("div", { class: "owner-result", "aria-live": "polite" });
  const clear = () => { replace(result); drawing.own(null); };
  const form = h("form", { class: "owner-form", onsubmit: (event) => {
    event.preventDefault();
    find();
  }, oninput: clear },
    field("Table", tableList),
    h("div", { class: "owner-key" }, field("Type", type), field("Partition key", key)),
    button("Find its slot", { class: "primary", type: "submit", iconName: "search" }));
  async function find() {
    const asked = new URLSearchParams({ table: tableList.value, type: type.value, key: key.value });
    history.replaceState(null, "", `#/overview?${asked}`);
    try {
      const owner = await get(`/console/api/owner?${asked}`, signal);
      drawing.own(owner.slot);
      replace(result, ownerText(owner));
    } catch (error) {
      if (error.name === "AbortError") return;
      drawing.own(null);
      replace(result, failure("No slot", error.message));
    }
  }
  const node = card("Who owns a key?", null, form, result);
  let names = null;
  return {
    node,
    show(house) {
      const next = house.tables.map(({ name }) => name);
      if (next.join("\n") === names?.join("\n")) return;
      const first = names === null;
      const chosen = first ? query.get("table") : tableList.value;
      names = next;
      replace(tableList, names.map((name) =>
        h("option", { value: name, selected: name === chosen }, name)));
      form.querySelector("[type=submit]").disabled = names.length === 0;
      if (names.length === 0) replace(tableList, h("option", { value: "" }, "no tables yet"));
      const described = house.tables.find(({ name }) => name === tableList.value);
      if (first && !query.get("type") && described?.keyType) type.value = described.keyType;
      tableList.onchange = () => {
        type.value = house.tables.find(({ name }) => name === tableList.value)?.keyType ?? "S";
      };
      if (first && query.get("key") && chosen) find();
    },
  };
}

function ownerText({ slot, slots, hash, pid, process, state }) {
  const at = parseInt(hash.slice(0, 8), 16) / 2 ** 32;
  const mark = h("span", { class: "range-mark" });
  mark.style.left = `${at * 100}%`;
  return [
    h("p", { class: "owner-line" }, "Slot ", h("strong", null, slot), `, ${process}`,
      pid ? `, pid ${pid} ` : " ", badge(state, state === "ready" ? "good" : "warn")),
    h("div", { class: "range", role: "img",
      "aria-label": `The hash lies at ${(at * 100).toFixed(1)} % of the hash space` },
      Array.from({ length: slots }, (_, nth) =>
        h("span", { class: nth === slot ? "owner" : "" })), mark),
    h("p", { class: "hash" }, h("span", null, "SHA-256, first 8 bytes"), h("code", null, hash)),
  ];
}

function processTable(house) {
  const head = ["Process", "State", "Pid", "Life", "Restarts", "Up for", "Ready after",
    "Items", "Bytes", "Last death"];
  const numeric = [2, 3, 4, 5, 6, 7, 8];
  const row = (of) => [
    h("strong", null, of.name), badge(of.state, of.state === "ready" ? "good"
      : of.state === "quarantined" ? "bad" : "warn"),
    of.pid || "–", of.epoch, of.restarts, of.pid ? duration(of.uptimeMs) : "–",
    of.readyAfterMs ? duration(of.readyAfterMs) : "–",
    of.itemCount === undefined ? "" : count(of.itemCount),
    of.itemBytes === undefined ? "" : bytes(of.itemBytes), of.lastDeath ?? "never",
  ];
  return h("table", { class: "table" },
    h("thead", null, h("tr", null, head.map((name, at) =>
      h("th", { scope: "col", class: numeric.includes(at) ? "num" : "" }, name)))),
    h("tbody", null, processesOf(house).map((of) => h("tr", null, row(of).map((value, at) =>
      h("td", { class: numeric.includes(at) ? "num" : "" }, value))))));
}
