// What just happened, said in a corner and to screen readers; questions that need an answer.
import { button, h, iconButton } from "./dom.js";

const toasts = document.getElementById("toasts");

export function toast(text, tone = "good") {
  const note = h("div", { class: `toast ${tone}` }, text);
  // Outside of an open dialog nothing is said, and nothing stands above it.
  (document.querySelector("dialog[open]") ?? document.body).append(toasts);
  toasts.append(note);
  setTimeout(() => note.remove(), tone === "bad" ? 8000 : 3500);
}

export async function copy(text, what = "Copied") {
  try {
    await navigator.clipboard.writeText(text);
    toast(what);
  } catch {
    toast("The browser does not let this page use the clipboard.", "bad");
  }
}

export function download(name, text, type = "application/json") {
  const url = URL.createObjectURL(new Blob([text], { type }));
  h("a", { href: url, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}

// A modal with `body` (nodes) and `actions` (buttons); closed, it is gone.
export function openDialog(title, body, actions, props = {}) {
  const dialog = h("dialog", { ...props, class: `dialog ${props.class ?? ""}`,
    "aria-label": title },
    h("div", { class: "dialog-head" }, h("h2", null, title),
      iconButton("close", "Close", { onclick: () => dialog.close() })),
    h("div", { class: "dialog-body" }, body),
    h("div", { class: "dialog-foot" }, actions));
  dialog.addEventListener("close", () => {
    document.body.append(toasts);
    dialog.remove();
  });
  document.body.append(dialog);
  dialog.showModal();
  return dialog;
}

// Resolves true only after the button; with `typed`, only after that word was typed too.
export function confirmDanger(title, text, action, typed) {
  return new Promise((resolve) => {
    let sure = false;
    const act = button(action, { class: "danger", disabled: typed !== undefined,
      onclick: () => { sure = true; dialog.close(); } });
    const word = typed !== undefined && h("input", { autocomplete: "off", spellcheck: "false",
      "aria-label": `Type ${typed} to confirm`,
      oninput: (event) => (act.disabled = event.target.value !== typed),
      onkeydown: (event) => event.key === "Enter" && !act.disabled && act.click() });
    const dialog = openDialog(title, [h("p", null, text),
      word && h("p", { class: "confirm-word" }, "Type ", h("code", null, typed), " to confirm."),
      word], [button("Cancel", { onclick: () => dialog.close() }), act], { class: "small" });
    dialog.addEventListener("close", () => resolve(sure));
    if (word) word.focus();
  });
}
