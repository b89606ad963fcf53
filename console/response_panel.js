// An answer: how it went, how long it took, how large it is, its id, its text.
import { badge, button, card, empty, h, iconButton, loading, replace } from "./dom.js";
import { bytes, duration } from "./format.js";
import { jsonView, pretty } from "./json_editor.js";
import { copy, download } from "./notice.js";

const kShown = 1_000_000;  // characters; more would make the page slow, download shows it all

export function responsePanel() {
  const body = h("div", { class: "card-body", "aria-live": "polite" });
  const node = card("Response", { class: "response-card" }, body);
  replace(body, empty("playground", "Nothing sent yet",
    h("p", null, "Send with the button or ", h("kbd", null, "Ctrl"), " ", h("kbd", null, "Enter"),
      ".")));
  return {
    node,
    wait: () => replace(body, loading("Waiting for the answer")),
    show: (answer) => replace(body, answerLines(answer), answerText(answer)),
  };
}

function answerLines({ ok, status, ms, size, requestId, error }) {
  const tone = ok ? "good" : status === 0 || status >= 500 ? "bad" : "warn";
  return [
    h("div", { class: "response-line" },
      badge(status === 0 ? "no answer" : `${status} ${ok ? "OK" : error?.type ?? "error"}`, tone),
      h("span", null, duration(ms)), h("span", null, bytes(size))),
    error && h("p", { class: "response-error" }, error.message),
    requestId && h("div", { class: "id-line" }, "Request ", h("code", { title: requestId },
      requestId), iconButton("copy", "Copy the request id", { class: "small",
      onclick: () => copy(requestId) }),
    h("a", { href: `#/traces/${requestId}`, class: "btn small" }, "View trace")),
  ];
}

function answerText({ body, text }) {
  const all = body === null ? text : pretty(body);
  return [
    jsonView(all.slice(0, kShown), { class: "response-text", "aria-label": "Answer" }),
    all.length > kShown && h("p", { class: "hint" }, "The rest is in the download."),
    h("div", { class: "actions" },
      button("Copy", { class: "small", iconName: "copy", onclick: () => copy(all) }),
      button("Download", { class: "small", iconName: "download",
        onclick: () => download("answer.json", all) })),
  ];
}
