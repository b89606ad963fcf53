// The frame around the pages: navigation, theme, shortcuts, the state of the house in the corner.
//
// A page is a module with `title` and show(root, { path, query, signal }): it fills `root` and
// stops what it has begun when `signal` aborts. The address is #/<page>/<path…>?<query>.
import { h, icon, replace } from "./dom.js";
import { listen } from "./shortcuts.js";
import { watchHouse } from "./house.js";
import * as benchmarks from "./benchmarks.js";
import * as overview from "./overview.js";
import * as playground from "./playground.js";
import * as tables from "./tables.js";
import * as traces from "./traces.js";

const kPages = { overview, playground, tables, traces, benchmarks };
const kThemes = { auto: "System theme", light: "Light theme", dark: "Dark theme" };

const main = document.getElementById("main");
const links = {};
let leave = new AbortController();

function address() {
  const [path, query] = location.hash.replace(/^#\/?/, "").split("?");
  const [page, ...rest] = path.split("/").map(decodeURIComponent);
  return { page: page in kPages ? page : "overview", path: rest,
    query: new URLSearchParams(query) };
}

let shown = null;
function navigate() {
  leave.abort();
  leave = new AbortController();
  const { page, path, query } = address();
  const first = shown === null;
  const moved = shown !== page + path.join("/");
  shown = page + path.join("/");
  for (const [name, link] of Object.entries(links)) {
    if (name === page) link.setAttribute("aria-current", "page");
    else link.removeAttribute("aria-current");
  }
  const root = h("div", { class: `page page-${page}` });
  replace(main, root);
  document.title = `${path[0] ? `${path[0]} · ` : ""}${kPages[page].title} · Partita`;
  kPages[page].show(root, { path, query, signal: leave.signal });
  if (first || !moved) return;
  window.scrollTo(0, 0);
  main.focus({ preventScroll: true });
}

function buildNav() {
  Object.entries(kPages).forEach(([name, page], at) => {
    links[name] = h("a", { href: `#/${name}`, title: `${page.title} (${at + 1})` }, icon(name),
      h("span", null, page.title));
    document.getElementById("nav").append(h("li", null, links[name]));
  });
}

function buildTheme() {
  const toggle = document.getElementById("theme");
  const show = () => {
    const theme = document.documentElement.dataset.theme ?? "auto";
    replace(toggle, icon({ auto: "auto", light: "sun", dark: "moon" }[theme]));
    toggle.title = `${kThemes[theme]} (t)`;
    toggle.setAttribute("aria-label", `${kThemes[theme]}, change`);
  };
  const next = () => {
    const names = Object.keys(kThemes);
    const now = document.documentElement.dataset.theme ?? "auto";
    const theme = names[(names.indexOf(now) + 1) % names.length];
    if (theme === "auto") delete document.documentElement.dataset.theme;
    else document.documentElement.dataset.theme = theme;
    localStorage.setItem("partita.theme", theme);
    show();
  };
  toggle.addEventListener("click", next);
  show();
  return next;
}

function showHouse() {
  const line = document.getElementById("house-state");
  let said;
  watchHouse(null, (house, error) => {
    const [tone, text] = error ? ["bad", "Gateway unreachable"]
      : house.notReady > 0 ? ["warn", `${house.notReady} not ready`] : ["good", "All ready"];
    const rest = house && !error ? ` · ${house.slots.length} slots` : "";
    if (said === tone + text + rest) return;  // it is a live region: only what changes is said
    said = tone + text + rest;
    replace(line, h("span", { class: `dot ${tone}` }), h("span", null, text, rest));
  });
}

buildNav();
const nextTheme = buildTheme();
showHouse();
listen({ pages: Object.keys(kPages), nextTheme });
document.querySelector(".skip").addEventListener("click", (event) => {
  event.preventDefault();  // the hash is the router's
  main.querySelector("h1")?.focus();
});
window.addEventListener("hashchange", navigate);
navigate();
