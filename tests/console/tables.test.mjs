// Tables and items: made, looked through, changed and deleted by hand.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { startDaemon } from "../clients/daemon.mjs";
import { call, fillTables, openBrowser, openConsole } from "./browser.mjs";

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

const open = (path) => openConsole(browser, daemon, path);
const item = (page) => page.getByRole("dialog").getByLabel("Item as DynamoDB JSON");
const foot = (page) => page.locator(".items-foot p");

test("a table is made with keys and indexes, listed, described and deleted", async () => {
  const { page, assertClean, close } = await open("/#/tables");
  await page.locator("tr", { hasText: "music" }).getByText("artist (S), song (S)").waitFor();
  await page.getByRole("button", { name: "Create table" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Table name").fill("orders");
  await dialog.getByLabel("Partition key", { exact: true }).fill("customer");
  await dialog.getByLabel("Sort key (optional)", { exact: true }).fill("placed");
  await dialog.getByLabel("Type of sort key (optional)").selectOption("N");
  await dialog.getByLabel("Billing").selectOption("PROVISIONED");
  await dialog.getByLabel("Read units").fill("7");
  await dialog.getByRole("button", { name: "Add index" }).click();
  const index = dialog.getByRole("group", { name: "Index" });
  await index.getByLabel("Index name").fill("by-state");
  await index.getByLabel("Partition key", { exact: true }).fill("state");
  await dialog.getByRole("button", { name: "Create table" }).click();
  await page.getByRole("heading", { name: "orders" }).waitFor();
  const { Table } = await call(daemon, "DescribeTable", { TableName: "orders" });
  assert.deepEqual(Table.KeySchema.map(({ AttributeName }) => AttributeName), ["customer", "placed"]);
  assert.equal(Table.ProvisionedThroughput.ReadCapacityUnits, 7);
  assert.equal(Table.GlobalSecondaryIndexes[0].IndexName, "by-state");
  await page.getByRole("tab", { name: "Description" }).click();
  await page.getByText("7 read, 5 write").waitFor();
  await page.getByRole("button", { name: "Delete table" }).click();
  const sure = page.getByRole("dialog").getByRole("button", { name: "Delete table" });
  assert.ok(await sure.isDisabled());
  await page.getByLabel("Type orders to confirm").fill("order");
  assert.ok(await sure.isDisabled());
  await page.getByLabel("Type orders to confirm").fill("orders");
  await sure.click();
  await page.getByRole("heading", { name: "Tables" }).waitFor();
  await page.locator("tr", { hasText: "music" }).waitFor();
  await page.getByRole("link", { name: "orders" }).waitFor({ state: "detached" });
  assertClean();
  await close();
});

test("what the service refuses is said in its words", async () => {
  const { page, assertClean, close } = await open("/#/tables");
  await page.getByRole("button", { name: "Create table" }).click();
  await page.getByRole("dialog").getByLabel("Table name").fill("music");
  await page.getByRole("dialog").getByLabel("Partition key", { exact: true }).fill("id");
  await page.getByRole("dialog").getByRole("button", { name: "Create table" }).click();
  await page.getByText("ResourceInUseException").waitFor();
  await page.goto(`${daemon.endpoint}/console/#/tables/not-there`);
  await page.getByText("This table cannot be shown").waitFor();
  assertClean();
  await close();
});

test("items are paged, queried and filtered", async () => {
  const { page, assertClean, close } = await open("/#/tables/music");
  await page.getByText("50 items, page 1").waitFor();
  await page.getByRole("button", { name: "Next" }).click();
  await page.getByText("10 items, page 2").waitFor();
  await page.getByRole("button", { name: "Back" }).click();
  await page.getByText("50 items, page 1").waitFor();
  await page.getByLabel("artist (S)").fill("Bach");
  await page.getByRole("button", { name: "Run" }).click();
  await page.getByText("15 items, page 1").waitFor();
  await page.getByLabel("Comparison of song").selectOption("between");
  await page.getByLabel("song (S)").fill("Partita 04");
  await page.getByLabel("song, last").fill("Partita 12");
  await page.getByLabel("Order").selectOption("down");
  await page.getByRole("button", { name: "Run" }).click();
  await page.getByText("3 items, page 1").waitFor();
  assert.match(await page.locator("tbody tr").first().textContent(), /Partita 12/);
  await page.getByRole("button", { name: "Add filter" }).click();
  await page.getByLabel("Attribute").fill("year");
  await page.getByLabel("Comparison", { exact: true }).selectOption(">");
  await page.getByLabel("Type", { exact: true }).selectOption("N");
  await page.getByLabel("Value", { exact: true }).fill("1706");
  await page.keyboard.press("Enter");
  await page.getByText("2 items of 3 looked at, page 1").waitFor();
  await page.getByRole("button", { name: "Open in playground" }).click();
  await page.getByRole("heading", { name: "Query", exact: true }).waitFor();
  await page.waitForFunction(() => document.querySelector(".json-layers textarea").value.includes("BETWEEN"));
  await page.getByRole("button", { name: "Send" }).click();
  await page.locator(".response-text").getByText('"ScannedCount": 3').waitFor();
  await page.goto(`${daemon.endpoint}/console/#/tables/music`);
  await page.getByLabel("Look in").selectOption("by-label");
  await page.getByLabel("label (S)").fill("Archiv");
  await page.getByRole("button", { name: "Run" }).click();
  await page.getByText("30 items, page 1").waitFor();
  await page.getByLabel("label (S)").fill("nobody");
  await page.getByRole("button", { name: "Run" }).click();
  await page.getByText("No items").waitFor();
  assertClean();
  await close();
});

test("an item is made, changed, refused, copied and deleted", async () => {
  const { page, assertClean, close } = await open("/#/tables/plain");
  await page.getByText("No items").waitFor();
  await page.getByRole("button", { name: "Create item" }).click();
  await item(page).fill('{"id": {"N": "1"}, "name": {"S": "first"}}');
  await page.getByRole("dialog").getByRole("button", { name: "Create" }).click();
  await page.getByRole("button", { name: "1", exact: true }).click();
  for (const [text, complaint] of [['{"id": {"N": "1"}, "name": "bare"}', /name needs exactly one type/],
    ['{"id": {"N": "x"}}', /N holds a number/], ['{"name": {"S": "keyless"}}', /The key needs id/],
    ['{"id": {"N": "1"}, "l": {"L": [{"Q": 1}]}}', /l\[0\] needs exactly one type/], ['{"id": ', /JSON/]]) {
    await item(page).fill(text);
    await page.getByRole("dialog").locator(".hint.bad").getByText(complaint).waitFor();
    await page.getByRole("dialog").getByRole("button", { name: "Save" }).click();
    assert.ok(await page.getByRole("dialog").isVisible());
  }
  await item(page).fill('{"id": {"N": "1"}, "name": {"S": "changed"}}');
  await item(page).press("Control+Enter");
  await page.getByRole("cell", { name: "changed" }).waitFor();
  await page.getByRole("button", { name: "Create item" }).click();
  await item(page).fill('{"id": {"N": "1"}}');
  await page.getByRole("dialog").getByRole("button", { name: "Create" }).click();
  await page.getByText("ConditionalCheckFailedException").waitFor();
  await page.keyboard.press("Escape");
  await page.getByRole("button", { name: "1", exact: true }).click();
  await item(page).fill('{"id": {"N": "2"}, "name": {"S": "copy"}}');
  await page.getByRole("dialog").getByRole("button", { name: "Save" }).click();
  await page.getByText("2 items, page 1").waitFor();
  await page.getByRole("button", { name: "2", exact: true }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Delete" }).click();
  await page.getByRole("dialog", { name: "Delete this item?" }).getByRole("button", { name: "Cancel" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Delete" }).click();
  await page.getByRole("dialog", { name: "Delete this item?" }).getByRole("button", { name: "Delete item" }).click();
  await page.getByText("1 item, page 1").waitFor();
  assert.deepEqual((await call(daemon, "Scan", { TableName: "plain" })).Items, [{ id: { N: "1" }, name: { S: "changed" } }]);
  assert.match(await foot(page).textContent(), /1 item/);
  assertClean();
  await close();
});
