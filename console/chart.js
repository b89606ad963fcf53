// Charts in SVG: groups of bars, and lines over a logarithmic or plain axis. Values are also in the
// table beside each chart, so a chart is one picture with one label.
import { s } from "./dom.js";

const kHeight = 200;
const kLeft = 56;
const kBottom = 26;
const kTop = 8;

// 1, 2 or 5 times a power of ten, at least `value`.
function roundUp(value) {
  const power = 10 ** Math.floor(Math.log10(value || 1));
  return power * [1, 2, 5, 10].find((step) => step * power >= value * 0.999);
}

function frame(width, label, max, text) {
  const svg = s("svg", { class: "chart", viewBox: `0 0 ${width} ${kHeight}`, role: "img",
    "aria-label": label, width, height: kHeight });
  const plot = kHeight - kTop - kBottom;
  for (const share of [0, 0.25, 0.5, 0.75, 1]) {
    const y = kTop + plot * (1 - share);
    svg.append(s("line", { class: "grid", x1: kLeft, x2: width, y1: y, y2: y }),
      s("text", { class: "tick", x: kLeft - 8, y: y + 4, "text-anchor": "end" },
        text(max * share)));
  }
  return { svg, plot };
}

// groups: [{ label, values: [number | null per series] }]; series: [{ name, tone }], tone 1 to 4.
export function barChart({ label, groups, series, text, width = 420 }) {
  const top = Math.max(...groups.flatMap(({ values }) => values.map((value) => value ?? 0)), 1e-9);
  const max = roundUp(top);
  const { svg, plot } = frame(width, label, max, text);
  const room = (width - kLeft) / groups.length;
  const bar = Math.min(34, (room * 0.72) / series.length);
  groups.forEach((group, at) => {
    const middle = kLeft + room * (at + 0.5);
    group.values.forEach((value, nth) => {
      if ((value ?? null) === null) return;
      const height = Math.max(1, plot * value / max);
      svg.append(s("rect", { class: `bar tone-${series[nth].tone}`, rx: 2, width: bar - 2, height,
        x: middle + (nth - series.length / 2) * bar + 1, y: kTop + plot - height },
      s("title", null, `${group.label}, ${series[nth].name}: ${text(value)}`)));
    });
    svg.append(s("text", { class: "tick", x: middle, y: kHeight - 8, "text-anchor": "middle" },
      shorten(group.label, room / 6.5)));
  });
  return svg;
}

// lines: [{ name, tone, points: [[x, y]] }].
export function lineChart({ label, lines, text, xText, width = 420 }) {
  const points = lines.flatMap((line) => line.points);
  const max = roundUp(Math.max(...points.map(([, y]) => y), 1e-9));
  const xs = points.map(([x]) => x);
  const [first, last] = [Math.min(...xs), Math.max(...xs)];
  const { svg, plot } = frame(width, label, max, text);
  const place = ([x, y]) => [
    kLeft + 6 + (width - kLeft - 12) * ((x - first) / (last - first || 1)),
    kTop + plot * (1 - y / max)].map((value) => value.toFixed(1)).join(" ");
  for (const { name, tone, points: own } of lines) {
    if (own.length > 0) svg.append(s("path", { class: `line-path tone-${tone}`,
      d: `M${own.map(place).join("L")}` }, s("title", null, name)));
  }
  for (const [x, anchor, at] of [[first, "start", kLeft], [last, "end", width]])
    svg.append(s("text", { class: "tick", x: at, y: kHeight - 8, "text-anchor": anchor },
      xText(x)));
  return svg;
}

const shorten = (text, letters) =>
  text.length <= letters ? text : `${text.slice(0, Math.max(3, letters - 1))}…`;
