// Every page in both themes and at the width of a phone: nothing sticks out, every text can be read
// (contrast of WCAG AA), every control has a name, the browser has nothing to complain of. What it
// looked like is left in PARTITA_SCREENSHOTS.
import assert from "node:assert/strict";
import { mkdir } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { after, before, test } from "node:test";
import { startDaemon } from "../clients/daemon.mjs";
import { call, fillTables, openBrowser, openConsole } from "./browser.mjs";

const folder = process.env.PARTITA_SCREENSHOTS;
const results = fileURLToPath(new URL("../../bench/example", import.meta.url));
const kLongName = `long.${"name-of_a.table-".repeat(14)}`;
const kVariants = [["light", {}], ["dark", { dark: true }],
  ["phone", { width: 390, height: 844 }]];

let daemon, fresh, browser;
before(async () => {
  daemon = await startDaemon("--slots", "4", "--bench-results", results);
  fresh = await startDaemon("--slots", "2");
  await fillTables(daemon);
  await call(daemon, "CreateTable", { TableName: kLongName, BillingMode: "PAY_PER_REQUEST",
    AttributeDefinitions: [{ AttributeName: "id", AttributeType: "S" }], KeySchema: [{ AttributeName: "id", KeyType: "HASH" }] });
  await call(daemon, "PutItem", { TableName: "music", Item: { artist: { S: "Bach".repeat(90) }, song: { S: "Ciaccona" },
    note: { S: "a remark of some length ".repeat(20) } } });
  browser = await openBrowser();
  if (folder) await mkdir(folder, { recursive: true });
});
after(async () => {
  await browser?.close();
  await daemon?.stop();
  await fresh?.stop();
});

const send = (page) => page.getByRole("button", { name: "Send" }).click();
const sent = async (page) => {
  await page.waitForFunction(() => document.querySelector(".json-layers textarea").value.length >= 2);
  await send(page);
  await page.locator(".response-line").waitFor();
};
const kPages = [
  ["overview", "overview", (page) => page.locator("table").waitFor()],
  ["overview-owner", "overview?table=music&type=S&key=Telemann", async (page) => {
    await page.locator(".owner-line").waitFor();
    await page.locator("[data-part='slot:1']").focus();
  }],
  ["playground", "playground?op=Query&table=music", sent],
  ["playground-error", "playground?op=GetItem&table=music", async (page) => {
    await page.getByLabel("Request as JSON").fill('{"TableName": "nowhere", "Key": {"id": {"S": "1"}}}');
    await send(page);
    await page.locator(".response-error").waitFor();
    await page.getByLabel("Request as JSON").fill('{\n  "TableName": \n}');
  }],
  ["playground-history", "playground?op=ListTables", async (page) => {
    await sent(page);
    await page.getByRole("button", { name: "History" }).click();
  }],
  ["tables", "tables", (page) => page.getByText("artist (S), song (S)").waitFor()],
  ["table-create", "tables", async (page) => {
    await page.getByRole("button", { name: "Create table" }).click();
    await page.getByRole("button", { name: "Add index" }).click();
  }],
  ["table-items", "tables/music", async (page) => {
    await page.getByText(/items, page 1/).waitFor();
    await page.getByRole("button", { name: "Add filter" }).click();
  }],
  ["table-item", "tables/music", async (page) => {
    await page.locator("tbody button").first().click();
    await page.getByLabel("Item as DynamoDB JSON").waitFor();
  }],
  ["table-description", "tables/music?tab=details", (page) => page.getByText("by-label").first().waitFor()],
  ["table-long-name", `tables/${kLongName}`, (page) => page.getByText("No items").waitFor()],
  ["table-delete", "tables/music", (page) => page.getByRole("button", { name: "Delete table" }).click()],
  ["table-missing", "tables/nowhere", (page) => page.locator(".failure").waitFor()],
  ["traces", "traces", (page) => page.locator("tbody tr, .empty, .failure").first().waitFor()],
  ["trace", "traces", async (page) => {
    await page.getByLabel("Operation", { exact: true }).selectOption("PutItem");
    await page.locator("tbody a").first().click();
    await page.getByRole("heading", { name: "Steps" }).waitFor();
  }],
  ["benchmarks", "benchmarks", (page) => page.locator("tbody tr").first().waitFor()],
  ["benchmark", "benchmarks", async (page) => {
    await page.locator("tbody a").first().click();
    await page.locator(".chart").first().waitFor();
  }],
  ["shortcuts", "overview", async (page) => {
    await page.locator("table").waitFor();
    await page.getByRole("button", { name: "Keyboard shortcuts" }).click();
  }],
];
const kFreshPages = [
  ["fresh-overview", "overview", (page) => page.getByText("None yet").waitFor()],
  ["fresh-tables", "tables", (page) => page.getByText("No tables yet").waitFor()],
  ["fresh-traces", "traces", (page) => page.locator(".empty, .failure, tbody tr").first().waitFor()],
  ["fresh-benchmarks", "benchmarks", (page) => page.getByText("No results to show").waitFor()],
];

// In the page: what a reader would stumble over.
function findFaults() {
  const faults = [];
  const rgb = (text) => {
    const numbers = text.match(/[\d.]+/g)?.map(Number) ?? [0, 0, 0, 0];
    const [r, g, b, a = 1] = text.startsWith("color(srgb") ? [...numbers.slice(0, 3).map((n) => n * 255), numbers[3]] : numbers;
    return [r, g, b, a];
  };
  const over = ([r, g, b, a], [R, G, B]) => [r * a + R * (1 - a), g * a + G * (1 - a), b * a + B * (1 - a), 1];
  const ground = (node) => {
    if (!node) return rgb(getComputedStyle(document.body).backgroundColor);
    const own = rgb(getComputedStyle(node).backgroundColor);
    return own[3] === 1 ? own : over(own, ground(node.parentElement));
  };
  const light = ([r, g, b]) => [r, g, b].map((v) => v / 255).map((v) => (v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4))
    .reduce((sum, v, at) => sum + v * [0.2126, 0.7152, 0.0722][at], 0);
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let text; (text = walker.nextNode());) {
    const node = text.parentElement;
    if (text.data.trim() === "" || !node.checkVisibility({ visibilityProperty: true }) || node.closest(":disabled, .other, textarea, noscript, option, .skip, [hidden]")) continue;
    const style = getComputedStyle(node);
    const behind = ground(node);
    const front = over(rgb(node.closest("svg") ? style.fill : style.color), behind);
    const [dim, bright] = [light(front), light(behind)].sort((a, b) => a - b);
    const ratio = (bright + 0.05) / (dim + 0.05);
    const isLarge = parseFloat(style.fontSize) >= 24 || (parseFloat(style.fontSize) >= 18.66 && style.fontWeight >= 700);
    if (ratio < (isLarge ? 3 : 4.5)) faults.push(`contrast ${ratio.toFixed(2)} of "${text.data.trim().slice(0, 40)}"`);
  }
  const sideways = document.documentElement.scrollWidth - document.documentElement.clientWidth;
  if (sideways > 0) faults.push(`the page is ${sideways} pixels too wide`);
  const isNamed = (node) => node.labels?.length > 0 || node.ariaLabel || node.textContent.trim() !== "" || node.getAttribute("aria-labelledby");
  for (const node of document.querySelectorAll("button, input, select, textarea, a[href], [role=button]"))
    if (node.checkVisibility() && !isNamed(node)) faults.push(`no name: ${node.outerHTML.slice(0, 80)}`);
  for (const node of document.querySelectorAll(".card, .page-head, .btn, .badge, .tile, dialog")) {
    const box = node.getBoundingClientRect();
    const scrolls = node.closest(".table-wrap, .chart-box, .tabs");
    if (node.checkVisibility() && !scrolls && box.right > document.documentElement.clientWidth + 1)
      faults.push(`sticks out: ${node.className} "${node.textContent.slice(0, 30)}"`);
  }
  const ids = [...document.querySelectorAll("[id]")].map(({ id }) => id);
  for (const id of new Set(ids.filter((one, at) => ids.indexOf(one) !== at))) faults.push(`twice: #${id}`);
  if (document.querySelectorAll("main, h1").length !== 2) faults.push("not one main and one h1");
  return faults;
}

for (const [variant, options] of kVariants) {
  for (const [name, path, settle] of [...kPages, ...kFreshPages]) {
    test(`${name}, ${variant}`, async () => {
      const house = name.startsWith("fresh") ? fresh : daemon;
      const { page, assertClean, close } = await openConsole(browser, house, `/#/${path}`, options);
      await settle(page);
      await page.getByText(/All ready/).waitFor();
      if (folder) await page.screenshot({ path: `${folder}/${name}-${variant}.png` });
      assert.deepEqual(await page.evaluate(findFaults), []);
      assertClean();
      await close();
    });
  }
}
