// Runs of the benchmarks: the list, one run with its charts, two side by side.
import { get } from "./api.js";
import { badge, card, empty, failure, field, h, icon, loading, pageHead, replace, select } from
  "./dom.js";
import { compact, dateTime, plural } from "./format.js";
import { runCharts, runConfiguration, runLimits, runResults } from "./benchmark_run.js";

export const title = "Benchmarks";

const kBase = "/console/api/benchmarks";
const address = (id) => `#/benchmarks/${encodeURIComponent(id)}`;

export async function show(root, { path, query, signal }) {
  const body = h("div", { class: "page-part" }, loading());
  root.append(body);
  try {
    const index = await get(kBase, signal);
    await (path[0] ? showRun(body, index, path[0], query, signal) : showList(body, index));
  } catch (error) {
    if (error.name === "AbortError") return;
    replace(body, pageHead(title), error.status === 404 && !path[0] ? howTo()
      : failure("The results cannot be read", error.message,
        path[0] && h("p", null, h("a", { href: "#/benchmarks" }, "All runs"))));
  }
}

const howTo = () => card(null, null, empty("benchmarks", "No results to show",
  h("p", null, "The console shows the runs of a directory that the daemon was told of:"),
  h("pre", { class: "json how-to" },
    "partita bench\npartita serve --bench-results bench/results"),
  h("p", null, "The first line measures and writes ", h("code", null, "bench/results"),
    "; the second serves with the results at hand.")));

function showList(body, { runs }) {
  const head = pageHead(title, "What was measured, newest first.");
  if (runs.length === 0) return replace(body, head, card(null, null,
    empty("benchmarks", "No runs yet", h("p", null, h("code", null, "partita bench"),
      " makes one."))));
  const columns = ["Run", "Kind", "Started", "Version", "Servers", "Best throughput",
    "Machine", ""];
  const row = (run) => {
    const best = Math.max(0, ...(run.headline ?? []).map(({ throughput }) => throughput));
    return h("tr", { class: "link", onclick: (event) => {
      if (!event.target.closest("a")) location.hash = address(run.id);
    } },
    h("td", { class: "name-cell" }, h("a", { href: address(run.id) }, run.title)),
    h("td", null, badge(run.kind)), h("td", null, dateTime(run.started)),
    h("td", null, h("code", null, run.version)), h("td", null, run.servers.join(", ")),
    h("td", { class: "num" }, best > 0 ? `${compact(best)}/s` : "–"),
    h("td", { class: "muted" }, run.machine),
    h("td", null, run.errors > 0 && badge(plural(run.errors, "error"), "bad")));
  };
  replace(body, head, card(null, { "aria-label": "Runs" }, h("div", { class: "table-wrap" },
    h("table", { class: "table" },
      h("thead", null, h("tr", null, columns.map((name, at) =>
        h("th", { scope: "col", class: at === 5 ? "num" : "" }, name)))),
      h("tbody", null, runs.map(row))))));
}

async function showRun(body, index, id, query, signal) {
  const fetchRun = (name) => get(`${kBase}/${encodeURIComponent(name)}`, signal);
  const other = query.get("with");
  const [run, beside] = await Promise.all([fetchRun(id), other ? fetchRun(other) : null]);
  const choice = select([["", "nothing"], ...index.runs.filter((one) => one.id !== id).map((one) =>
    [one.id, `${one.title}, ${dateTime(one.started)}`])], other ?? "", {
    onchange: () => (location.hash = address(id) +
      (choice.value ? `?with=${encodeURIComponent(choice.value)}` : "")) });
  const head = pageHead(run.title, null, field("Side by side with", choice, { class: "beside" }));
  head.firstChild.prepend(h("a", { class: "crumb", href: "#/benchmarks" }, icon("left"),
    "Benchmarks"));
  head.firstChild.append(h("p", { class: "table-line" }, badge(run.kind),
    h("span", null, dateTime(run.started)), h("code", null, run.versions?.partita ?? ""),
    run.machine && h("span", null, `${run.machine.cpu}, ${run.machine.cores} cores`)));
  replace(body, head, runCharts(run, beside), runResults(run, beside),
    h("div", { class: "details-grid" }, runConfiguration(run, beside), runLimits(run)));
}
