// The house as a drawing that lives: who talks to whom, how much of it there is this second, and
// which slot is meant. Every part can be reached with the keyboard and tells what it is.
import { h, s } from "./dom.js";
import { bytes, compact } from "./format.js";
import { layOut } from "./house_layout.js";

const kCells = 8;  // of a ring's gauge
const tone = (process) =>
  process.state === "ready" ? "good" : process.state === "quarantined" ? "bad" : "warn";

// `onpart(id)`: somebody looks at the part (null: at none), `onpin(id)`: chose it.
export function houseDrawing({ onpart, onpin }) {
  const box = h("div", { class: "drawing" });
  const drawn = { key: "", parts: {}, links: {}, svg: null };
  let owner = null;
  let house = null;

  const draw = () => {
    if (!house || box.clientWidth === 0) return;
    const key = [box.clientWidth, house.slots.length, house.gateways.length].join();
    if (drawn.key !== key) build(box, drawn, house, { onpart, onpin });
    drawn.key = key;
    refresh(drawn, house);
    mark(drawn, owner);
  };
  const observer = new ResizeObserver(draw);
  observer.observe(box);
  return {
    node: box,
    show(next) { house = next; draw(); },
    own(slot) { owner = slot; draw(); },
    stop: () => observer.disconnect(),
  };
}

function build(box, drawn, house, events) {
  const plan = layOut(box.clientWidth, house.slots.length, house.gateways.length);
  drawn.parts = {};
  drawn.links = {};
  const svg = s("svg", { width: plan.width, height: plan.height, role: "group",
    "aria-label": "The processes of the house and what flows between them",
    class: plan.dense ? "dense" : "" });
  svg.append(...plan.headings.map(({ text, x, y }) => s("text", { class: "heading", x, y }, text)));
  for (const link of plan.links) svg.append(drawLink(drawn, link));
  const add = (id, rect, shape) => svg.append(drawPart(drawn, id, rect, shape, plan, events));
  add("clients", plan.box.clients, "box");
  plan.box.gateways.forEach((rect, at) => add(`gateway:${at}`, rect, "box"));
  plan.box.rings.forEach((rect, at) => add(`ring:${at}`, rect, "ring"));
  plan.box.slots.forEach((rect, at) => add(`slot:${at}`, rect, "box"));
  plan.box.files.forEach((rect, at) => add(`file:${at}`, rect, "file"));
  add("registry", plan.box.registry, "box");
  add("supervisor", plan.box.supervisor, "box");
  box.replaceChildren(svg);
  drawn.svg = svg;
}

function drawLink(drawn, { id, d, slot, quiet }) {
  const flow = s("path", { d, class: "flow" });
  const group = s("g", { class: `link ${quiet ? "quiet" : ""}`, dataset: { slot: slot ?? "" } },
    s("path", { d, class: "wire" }), !quiet && flow);
  drawn.links[id] = { group, flow };
  return group;
}

function drawPart(drawn, id, rect, shape, plan, { onpart, onpin }) {
  const group = s("g", { class: `part ${shape}`, tabindex: 0, role: "button",
    transform: `translate(${rect.x} ${rect.y})`, dataset: { part: id },
    onmouseenter: () => onpart(id), onmouseleave: () => onpart(null),
    onfocus: () => onpart(id), onblur: () => onpart(null), onclick: () => onpin(id),
    onkeydown: (event) => {
      if (event.key !== "Enter" && event.key !== " ") return;
      event.preventDefault();
      onpin(id);
    } });
  const part = { group };
  if (shape === "ring") part.cells = drawRing(group, rect);
  else drawBox(group, part, rect, shape, plan);
  drawn.parts[id] = part;
  return group;
}

function drawRing(group, { w, h: height }) {
  group.append(s("rect", { class: "hit", x: -3, y: -9, width: w + 6, height: height + 18 }),
    s("rect", { class: "face", width: w, height, rx: height / 2 }));
  const step = (w - 10) / kCells;
  return Array.from({ length: kCells }, (_, at) => {
    const cell = s("rect", { class: "cell", x: 5 + at * step, y: 4, width: Math.max(1, step - 2),
      height: height - 8, rx: 1 });
    group.append(cell);
    return cell;
  });
}

// One line of text in a low box, two in a high one; a figure at the right.
function drawBox(group, part, { w, h: height }, shape, plan) {
  const low = height < 40;
  const face = shape === "file"
    ? s("path", { class: "face", d: cylinder(w, height) })
    : s("rect", { class: "face", width: w, height, rx: 8 });
  const left = shape === "file" ? 12 : 26;
  const [first, second] = shape === "file" ? [height / 2 + 1, height / 2 + 16] :
    [height / 2 - 4, height / 2 + 14];
  part.dot = shape === "file" ? null : s("circle", { class: "state", cx: 14,
    cy: low ? height / 2 : first - 4, r: 3.5 });
  part.name = s("text", { class: "name", x: left, y: low ? height / 2 + 4 : first });
  part.line = s("text", { class: "line", x: low ? w - 10 : left,
    y: low ? height / 2 + 4 : second, "text-anchor": low ? "end" : "start" });
  part.figure = s("text", { class: "figure", x: w - 12, y: first, "text-anchor": "end" });
  part.quiet = plan.narrow && shape === "file";
  part.low = low;
  group.append(face, ...[part.dot, part.name, part.line].filter(Boolean));
  if (!low) group.append(part.figure);
  if (shape === "file" && !low) group.append(s("path", { class: "rim", d: rim(w) }));
}

const cylinder = (w, height) =>
  `M.5 7C.5 3 ${w * 0.25} .5 ${w / 2} .5S${w - 0.5} 3 ${w - 0.5} 7V${height - 7}` +
  `C${w - 0.5} ${height - 3} ${w * 0.75} ${height - 0.5} ${w / 2} ${height - 0.5}` +
  `S.5 ${height - 3} .5 ${height - 7}Z`;
const rim = (w) => `M.5 7C.5 11 ${w * 0.25} 13.5 ${w / 2} 13.5S${w - 0.5} 11 ${w - 0.5} 7`;

function refresh(drawn, house) {
  const say = (id, process, name, line, figure, spoken) => {
    const part = drawn.parts[id];
    part.name.textContent = name;
    part.line.textContent = line;
    part.figure.textContent = figure ?? "";
    part.dot?.setAttribute("class", `state ${process ? tone(process) : "good"}`);
    part.group.setAttribute("aria-label", spoken ?? `${name}, ${line}`);
  };
  const perSecond = (value) => (value > 0 ? `${compact(value)}/s` : "");
  const rate = house.total.answered;
  say("clients", null, "Clients", rate > 0 ? `${compact(rate)}/s` : "quiet");
  house.gateways.forEach((gateway, at) => {
    const only = house.gateways.length === 1;  // of several nobody says who answered what
    say(`gateway:${at}`, gateway, gateway.name, `pid ${gateway.pid}`, only ? perSecond(rate) : "");
    flow(drawn.links[`in:${at}`], rate / house.gateways.length);
  });
  house.slots.forEach((slot, at) => {
    const low = drawn.parts[`slot:${at}`].low;
    say(`slot:${at}`, slot, `slot ${at}`, `${compact(slot.itemCount)} items`,
      low ? "" : perSecond(slot.asked), `Slot ${at}, ${slot.state}, ${slot.itemCount} items`);
    say(`file:${at}`, null, drawn.parts[`file:${at}`].quiet ? "SQLite" : slot.file,
      low ? "" : bytes(slot.itemBytes), "", `File ${slot.file}, ${bytes(slot.itemBytes)}`);
    gauge(drawn.parts[`ring:${at}`], slot, at);
    house.gateways.forEach((_, from) =>
      flow(drawn.links[`ask:${from}:${at}`], slot.asked / house.gateways.length));
    flow(drawn.links[`take:${at}`], slot.asked);
    flow(drawn.links[`write:${at}`], slot.commits);
  });
  say("registry", house.registry, "registryd", `${house.tables.length} tables`);
  say("supervisor", house.supervisor, "supervisor", `pid ${house.supervisor.pid}`);
}

// Each cell of the gauge doubles what waits: 1, 2, 4, … 128 or more.
function gauge(part, slot, at) {
  const lit = slot.waiting > 0 ? Math.min(kCells, Math.floor(Math.log2(slot.waiting)) + 1) : 0;
  part.cells.forEach((cell, nth) => cell.classList.toggle("lit", nth < lit));
  part.group.setAttribute("aria-label", `Ring of slot ${at}, ${slot.waiting ?? 0} waiting`);
}

// Faster with the rate, but calmly: from one round in three seconds to three in one.
function flow(link, rate) {
  if (!link) return;
  link.group.classList.toggle("moving", rate > 0);
  const seconds = Math.min(3, Math.max(0.35, 3 / Math.log10(10 + rate)));
  link.flow.style.setProperty("--round", `${seconds.toFixed(1)}s`);
}

function mark(drawn, owner) {
  drawn.svg.classList.toggle("with-owner", owner !== null);
  for (const [id, { group }] of Object.entries(drawn.parts)) {
    const at = id.split(":")[1];
    const ofSlot = /^(ring|slot|file):/.test(id);
    group.classList.toggle("owner", ofSlot && Number(at) === owner);
    group.classList.toggle("other", owner !== null && ofSlot && Number(at) !== owner);
  }
  for (const { group } of Object.values(drawn.links)) {
    const { slot } = group.dataset;
    group.classList.toggle("owner", slot !== "" && Number(slot) === owner);
    group.classList.toggle("other", owner !== null && slot !== "" && Number(slot) !== owner);
  }
}
