// Keys that work everywhere, and the page that lists them.
import { h, iconButton } from "./dom.js";

const kListed = [
  ["1 – 5", "Overview, Playground, Tables, Traces, Benchmarks"],
  ["/", "The page's search or first field"],
  ["r", "Load the page again"],
  ["t", "Next theme"],
  ["Ctrl + Enter", "Send the request, save the item"],
  ["Esc", "Close what is open"],
  ["?", "This list"],
];

let dialog;
function showList() {
  dialog ??= h("dialog", { class: "dialog small", "aria-labelledby": "shortcuts-title" },
    h("div", { class: "dialog-head" }, h("h2", { id: "shortcuts-title" }, "Keyboard shortcuts"),
      iconButton("close", "Close", { onclick: () => dialog.close() })),
    h("dl", { class: "shortcuts" }, kListed.map(([keys, what]) =>
      h("div", null, h("dt", null, keys.split(" + ").map((key, at) =>
        [at > 0 && " + ", h("kbd", null, key)])), h("dd", null, what)))));
  if (!dialog.isConnected) document.body.append(dialog);
  if (!dialog.open) dialog.showModal();
}

// The page's search, else its first field; some are there for other widths only.
const firstField = () => ["main [data-search]", "main input, main select"]
  .flatMap((selector) => [...document.querySelectorAll(selector)])
  .find((one) => one.checkVisibility());

const isTyping = (target) => target.matches("input, textarea, select, [contenteditable]");

export function listen({ pages, nextTheme }) {
  document.getElementById("help").addEventListener("click", showList);
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
    if (document.querySelector("dialog[open]")) return;
    if (event.key >= "1" && event.key <= String(pages.length))
      location.hash = `#/${pages[event.key - 1]}`;
    else if (event.key === "?") showList();
    else if (event.key === "t") nextTheme();
    else if (event.key === "r") window.dispatchEvent(new HashChangeEvent("hashchange"));
    else if (event.key === "/") firstField()?.focus();
    else return;
    event.preventDefault();
  });
}
