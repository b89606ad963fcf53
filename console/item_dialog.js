// One item as DynamoDB JSON: looked at, changed, copied under another key, made, deleted.
import { ask } from "./api.js";
import { button, failure, h, replace } from "./dom.js";
import { jsonEditor, jsonError, pretty } from "./json_editor.js";
import { confirmDanger, openDialog, toast } from "./notice.js";
import { keyNames, keyOf, sampleKey } from "./samples.js";
import { itemError, valueText } from "./values.js";

// `item`: null for a new one. `saved()`: something has changed.
export function itemDialog({ table, item, saved }) {
  const isNew = item === null;
  const keys = keyNames(table.KeySchema);
  const judge = (text) => jsonError(text) ?? itemError(JSON.parse(text)) ?? missing(keys, text);
  const trouble = h("div");
  const editor = jsonEditor({ label: "Item as DynamoDB JSON", rows: 14, judge, onsend: () => save(),
    text: pretty(item ?? sampleKey(table)) });
  const busy = (is) => dialog.querySelectorAll(".dialog-foot .btn")
    .forEach((one) => (one.disabled = is));
  const ended = (text) => { dialog.close(); toast(text); saved(); };
  const attempt = async (work) => {
    busy(true);
    try {
      await work();
    } catch (error) {
      replace(trouble, failure(error.type ?? "Not done", error.message));
    }
    busy(false);
  };
  // Under a key of its own an item must be new: a slip of the key would else replace another.
  const save = () => {
    const next = editor.value;
    if (judge(editor.text) !== null) return editor.input.focus();
    const moved = isNew || keys.some((name) =>
      JSON.stringify(next[name]) !== JSON.stringify(item[name]));
    return attempt(async () => {
      await ask("PutItem", { TableName: table.TableName, Item: next, ...(moved && {
        ConditionExpression: "attribute_not_exists(#key)",
        ExpressionAttributeNames: { "#key": keys[0] } }) });
      ended(moved ? "Item created" : "Item saved");
    });
  };
  const remove = async () => {
    const name = keys.map((one) => valueText(item[one])).join(", ");
    if (!await confirmDanger("Delete this item?", `${name} is removed from ${table.TableName}.`,
      "Delete item")) return;
    await attempt(async () => {
      await ask("DeleteItem", { TableName: table.TableName, Key: keyOf(table, item) });
      ended("Item deleted");
    });
  };
  const dialog = openDialog(isNew ? "Create item" : "Item", [
    h("p", { class: "hint" }, isNew ? "Attributes in DynamoDB JSON; the key is filled in as an " +
      "example." : "A changed key makes a copy; the item under the old key stays."),
    editor.node, trouble], [
    !isNew && button("Delete", { class: "danger-quiet first", iconName: "trash", onclick: remove }),
    button("Cancel", { onclick: () => dialog.close() }),
    button(isNew ? "Create" : "Save", { class: "primary", onclick: save, title: "Ctrl + Enter" }),
  ].filter(Boolean), { class: "large" });
  editor.input.focus();
  editor.input.setSelectionRange(0, 0);
}

function missing(keys, text) {
  const item = JSON.parse(text);
  const absent = keys.filter((name) => item[name] === undefined);
  return absent.length > 0 ? `The key needs ${absent.join(" and ")}.` : null;
}
