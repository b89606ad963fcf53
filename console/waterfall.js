// The steps of one request over its time.
import { h } from "./dom.js";
import { bytes, duration, plural } from "./format.js";

// What a step is, and who does it: "gateway", "ring", "owner" or "disk" give it its colour.
const kSteps = {
  receive: ["The body comes in", "gateway"],
  parse: ["JSON is read", "gateway"],
  authorise: ["May the caller do this", "gateway"],
  check: ["Checks, expressions compiled", "gateway"],
  question: ["Asks the owner of the slot", "whole"],
  enqueue: ["Frame into the ring", "gateway"],
  ring: ["Waits in the ring", "ring"],
  execute: ["The owner executes", "owner"],
  commit: ["Waits for the commit and its fsync", "disk"],
  return: ["Reply waits in the ring", "ring"],
  answer: ["Reply becomes JSON", "gateway"],
  send: ["Handed to the socket", "gateway"],
};
const kColours = [["gateway", "gateway"], ["ring", "in a ring"], ["owner", "owner of the slot"],
  ["disk", "commit"]];
const kTicks = [0, 0.25, 0.5, 0.75, 1];

export function waterfall({ spans, durationNs }) {
  const whole = Math.max(durationNs, 1);
  const depth = (span) => (span.parent === undefined ? 0 : 1 + depth(spans[span.parent]));
  const row = (span) => {
    const [text, who] = kSteps[span.name] ?? [span.name, "gateway"];
    const bar = h("span", { class: `span-bar ${who}` });
    bar.style.left = `${100 * span.startNs / whole}%`;
    bar.style.width = `${100 * span.durationNs / whole}%`;
    const indent = depth(span);
    return h("li", { class: `span depth-${Math.min(indent, 2)}` },
      h("div", { class: "span-name" }, h("strong", null, span.name),
        h("span", { class: "span-text" }, text), questionFacts(span)),
      h("div", { class: "span-track" }, bar),
      h("span", { class: "span-time" }, duration(span.durationNs / 1e6)));
  };
  return h("div", { class: "waterfall" },
    h("ul", { class: "series" }, kColours.map(([who, text]) =>
      h("li", null, h("span", { class: `swatch span-bar ${who}` }), text))),
    h("div", { class: "span-axis", "aria-hidden": "true" }, h("span"), h("div", null,
      kTicks.map((share) => h("span", null, duration(whole * share / 1e6)))), h("span")),
    h("ol", null, spans.map(row)));
}

function questionFacts(span) {
  if (span.message === undefined) return null;
  const facts = [span.message, span.owner ?? `slot ${span.slot}`,
    `${bytes(span.questionBytes)} → ${bytes(span.replyBytes)}`,
    span.batchSize && `batch of ${plural(span.batchSize, "request")}`, span.end].filter(Boolean);
  return h("span", { class: "span-facts" }, facts.join(" · "));
}
