// Figures for people: short, with the unit, of equal width in a column.
export const count = (value) =>
  ((value ?? null) === null ? "–" : Number(value).toLocaleString("en-US"));

export function compact(value) {
  if ((value ?? null) === null) return "–";
  if (Math.abs(value) < 10_000) return count(Math.round(value));
  const [by, unit] = value < 1e6 ? [1e3, "k"] : value < 1e9 ? [1e6, "M"] : [1e9, "G"];
  return `${(value / by).toFixed(value / by < 100 ? 1 : 0)} ${unit}`;
}

export function bytes(value) {
  if ((value ?? null) === null) return "–";
  if (value < 1024) return `${count(value)} B`;
  const units = ["KiB", "MiB", "GiB", "TiB"];
  let unit = -1;
  do value /= 1024; while (++unit < units.length - 1 && value >= 1024);
  return `${value.toFixed(value < 10 ? 2 : value < 100 ? 1 : 0)} ${units[unit]}`;
}

// Of milliseconds.
export function duration(ms) {
  if ((ms ?? null) === null) return "–";
  if (ms === 0) return "0";
  if (ms < 0.001) return `${(ms * 1e6).toFixed(0)} ns`;
  if (ms < 1) return `${(ms * 1000).toFixed(ms < 0.1 ? 1 : 0)} µs`;
  if (ms < 1000) return `${ms.toFixed(ms < 10 ? 2 : ms < 100 ? 1 : 0)} ms`;
  const seconds = ms / 1000;
  if (seconds < 120) return `${seconds.toFixed(seconds < 10 ? 1 : 0)} s`;
  if (seconds < 7200) return `${Math.round(seconds / 60)} min`;
  if (seconds < 172_800) return `${Math.round(seconds / 3600)} h`;
  return `${Math.round(seconds / 86_400)} d`;
}

// Of a Date or milliseconds since 1970, in local time: "20:31:07", "22 Nov, 20:31".
export const clockTime = (when) =>
  new Date(when).toLocaleTimeString("en-GB", { hour12: false });
export const dateTime = (when) =>
  new Date(when).toLocaleString("en-GB", { day: "numeric", month: "short", year: "numeric",
    hour: "2-digit", minute: "2-digit", hour12: false });

export const percent = (share) => `${(share * 100).toFixed(share < 0.1 ? 1 : 0)} %`;
export const plural = (number, noun) => `${count(number)} ${noun}${number === 1 ? "" : "s"}`;
