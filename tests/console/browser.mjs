// A browser of one's own, and pages that notice everything that should not happen in them.
import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { createRequire } from "node:module";

const kChromium = "/usr/bin/chromium";
const kFlags = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
  "--disable-background-networking", "--disable-component-update", "--disable-sync"];

if (!existsSync(kChromium)) {
  console.log(`skipped: no ${kChromium}`);
  process.exit(77);
}
const { chromium } = createRequire(import.meta.url)("playwright-core");

// Every browser has a new user data directory, gone with it.
export const openBrowser = (...flags) =>
  chromium.launch({ executablePath: kChromium, args: [...kFlags, ...flags] });

// A page at `path` of the daemon's console. `problems` fills with errors of scripts, violations of
// the content security policy, requests to anybody else, dialogs, and answers of 500 and more. What
// the API refuses (4xx) is no problem of the page.
export async function openConsole(browser, daemon, path = "", { dark = false, width = 1280,
  height = 900, motion = "reduce", permissions = [] } = {}) {
  const context = await browser.newContext({ viewport: { width, height }, permissions,
    colorScheme: dark ? "dark" : "light", reducedMotion: motion });
  const page = await context.newPage();
  page.setDefaultTimeout(60_000);  // a busy machine may take its time
  const problems = [];
  page.on("pageerror", (error) => problems.push(`error: ${error.stack}`));
  page.on("dialog", (dialog) => { problems.push(`dialog: ${dialog.message()}`); dialog.dismiss(); });
  page.on("console", (message) => {
    const isRefusal = /^Failed to load resource: .* status of 4/.test(message.text());
    if (["error", "warning"].includes(message.type()) && !isRefusal) problems.push(message.text());
  });
  page.on("request", (request) => {
    const { origin, protocol } = new URL(request.url());
    if (origin !== daemon.endpoint && protocol !== "blob:") problems.push(`asks ${request.url()}`);
  });
  page.on("response", (response) => {
    if (response.status() >= 500) problems.push(`${response.status()} of ${response.url()}`);
  });
  await page.goto(`${daemon.endpoint}/console${path}`);
  return { page, problems, close: () => context.close(),
    assertClean: () => assert.deepEqual(problems, []) };
}

// Operations without an SDK: these tests are about the page.
export async function call(daemon, operation, body) {
  const answer = await fetch(daemon.endpoint, { method: "POST", body: JSON.stringify(body), headers: {
    "content-type": "application/x-amz-json-1.0", "x-amz-target": `DynamoDB_20120810.${operation}` } });
  const result = await answer.json();
  assert.equal(answer.status, 200, `${operation}: ${JSON.stringify(result)}`);
  return result;
}

const kCreated = { BillingMode: "PAY_PER_REQUEST" };
export async function fillTables(daemon) {
  const attribute = (AttributeName, AttributeType = "S") => ({ AttributeName, AttributeType });
  const key = (AttributeName, KeyType = "HASH") => ({ AttributeName, KeyType });
  await call(daemon, "CreateTable", { ...kCreated, TableName: "music",
    AttributeDefinitions: ["artist", "song", "label"].map((name) => attribute(name)),
    KeySchema: [key("artist"), key("song", "RANGE")],
    StreamSpecification: { StreamEnabled: true, StreamViewType: "NEW_AND_OLD_IMAGES" },
    GlobalSecondaryIndexes: [{ IndexName: "by-label", KeySchema: [key("label")],
      Projection: { ProjectionType: "ALL" } }] });
  await call(daemon, "CreateTable", { ...kCreated, TableName: "plain",
    AttributeDefinitions: [attribute("id", "N")], KeySchema: [key("id")] });
  for (const TableName of ["music", "plain"])
    while ((await call(daemon, "DescribeTable", { TableName })).Table.TableStatus !== "ACTIVE");
  const artists = ["Bach", "Biber", "Telemann", "Westhoff"];
  for (let i = 0; i < 60; ++i)
    await call(daemon, "PutItem", { TableName: "music", Item: {
      artist: { S: artists[i % 4] }, song: { S: `Partita ${String(i).padStart(2, "0")}` },
      label: { S: i % 2 ? "Archiv" : "Harmonia Mundi" }, year: { N: String(1700 + i) },
      live: { BOOL: i % 3 === 0 }, cover: { B: "AAEC/w==" }, ratings: { NS: ["4.5", "5"] },
      movements: { L: [{ S: "Allemanda" }, { S: "Giga" }] }, meta: { M: { key: { S: "D minor" } } } } });
}
