// One run, alone or beside another: charts, figures, configuration, what the machine can do.
//
// A series is a server of a run. A group is what was asked of it: workload, transport, connections.
import { card, h } from "./dom.js";
import { bytes, compact, duration, percent } from "./format.js";
import { barChart, lineChart } from "./chart.js";

const kTones = 6;
const median = (figure) => figure?.median ?? null;
const micros = (value) => (value === null ? "–" : duration(value / 1000));

const groupKey = (one) => [one.workload, one.transport, one.connections].join("\n");
const groupName = ({ workload, transport, connections }) =>
  `${workload.replaceAll("_", " ")} ×${connections}${transport === "native" ? " native" : ""}`;

// [{ name, tone, summary: Map of group to its entry }]
function seriesOf(run, beside) {
  const serversOf = ({ summary }) => [...new Set(summary.map(({ server }) => server))];
  const of = (one, suffix) => serversOf(one).map((server) => ({
    name: server + suffix,
    summary: new Map(one.summary.filter((entry) => entry.server === server)
      .map((entry) => [groupKey(entry), entry])),
  }));
  const all = [...of(run, ""), ...(beside ? of(beside, ` (${beside.id})`) : [])];
  return all.map((series, at) => ({ ...series, tone: at % kTones + 1 }));
}

function groupsOf(series) {
  const groups = new Map();
  for (const { summary } of series)
    for (const [key, entry] of summary) groups.set(key, groupName(entry));
  return [...groups].map(([key, label]) => ({ key, label }));
}

// As wide as it may be drawn without its letters becoming smaller.
const fit = (width) => Math.min(width, Math.max(320, window.innerWidth - 72));

const kCharts = [
  { title: "Throughput", of: "throughput", text: compact, note: "operations a second" },
  { title: "p50", of: "p50_us", text: micros, note: "half of the answers are faster" },
  { title: "p99", of: "p99_us", text: micros, note: "one in 100 is slower" },
  { title: "p99.9", of: "p99_9_us", text: micros, note: "one in 1,000 is slower" },
];

export function runCharts(run, beside) {
  const series = seriesOf(run, beside);
  const groups = groupsOf(series);
  const parts = [];
  if (groups.length > 0) parts.push(legend(series), h("div", { class: "charts" },
    kCharts.map(({ title, of, text, note }) => card(title, { actions: h("span", { class: "hint" },
      note) }, h("div", { class: "chart-box" }, barChart({
      label: `${title} by workload`, series, text,
      width: fit(420), groups: groups.map(({ key, label }) => ({ label,
        values: series.map(({ summary }) => median(summary.get(key)?.[of])) })) }))))));
  parts.push(...timelines(run), ...curves(run));
  return h("div", { class: "page-part" }, parts);
}

const legend = (series) => h("ul", { class: "series" }, series.map(({ name, tone }) =>
  h("li", null, h("span", { class: `swatch tone-${tone}` }), name)));

// Throughput over the time of each result of the last round; servers in the order of the first, for
// the later ones begin with another.
function timelines({ results = [] }) {
  const last = Math.max(0, ...results.map(({ round }) => round));
  const servers = results.map(({ server }) => server);
  const shown = results.filter(({ round, timeline }) => round === last && timeline?.length > 1)
    .sort((a, b) => servers.indexOf(a.server) - servers.indexOf(b.server)).slice(0, kTones);
  if (shown.length === 0) return [];
  const rates = (timeline) => timeline.map(([end, operations], at) =>
    [end, operations / (end - (at > 0 ? timeline[at - 1][0] : 0))]);
  const lines = shown.map((result, at) => ({ name: `${result.server} ${groupName(result)}`,
    tone: at + 1, points: rates(result.timeline) }));
  return [card("Throughput over time", { actions: h("span", { class: "hint" },
    `round ${last}, operations a second`) }, legend(lines), h("div", { class: "chart-box" },
    lineChart({ label: "Throughput over time", lines, text: compact, width: fit(900),
      xText: (seconds) => `${seconds.toFixed(1)} s` })))];
}

const curves = (run) => (run.curves ?? []).length === 0 ? [] : [h("div", { class: "charts" },
  run.curves.map(({ title, x, y, series }) => {
    const lines = series.slice(0, kTones).map(({ name, points }, at) =>
      ({ name, points, tone: at + 1 }));
    return card(title, null, legend(lines), h("div", { class: "chart-box" },
      lineChart({ label: `${title}: ${y} over ${x}`, lines, text: compact, width: fit(420),
        xText: (value) => `${compact(value)} ${x}` })));
  }))];

const kColumns = [
  ["Throughput", "throughput", (value) => `${compact(value)}/s`], ["p50", "p50_us", micros],
  ["p99", "p99_us", micros], ["p99.9", "p99_9_us", micros],
  ["Server CPU", "server_cpu_us_per_operation", micros],
];

export function runResults(run, beside) {
  const series = seriesOf(run, beside);
  const cell = (figure, text) => h("td", { class: "num",
    title: figure ? `${text(figure.min)} to ${text(figure.max)}` : "" },
  figure ? text(figure.median) : "–");
  const bound = (entry) => {
    const fractions = Object.entries(entry.fractions ?? {}).filter(([, value]) => value !== null);
    return fractions.map(([name, value]) =>
      `${percent(value?.median ?? value)} of ${name.replaceAll("_", " ")}`).join(", ") || "–";
  };
  const rows = groupsOf(series).flatMap(({ key, label }) => series
    .filter(({ summary }) => summary.has(key)).map(({ name, tone, summary }) => {
      const entry = summary.get(key);
      return h("tr", null, h("td", null, h("strong", null, label)),
        h("td", null, h("span", { class: `swatch tone-${tone}` }), name),
        h("td", { class: "num" }, entry.rounds),
        kColumns.map(([, of, text]) => cell(entry[of], text)),
        h("td", { class: "muted" }, bound(entry)));
    }));
  if (rows.length === 0) return checks(run);
  return h("div", { class: "page-part" }, checks(run), card("Results",
    { actions: h("span", { class: "hint" }, "medians of the rounds") },
    h("div", { class: "table-wrap" }, h("table", { class: "table" },
      h("thead", null, h("tr", null, ["Workload", "Server", "Rounds",
        ...kColumns.map(([name]) => name), "Share of a limit"].map((name, at) =>
        h("th", { scope: "col", class: at >= 2 && at <= 7 ? "num" : "" }, name)))),
      h("tbody", null, rows)))));
}

function checks({ checks: list = [] }) {
  if (list.length === 0) return null;
  const verdict = (reached) => reached === null ? "not measured" : reached ? "reached" : "missed";
  return card("What must be reached", null, h("div", { class: "table-wrap" },
    h("table", { class: "table" }, h("thead", null, h("tr", null,
      ["Check", "Measured", "Must", "", "Note"].map((name, at) =>
        h("th", { scope: "col", class: at === 1 || at === 2 ? "num" : "" }, name)))),
    h("tbody", null, list.map((one) => h("tr", null, h("td", null, one.name),
      h("td", { class: "num" }, one.measured?.toFixed?.(2) ?? "–"),
      h("td", { class: "num" }, `${one.direction === "at_most" ? "≤" : "≥"} ${one.must}`),
      h("td", null, h("span", { class: `badge ${one.reached === null ? ""
        : one.reached ? "good" : "bad"}` }, verdict(one.reached))),
      h("td", { class: "wide muted" }, one.note ?? "")))))));
}

const optionText = (value) => Array.isArray(value) ? value.join(" ")
  : typeof value === "object" ? JSON.stringify(value) : String(value);

export function runConfiguration(run, beside) {
  const machine = run.machine ?? {};
  const rows = [
    ["Processor", machine.cpu], ["Cores", machine.cores],
    ["Memory", bytes(machine.memory_bytes)], ["Kernel", machine.kernel],
    ["System", machine.system], ["File system", machine.file_system],
    ["Load when it began", machine.load_average],
    ["fdatasync, p50 / p99", machine.fdatasync_us &&
      `${micros(machine.fdatasync_us.append_p50)} / ${micros(machine.fdatasync_us.append_p99)}`],
    ...Object.entries(run.versions ?? {}),
    ...Object.entries(run.options ?? {}).filter(([, value]) => value !== null && value !== false)
      .map(([name, value]) => [name.replaceAll("_", " "), optionText(value)]),
    beside && ["Side by side", beside.title],
  ].filter((row) => row && (row[1] ?? null) !== null);
  return card("Configuration", null, h("dl", { class: "facts padded" }, rows.map(([term, value]) =>
    h("div", null, h("dt", null, term), h("dd", null, value)))));
}

export function runLimits({ limits = [], servers = [] }) {
  return h("div", { class: "page-part" },
    limits.length > 0 && card("What the machine can do", null, h("dl", { class: "facts padded" },
      limits.map(({ name, unit, value, conditions }) => h("div", null,
        h("dt", null, name.replaceAll("_", " "),
          conditions && h("p", { class: "hint" }, conditions)),
        h("dd", { class: "nowrap" }, `${compact(value)} ${unit}`))))),
    servers.length > 0 && card("Servers", null, h("dl", { class: "facts padded" },
      servers.map((server) => h("div", null, h("dt", null, server.name,
        server.durability && h("p", { class: "hint" }, server.durability)),
      h("dd", null, [server.version, server.start_ms && `starts in ${duration(server.start_ms)}`,
        server.idle_pss_bytes && `${bytes(server.idle_pss_bytes)} idle`].filter(Boolean)
        .join(", ")))))));
}
