// The main members of an operation's request as fields. The body it shows and changes is the one
// the JSON beside it has: a member without a field stays as it is.
import { field, h, replace, select } from "./dom.js";
import { inLine, jsonError, pretty } from "./json_editor.js";

const kWide = ["json", "text"];
const kShortText = ["NextToken", "ClientRequestToken", "ExclusiveStartTableName", "SequenceNumber"];

export function requestForm(operation, { oninput, ontable, onsend }) {
  let body = {};
  const fields = operation.fields.map(([name, kind, hint]) => {
    const change = (value) => {
      if (value === undefined) delete body[name];
      else body[name] = value;
      oninput(body);
    };
    return { name, kind, ...makeControl(name, kind, hint, change, ontable) };
  });
  const node = h("form", { class: "request-form", onsubmit: (event) => {
    event.preventDefault();
    onsend();
  } }, fields.map((one) => one.node));
  node.hidden = fields.length === 0;
  return {
    node,
    // undefined: the JSON cannot be read at the moment, so nothing can be changed here either.
    show(next) {
      const readable = next !== null && typeof next === "object" && !Array.isArray(next);
      for (const one of fields) one.control.disabled = !readable;
      if (!readable) return;
      body = next;
      for (const one of fields)
        if (document.activeElement !== one.control) one.show(body[one.name]);
    },
    describe(tables, description) {
      for (const { kind, control } of fields) {
        if (kind === "table") fillOptions(control, tables);
        if (kind === "index") fillOptions(control, ["", ...indexNames(description)]);
      }
    },
  };
}

const indexNames = (description) =>
  [...(description?.GlobalSecondaryIndexes ?? []), ...(description?.LocalSecondaryIndexes ?? [])]
    .map(({ IndexName }) => IndexName);

function fillOptions(control, names) {
  const chosen = control.value;
  replace(control, names.map((name) => h("option", { value: name }, name || "(the table)")));
  choose(control, chosen);
}

// Also a name that is not in the list: the JSON may say anything.
function choose(control, value) {
  if (value && ![...control.options].some((option) => option.value === value))
    control.append(h("option", { value }, value));
  control.value = value;
}

function makeControl(name, kind, hint, change, ontable) {
  const whole = kWide.includes(kind) && !kShortText.includes(name) ? "whole" : "";
  if (kind === "bool") return truth(name, change);
  if (kind === "json") return jsonField(name, hint, change);
  if (Array.isArray(kind)) return choice(name, [["", "default"], ...kind], change);
  if (kind === "index") return choice(name, [""], change);
  if (kind === "table") return choice(name, [], ontable);
  const control = h("input", { type: kind === "number" ? "number" : "text", spellcheck: "false",
    autocomplete: "off", placeholder: hint, class: kind === "text" ? "mono" : "",
    oninput: () => change(control.value === "" ? undefined
      : kind === "number" ? Number(control.value) : control.value) });
  return { control, node: field(name, control, { class: whole }),
    show: (value) => (control.value = value ?? "") };
}

function choice(name, words, change) {
  const control = select(words, "", {
    onchange: () => change(control.value === "" ? undefined : control.value) });
  return { control, node: field(name, control), show: (value) => choose(control, value ?? "") };
}

function truth(name, change) {
  const control = select([["", "default"], "true", "false"], "", {
    onchange: () => change(control.value === "" ? undefined : control.value === "true") });
  return { control, node: field(name, control),
    show: (value) => choose(control, value === undefined ? "" : String(value)) };
}

function jsonField(name, hint, change) {
  const wrong = h("p", { class: "hint bad", role: "status" });
  const control = h("textarea", { rows: 1, spellcheck: "false", autocomplete: "off",
    placeholder: hint, oninput: () => {
      const text = control.value.trim();
      const error = text === "" ? null : jsonError(text);
      wrong.textContent = error ?? "";
      control.setAttribute("aria-invalid", error !== null);
      if (!error) change(text === "" ? undefined : JSON.parse(text));
    } });
  const node = field(name, control, { class: "whole" });
  node.append(wrong);
  return { control, node, show: (value) => {
    control.value = value === undefined ? "" : inLine(value, 60) ?? pretty(value);
    wrong.textContent = "";
    control.setAttribute("aria-invalid", false);
  } };
}
