// A request's way, found from its answer, from the lists and by its id.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { after, before, test } from "node:test";
import { startDaemon } from "../clients/daemon.mjs";
import { fillTables, openBrowser, openConsole } from "./browser.mjs";

let daemon, browser;
before(async () => {
  daemon = await startDaemon("--slots", "2");
  await fillTables(daemon);
  browser = await openBrowser();
});
after(async () => {
  await browser?.close();
  await daemon?.stop();
});

const open = (path) => openConsole(browser, daemon, path, { permissions: ["clipboard-read", "clipboard-write"] });

test("an answer leads to the steps of its request", async () => {
  const { page, assertClean, close } = await open("/#/playground?op=PutItem&table=music");
  await page.waitForFunction(() => document.querySelector(".json-layers textarea").value.includes("Item"));
  await page.getByRole("button", { name: "Send" }).click();
  const id = await page.locator(".id-line code").textContent();
  await page.getByRole("link", { name: "View trace" }).click();
  await page.getByRole("heading", { name: "PutItem" }).waitFor();
  const steps = await page.locator(".span strong").allTextContents();
  for (const step of ["receive", "parse", "check", "question", "ring", "execute", "commit", "answer", "send"])
    assert.ok(steps.includes(step), `${step} of ${steps}`);
  assert.match(await page.locator(".span-facts").textContent(), /PutItem · slot [01]/);
  await page.getByRole("button", { name: "Copy JSON" }).click();
  const copied = JSON.parse(await page.evaluate(() => navigator.clipboard.readText()));
  assert.equal(copied.requestId, id);
  assert.equal(copied.table, "music");
  for (const [name, check] of [["Download", (trace) => trace.requestId === id],
    ["OpenTelemetry", (trace) => trace.resourceSpans[0].scopeSpans[0].spans.length >= steps.length]]) {
    const [file] = await Promise.all([page.waitForEvent("download"), page.getByRole("button", { name, exact: true }).click()]);
    assert.ok(check(JSON.parse(await readFile(await file.path(), "utf8"))), name);
  }
  await page.goto(`${daemon.endpoint}/console/#/traces`);
  await page.getByLabel("Request id or trace id").fill(id);
  await page.keyboard.press("Enter");
  await page.getByRole("heading", { name: "PutItem" }).waitFor();
  assertClean();
  await close();
});

test("requests are listed by time, by duration, by operation and table", async () => {
  const { page, assertClean, close } = await open("/#/traces");
  await page.locator("tbody tr").first().waitFor();
  const cells = (column) => page.locator(`tbody tr td:nth-child(${column})`).allTextContents();
  await page.getByLabel("Operation", { exact: true }).selectOption("CreateTable");
  await page.waitForFunction(() => [...document.querySelectorAll("tbody tr td:nth-child(2)")].every((one) => one.textContent === "CreateTable"));
  assert.equal((await cells(2)).length, 2);
  await page.getByLabel("Operation", { exact: true }).selectOption("");
  await page.getByLabel("Table", { exact: true }).fill("plain");
  await page.keyboard.press("Tab");
  await page.waitForFunction(() => [...document.querySelectorAll("tbody tr td:nth-child(6)")].every((one) => one.textContent === "plain"));
  await page.getByLabel("Table", { exact: true }).fill("");
  await page.keyboard.press("Tab");
  await page.getByRole("tab", { name: "Slowest" }).click();
  await page.waitForFunction(() => {
    const widths = [...document.querySelectorAll(".length")].map((one) => parseFloat(one.style.width));
    return widths.length > 10 && widths.every((width, at) => at === 0 || width <= widths[at - 1]);
  });
  await page.locator("tbody tr").first().click();
  await page.getByRole("heading", { name: "Steps" }).waitFor();
  await page.goto(`${daemon.endpoint}/console/#/traces/NOBODY`);
  await page.getByText("There is no such trace").waitFor();
  assertClean();
  await close();
});
