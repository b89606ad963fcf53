// A request in the words of other tools.
import { kStreamOperations, targetOf } from "./api.js";

const shell = (text) => `'${text.replaceAll("'", "'\\''")}'`;
const kebab = (name) => name.replace(/(?!^)[A-Z]/g, (letter) => `-${letter}`).toLowerCase();
const isStream = (operation) => kStreamOperations.includes(operation);

const curl = (operation, body, endpoint) => [
  `curl -sS ${endpoint}/ \\`,
  `  -H 'Content-Type: application/x-amz-json-1.0' \\`,
  `  -H 'X-Amz-Target: ${targetOf(operation)}' \\`,
  `  -d ${shell(JSON.stringify(body))}`,
].join("\n");

const awsCli = (operation, body, endpoint) => [
  `aws ${isStream(operation) ? "dynamodbstreams" : "dynamodb"} ${kebab(operation)} \\`,
  `  --endpoint-url ${endpoint} \\`,
  `  --cli-input-json ${shell(JSON.stringify(body))}`,
].join("\n");

const javascript = (operation, body, endpoint, region) => {
  const kind = isStream(operation) ? "DynamoDBStreams" : "DynamoDB";
  const module = isStream(operation) ? "client-dynamodb-streams" : "client-dynamodb";
  return [
    `import { ${kind}Client, ${operation}Command } from "@aws-sdk/${module}";`,
    "",
    `const client = new ${kind}Client({`,
    `  endpoint: ${JSON.stringify(endpoint)},`,
    `  region: ${JSON.stringify(region)},`,
    `  credentials: { accessKeyId: "any", secretAccessKey: "any" },`,
    "});",
    `const answer = await client.send(new ${operation}Command(${literal(body)}));`,
    "console.log(answer);",
  ].join("\n");
};

// JavaScript text of a request: binary values are bytes there, not base64.
function literal(value, indent = "", name = "") {
  const inner = `${indent}  `;
  const bytes = (text) => `Buffer.from(${JSON.stringify(text)}, "base64")`;
  if (name === "B" && typeof value === "string") return bytes(value);
  if (name === "BS" && Array.isArray(value)) return `[${value.map(bytes).join(", ")}]`;
  if (value === null || typeof value !== "object") return JSON.stringify(value);
  const [open, close] = Array.isArray(value) ? "[]" : "{}";
  const entries = Array.isArray(value)
    ? value.map((one) => literal(one, inner))
    : Object.entries(value).map(([key, one]) =>
      `${/^[A-Za-z_$][\w$]*$/.test(key) ? key : JSON.stringify(key)}: ${literal(one, inner, key)}`);
  if (entries.length === 0) return open + close;
  const line = `${open} ${entries.join(", ")} ${close}`;
  if (line.length + indent.length < 80 && !line.includes("\n")) return line;
  return `${open}\n${entries.map((one) => inner + one).join(",\n")},\n${indent}${close}`;
}

export const snippets = { cURL: curl, "aws CLI": awsCli, "JavaScript SDK v3": javascript };
