// Elements from data. Text becomes text nodes and nothing else: there is no way from a string to
// markup in the console (its content security policy forbids the others).
const kSvg = "http://www.w3.org/2000/svg";

// `props`: "class", "on<event>" functions, "dataset", "value" and the like as properties,
// everything else as attributes; false, null and undefined leave an attribute out.
function fill(node, props, children) {
  for (const [name, value] of Object.entries(props ?? {})) {
    if (value === false || value === null || value === undefined) continue;
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else if (name === "dataset") Object.assign(node.dataset, value);
    else if (["value", "checked", "selected"].includes(name)) node[name] = value;
    else node.setAttribute(name, value === true ? "" : value);
  }
  append(node, children);
  return node;
}

function append(node, children) {
  for (const child of children.flat(Infinity)) {
    if (child === null || child === undefined || child === false) continue;
    node.append(child instanceof Node ? child : String(child));
  }
}

export const h = (tag, props, ...children) => fill(document.createElement(tag), props, children);
export const s = (tag, props, ...children) =>
  fill(document.createElementNS(kSvg, tag), props, children);

export function replace(node, ...children) {
  node.replaceChildren();
  append(node, children);
  return node;
}

export const icon = (name, props) =>
  s("svg", { class: "icon", "aria-hidden": "true", ...props },
    s("use", { href: `/console/icons.svg#${name}` }));

export const button = (label, { iconName, ...props } = {}) =>
  h("button", { type: "button", ...props, class: `btn ${props.class ?? ""}` },
    iconName && icon(iconName), label);

// A button that is only its icon; the label is for everybody who does not see it.
export const iconButton = (iconName, label, props = {}) =>
  h("button", { type: "button", title: label, "aria-label": label, ...props,
    class: `btn ghost icon-only ${props.class ?? ""}` }, icon(iconName));

let fieldCount = 0;
// A labelled control. `hint` is read with it.
export function field(label, control, { hint, ...props } = {}) {
  control.id ||= `field-${++fieldCount}`;
  if (hint) control.setAttribute("aria-describedby", `${control.id}-hint`);
  return h("div", { ...props, class: `field ${props.class ?? ""}` },
    h("label", { for: control.id }, label), control,
    hint && h("p", { class: "hint", id: `${control.id}-hint` }, hint));
}

// options: strings, [value, label] pairs, or {group, options}.
export function select(options, value, props) {
  const one = (entry) => {
    if (entry.group) return h("optgroup", { label: entry.group }, entry.options.map(one));
    const [key, label] = Array.isArray(entry) ? entry : [entry, entry];
    return h("option", { value: key, selected: key === value }, label);
  };
  return h("select", props, options.map(one));
}

export const badge = (text, tone = "") => h("span", { class: `badge ${tone}` }, text);

export const empty = (iconName, title, ...rest) =>
  h("div", { class: "empty" }, icon(iconName), h("p", { class: "empty-title" }, title), ...rest);

export const failure = (title, text, ...rest) =>
  h("div", { class: "failure", role: "alert" }, icon("warning"),
    h("div", null, h("p", { class: "failure-title" }, title), text && h("p", null, text), ...rest));

export const loading = (text = "Loading") =>
  h("div", { class: "loading", role: "status" }, h("span", { class: "spinner" }), text);

export function pageHead(title, subtitle, ...actions) {
  return h("div", { class: "page-head" },
    h("div", null, h("h1", { tabindex: "-1" }, title), subtitle && h("p", null, subtitle)),
    actions.length > 0 && h("div", { class: "actions" }, ...actions));
}

export const card = (title, props, ...children) =>
  h("section", { ...props, class: `card ${props?.class ?? ""}` },
    title && h("div", { class: "card-head" }, h("h2", null, title), props?.actions), ...children);

// Tabs over panels: [{id, label, count?}]; `onselect(id)` is told of every change.
export function tabs(label, entries, current, onselect) {
  const list = h("div", { class: "tabs", role: "tablist", "aria-label": label });
  const choose = (id, focus) => {
    for (const tab of list.children) {
      const chosen = tab.dataset.id === id;
      tab.setAttribute("aria-selected", chosen);
      tab.tabIndex = chosen ? 0 : -1;
      if (chosen && focus) tab.focus();
    }
    onselect(id);
  };
  list.append(...entries.map(({ id, label: text }) =>
    h("button", { type: "button", role: "tab", dataset: { id },
      "aria-selected": String(id === current), tabindex: id === current ? 0 : -1,
      onclick: () => choose(id) }, text)));
  list.addEventListener("keydown", (event) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!step) return;
    const at = entries.findIndex(({ id }) => id === document.activeElement.dataset.id);
    choose(entries[(at + step + entries.length) % entries.length].id, true);
    event.preventDefault();
  });
  return list;
}
