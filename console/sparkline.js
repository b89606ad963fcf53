// A small line of recent values, redrawn in place.
import { s } from "./dom.js";

const kWidth = 120;
const kHeight = 28;

export function sparkline() {
  const area = s("path", { class: "spark-area" });
  const line = s("path", { class: "spark-line" });
  const svg = s("svg", { class: "spark", viewBox: `0 0 ${kWidth} ${kHeight}`,
    preserveAspectRatio: "none", "aria-hidden": "true" }, area, line);
  svg.draw = (values, slots) => {
    const top = Math.max(...values, 1e-9);
    const step = kWidth / (slots - 1);
    const points = values.map((value, at) => {
      const x = kWidth - (values.length - 1 - at) * step;
      return `${x.toFixed(1)} ${(kHeight - 2 - (value / top) * (kHeight - 5)).toFixed(1)}`;
    });
    if (points.length < 2) return;
    line.setAttribute("d", `M${points.join("L")}`);
    area.setAttribute("d",
      `M${points.join("L")}L${kWidth} ${kHeight}L${points[0].split(" ")[0]} ${kHeight}Z`);
  };
  return svg;
}
