// The texts of model/api_message.h.
import { readFileSync } from "node:fs";

const kDefinition = /string_view\s+(k\w+)\s*=\s*(?:\/\/.*\s*)?((?:"(?:[^"\\]|\\.)*"\s*)+);/g;
const kLiteral = /"((?:[^"\\]|\\.)*)"/g;

// name → text, as the header has them.
export function readMessages() {
  const header = readFileSync(new URL("../../../model/api_message.h", import.meta.url), "utf8");
  const joined = (literals) => [...literals.matchAll(kLiteral)].map(([, text]) => JSON.parse(`"${text}"`)).join("");
  return new Map([...header.matchAll(kDefinition)].map(([, name, literals]) => [name, joined(literals)]));
}

// A text with fmt's placeholders as a pattern.
export function patternOf(text) {
  const patternOfPart = (part) => {
    if (part === "{{" || part === "}}") return `\\${part[0]}`;
    return /^\{\d*\}$/.test(part) ? "[^]*" : part.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
  };
  return new RegExp(text.split(/(\{\{|\}\}|\{\d*\})/).map(patternOfPart).join(""));
}
