// What was sent from this browser, kept in it: the last 50 requests, the newest first.
import { badge, button, empty, h } from "./dom.js";
import { clockTime, duration } from "./format.js";
import { openDialog } from "./notice.js";

const kKey = "partita.history";
const kKept = 50;
const kLargest = 20_000;  // characters of a request; larger ones are not kept

function load() {
  try {
    const kept = JSON.parse(localStorage.getItem(kKey));
    return Array.isArray(kept) ? kept : [];
  } catch {
    return [];
  }
}

export function remember({ operation, body, answer }) {
  if (body.length > kLargest) return;
  const entry = { at: Date.now(), operation, body, status: answer.status, ms: answer.ms };
  try {
    localStorage.setItem(kKey, JSON.stringify([entry, ...load()].slice(0, kKept)));
  } catch {
    localStorage.removeItem(kKey);  // no room: it begins anew
  }
}

// `use(operation, body)`: one was chosen.
export function openHistory(use) {
  const entries = load();
  const line = ({ at, operation, body, status, ms }) => h("button", { type: "button",
    onclick: () => {
      dialog.close();
      use(operation, parsed(body));
    } },
  h("span", null, clockTime(at)), h("span", null, h("strong", null, operation), " ",
    h("code", null, body.replace(/\s+/g, " "))),
  badge(status || "none", status === 200 ? "good" : "warn"), h("span", null, duration(ms)));
  const list = entries.length > 0 ? h("div", { class: "history-list" }, entries.map(line))
    : empty("history", "No requests yet");
  const dialog = openDialog("History", list, [
    entries.length > 0 && button("Clear", { class: "danger-quiet first", onclick: () => {
      localStorage.removeItem(kKey);
      dialog.close();
    } }),
    button("Close", { onclick: () => dialog.close() }),
  ].filter(Boolean), { class: "large" });
}

const parsed = (body) => {
  try { return JSON.parse(body); } catch { return {}; }
};
