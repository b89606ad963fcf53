// Attribute values: as short text for a table's cell, from what somebody typed, and whether they
// are what DynamoDB JSON allows.
const kLongest = 160;
const kTypes = ["S", "N", "B", "BOOL", "NULL", "SS", "NS", "BS", "L", "M"];
const kNumber = /^\s*[-+]?(\d+\.?\d*|\.\d+)([eE][-+]?\d{1,3})?\s*$/;
const kBase64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;

export const isSimpleNumber = (value) => value.N !== undefined;

const brief = (text) => (text.length > kLongest ? `${text.slice(0, kLongest)}…` : text);

export function valueText(value) {
  const [type, content] = Object.entries(value)[0];
  switch (type) {
    case "S": case "N": return brief(content);
    case "BOOL": return String(content);
    case "NULL": return "null";
    case "B": return `${content.length * 3 / 4 - /=*$/.exec(content)[0].length} bytes`;
    case "SS": case "NS": return brief(`{${content.join(", ")}}`);
    case "BS": return `${content.length} binary values`;
    case "L": return brief(`[${content.map(valueText).join(", ")}]`);
    default: return brief(`{${Object.entries(content).map(([name, one]) =>
      `${name}: ${valueText(one)}`).join(", ")}}`);
  }
}

// Of a text field and a type word; throws what is wrong.
export function typedValue(type, text) {
  if (type === "N" && !kNumber.test(text)) throw new Error(`“${text}” is not a number.`);
  if (type === "B" && !kBase64.test(text)) throw new Error(`“${text}” is not base64.`);
  if (type === "BOOL") return { BOOL: text.trim().toLowerCase() === "true" };
  if (type === "NULL") return { NULL: true };
  return { [type]: type === "N" ? text.trim() : text };
}

// What is wrong with an item in DynamoDB JSON; null: nothing that could be seen here.
export function itemError(item, path = "item") {
  if (item === null || typeof item !== "object" || Array.isArray(item))
    return `${path} must be an object of attributes.`;
  for (const [name, value] of Object.entries(item)) {
    const wrong = valueError(value, path === "item" ? name : `${path}.${name}`);
    if (wrong) return wrong;
  }
  return null;
}

const isTextList = (list, test) =>
  Array.isArray(list) && list.length > 0 &&
  list.every((one) => typeof one === "string" && test(one));

function valueError(value, path) {
  const types = value !== null && typeof value === "object" ? Object.keys(value) : [];
  if (types.length !== 1 || !kTypes.includes(types[0]))
    return `${path} needs exactly one type, like {"S": "text"}: ${kTypes.join(", ")}.`;
  const type = types[0];
  const content = value[type];
  const isText = typeof content === "string";
  switch (type) {
    case "S": return isText ? null : `${path}: S holds a string.`;
    case "N": return isText && kNumber.test(content) ? null
      : `${path}: N holds a number as a string.`;
    case "B": return isText && kBase64.test(content) ? null : `${path}: B holds base64.`;
    case "BOOL": return typeof content === "boolean" ? null : `${path}: BOOL holds true or false.`;
    case "NULL": return content === true ? null : `${path}: NULL holds true.`;
    case "SS": return isTextList(content, () => true) ? null
      : `${path}: SS holds strings, one at least.`;
    case "NS": return isTextList(content, (one) => kNumber.test(one)) ? null
      : `${path}: NS holds numbers as strings, one at least.`;
    case "BS": return isTextList(content, (one) => kBase64.test(one)) ? null
      : `${path}: BS holds base64 strings, one at least.`;
    case "L": return Array.isArray(content)
      ? content.map((one, at) => valueError(one, `${path}[${at}]`)).find(Boolean) ?? null
      : `${path}: L holds a list.`;
    default: return itemError(content, path);
  }
}
