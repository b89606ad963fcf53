// JSON with colours: to look at, and to write in.
import { h, replace } from "./dom.js";

const kToken = /("(?:\\.|[^"\\])*")(\s*:)?|(-?\d[\d.eE+-]*)|\b(true|false|null)\b/g;
const kColoured = 200_000;  // characters; what is longer stays plain so that the page stays quick

// The text as nodes.
export function colour(text) {
  if (text.length > kColoured) return [text];
  const nodes = [];
  let from = 0;
  for (const match of text.matchAll(kToken)) {
    const [whole, string, colon, number] = match;
    nodes.push(text.slice(from, match.index));
    const kind = string ? (colon ? "key" : "string") : number ? "number" : "word";
    const token = string ?? whole;
    nodes.push(h("span", { class: `json-${kind}` }, token), colon ?? "");
    from = match.index + whole.length;
  }
  nodes.push(text.slice(from));
  return nodes;
}

const kColumns = 76;
// The value in one line, if it fits one and holds no objects or lists but lists of strings: {"S":
// "x"}, {"SS": ["x", "y"]}. Else null.
export function inLine(value, columns = kColumns) {
  if (value === null || typeof value !== "object") return JSON.stringify(value);
  const isSimple = (one) => one === null || typeof one !== "object" ||
    (Array.isArray(one) && one.every((each) => typeof each === "string"));
  if (!Object.values(value).every(isSimple)) return null;
  const texts = Object.entries(value).map(([key, one]) =>
    (Array.isArray(value) ? "" : `${JSON.stringify(key)}: `) +
    (Array.isArray(one) ? inLine(one, Infinity) : JSON.stringify(one)));
  const line = Array.isArray(value) ? `[${texts.join(", ")}]` : `{${texts.join(", ")}}`;
  return line.length <= columns ? line : null;
}

// As JSON.stringify(value, null, 2), but below the top what can be one line is one: else every
// attribute value would take three.
export function pretty(value, indent = "") {
  if (value === null || typeof value !== "object") return JSON.stringify(value);
  const inner = `${indent}  `;
  const [open, close] = Array.isArray(value) ? "[]" : "{}";
  const lines = Object.entries(value).map(([key, one]) => inner +
    (Array.isArray(value) ? "" : `${JSON.stringify(key)}: `) +
    (inLine(one, kColumns - inner.length) ?? pretty(one, inner)));
  return lines.length === 0 ? open + close : `${open}\n${lines.join(",\n")}\n${indent}${close}`;
}

export const jsonView = (value, props) => h("pre", { tabindex: 0, ...props,
  class: `json ${props?.class ?? ""}` },
  colour(typeof value === "string" ? value : pretty(value)));

// What is wrong with the text, with its line; null: nothing.
export function jsonError(text) {
  try {
    JSON.parse(text);
    return null;
  } catch {
    const at = badPlace(text);
    const found = /^\S{1,16}/.exec(text.slice(at))?.[0];
    return `Line ${text.slice(0, at).split("\n").length}: ` +
      (found ? `“${found}” is not JSON here.` : "JSON ends too early.");
  }
}

// Where the text stops being JSON. (Browsers do not agree on saying it.)
function badPlace(text) {
  let at = 0;
  const take = (pattern) => {
    pattern.lastIndex = at;
    const found = pattern.exec(text);
    if (found) at = pattern.lastIndex;
    return found !== null;
  };
  const blank = () => take(/[ \t\r\n]*/y);
  const string = () => take(/"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"/y);
  const scalar = () => string() ||
    take(/-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][-+]?\d+)?(?![\w.])|(?:true|false|null)(?!\w)/y);
  const list = (end, one) => {
    blank();
    if (take(end)) return true;
    do {
      blank();
      if (!one()) return false;
      blank();
    } while (take(/,/y));
    return take(end);
  };
  const member = () => string() && (blank(), take(/:/y)) && value();
  const value = () => {
    blank();
    return take(/\{/y) ? list(/\}/y, member) : take(/\[/y) ? list(/\]/y, value) : scalar();
  };
  if (value()) blank();
  else take(/[ \t\r\n]*/y);
  return at;
}

// A text field in colours. `oninput(text)` is told of what is typed, not of what is set.
// `judge(text)` says what is wrong (null: nothing); by default whether it is JSON.
export function jsonEditor({ label, text = "", oninput, onsend, judge = jsonError, rows = 12 }) {
  const shown = h("pre", { class: "json", "aria-hidden": "true" });
  const input = h("textarea", { "aria-label": label, spellcheck: "false", autocapitalize: "off",
    autocomplete: "off", rows });
  const message = h("p", { class: "hint bad", role: "status" });
  const paint = () => {
    replace(shown, colour(input.value), "\n");
    const wrong = input.value.trim() === "" ? null : judge(input.value);
    input.setAttribute("aria-invalid", wrong !== null);
    if (message.textContent !== (wrong ?? "")) message.textContent = wrong ?? "";
  };
  input.addEventListener("input", () => { paint(); oninput?.(input.value); });
  input.addEventListener("keydown", (event) => {
    if (event.key !== "Enter") return;
    if (event.ctrlKey || event.metaKey) {
      event.preventDefault();
      onsend?.();
    } else keepIndent(event, input);
  });
  const node = h("div", { class: "json-editor" }, h("div", { class: "json-layers" }, shown, input),
    message);
  const editor = {
    node, input,
    get text() { return input.value; },
    set text(next) { input.value = next; paint(); },
    get value() {
      try { return JSON.parse(input.value); } catch { return undefined; }
    },
  };
  editor.text = text;
  return editor;
}

function keepIndent(event, input) {
  event.preventDefault();
  const before = input.value.slice(0, input.selectionStart);
  const indent = /[^\n]*$/.exec(before)[0].match(/^ */)[0];
  const deeper = /[{[]\s*$/.test(before) ? "  " : "";
  input.setRangeText(`\n${indent}${deeper}`, input.selectionStart, input.selectionEnd, "end");
  input.dispatchEvent(new Event("input"));
}
