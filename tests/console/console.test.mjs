// The overview, the playground and the frame around them, used as somebody would use them.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { after, before, test } from "node:test";
import { startDaemon } from "../clients/daemon.mjs";
import { call, fillTables, openBrowser, openConsole } from "./browser.mjs";

let daemon, browser;
before(async () => {
  daemon = await startDaemon("--slots", "4");
  await fillTables(daemon);
  browser = await openBrowser();
});
after(async () => {
  await browser?.close();
  await daemon?.stop();
});

const house = () => fetch(`${daemon.endpoint}/console/api/house`).then((answer) => answer.json());
const open = (path, options) => openConsole(browser, daemon, path, options);

test("the overview shows every process as `partita status` does", async () => {
  const { page, assertClean, close } = await open("/#/overview");
  const status = JSON.parse(execFileSync(process.env.PARTITA, ["status", "--data", daemon.data, "--json"]));
  await page.getByRole("heading", { name: "Overview" }).waitFor();
  for (const { name, pid, state } of [status.supervisor, status.registry, ...status.gateways, ...status.slots]) {
    const row = page.locator("tr", { hasText: name });
    await row.getByText(String(pid), { exact: true }).waitFor();
    await row.getByText(state, { exact: true }).waitFor();
  }
  await page.getByText("All ready · 4 slots").waitFor();
  assertClean();
  await close();
});

test("a key leads to the slot that stores it", async () => {
  const { page, assertClean, close } = await open("/#/overview");
  for (const key of ["Corelli", "Vivaldi", "Ö & co", "x".repeat(200)]) {
    const before = await house();
    await page.getByLabel("Table", { exact: true }).selectOption("music");
    await page.getByLabel("Partition key").fill(key);
    await page.keyboard.press("Enter");
    const answered = page.locator(".owner-line");
    await answered.waitFor();
    const slot = Number(await answered.locator("strong").textContent());
    await call(daemon, "PutItem", { TableName: "music", Item: { artist: { S: key }, song: { S: "one" } } });
    let grown;
    for (let attempt = 0; attempt < 100 && grown === undefined; ++attempt)
      grown = (await house()).slots.find((now, at) => now.itemCount > before.slots[at].itemCount)?.slot;
    assert.equal(slot, grown, key);
    assert.equal(await page.locator(".part.owner[data-part^='slot:']").getAttribute("data-part"), `slot:${slot}`);
  }
  assertClean();
  await close();
});

test("who owns a number does not depend on how it is written; nonsense is refused", async () => {
  const ask = async (query) => {
    const answer = await fetch(`${daemon.endpoint}/console/api/owner?${new URLSearchParams(query)}`);
    return { status: answer.status, ...await answer.json() };
  };
  const one = await ask({ table: "plain", type: "N", key: "1" });
  assert.equal(one.status, 200);
  assert.match(one.hash, /^[0-9a-f]{16}$/);
  assert.equal((await ask({ table: "plain", type: "N", key: "1.0" })).hash, one.hash);
  assert.notEqual((await ask({ table: "plain", type: "N", key: "2" })).hash, one.hash);
  for (const [wrong, status] of [[{ table: "plain", type: "S", key: "1" }, 400], [{ table: "plain", type: "N", key: "x" }, 400],
    [{ table: "plain", type: "N", key: "" }, 400], [{ table: "plain", type: "Q", key: "1" }, 400],
    [{ table: "music", type: "B", key: "!" }, 400], [{ table: "none", type: "S", key: "1" }, 404], [{ table: "music" }, 400]])
    assert.equal((await ask(wrong)).status, status, JSON.stringify(wrong));
});

test("what flows is drawn as flowing, and every part tells what it is", async () => {
  const { page, assertClean, close } = await open("/#/overview", { motion: "no-preference" });
  let busy = true;
  const load = (async () => {
    for (let i = 0; busy; ++i)
      await call(daemon, "PutItem", { TableName: "plain", Item: { id: { N: String(i) } } });
  })();
  await page.locator(".link.moving").nth(6).waitFor({ state: "attached" });
  await page.waitForFunction(() => document.querySelectorAll(".tile dd")[0].textContent !== "0/s");
  busy = false;
  await load;
  for (const [part, words] of [["slot:3", /only writer.*First hash/s], ["file:0", /SQLite/], ["ring:1", /shared memory/],
    ["registry", /catalog/], ["supervisor", /brings back/], ["gateway:0", /HTTP and JSON/], ["clients", /SDK/]]) {
    await page.locator(`[data-part='${part}']`).focus();
    assert.match(await page.locator(".part-details").textContent(), words, part);
  }
  assertClean();
  await close();
});

test("a process that dies is seen to die and to come back", async () => {
  const { page, assertClean, close } = await open("/#/overview");
  await page.getByText("All ready").waitFor();
  const { slots } = await house();
  process.kill(slots[2].pid, "SIGKILL");
  const row = page.locator("tr", { hasText: "partition[2]" });
  await row.getByText("was killed by SIGKILL").waitFor();
  await page.getByText("All ready").waitFor();
  assertClean();
  await close();
});

test("every operation's example is answered, and its form agrees with its JSON", async () => {
  const { page, assertClean, close } = await open("/#/playground");
  const names = await page.locator(".operations a").allTextContents();
  assert.ok(names.length >= 31, `${names.length} operations`);
  const last = ["DeleteTable"];
  for (const name of [...names.filter((one) => !last.includes(one)), ...last]) {
    const table = ["UpdateTable", "DeleteTable"].includes(name) ? "plain" : "music";
    await page.goto(`${daemon.endpoint}/console/#/playground?op=${name}&table=${table}`);
    const editor = page.getByLabel("Request as JSON");
    await page.getByRole("heading", { name, exact: true }).waitFor();
    await page.waitForFunction(() => {
      try { return typeof JSON.parse(document.querySelector(".json-layers textarea").value) === "object"; } catch { return false; }
    });
    const body = JSON.parse(await editor.inputValue());
    for (const [member, value] of Object.entries(body).filter(([, one]) => typeof one === "string")) {
      const control = page.locator(".request-form").getByLabel(member, { exact: true });
      if (await control.count() > 0) assert.equal(await control.inputValue(), value, `${name}.${member}`);
    }
    await page.getByRole("button", { name: "Send" }).click();
    assert.equal(await page.locator(".response-line .badge").textContent(), "200 OK",
      `${name} ${JSON.stringify(body)}: ${await page.locator(".response-text").textContent()}`);
  }
  assertClean();
  await close();
});

test("form and JSON follow each other, and what cannot be read is said", async () => {
  const { page, assertClean, close } = await open("/#/playground?op=Query&table=music");
  const editor = page.getByLabel("Request as JSON");
  await page.waitForFunction(() => document.querySelector(".json-layers textarea").value.includes("#p"));
  await page.getByLabel("Limit").fill("3");
  assert.equal(JSON.parse(await editor.inputValue()).Limit, 3);
  await page.getByLabel("ScanIndexForward").selectOption("false");
  assert.equal(JSON.parse(await editor.inputValue()).ScanIndexForward, false);
  await page.getByLabel("ExpressionAttributeNames").fill('{"#p": ');
  assert.match(await page.locator(".request-form .hint.bad:not(:empty)").textContent(), /JSON/);
  const request = { TableName: "music", KeyConditionExpression: "artist = :a", Limit: 7,
    ExpressionAttributeValues: { ":a": { S: "Biber" } } };
  await editor.fill(JSON.stringify(request));
  assert.equal(await page.getByLabel("Limit").inputValue(), "7");
  assert.equal(await page.getByLabel("KeyConditionExpression").inputValue(), "artist = :a");
  await editor.press("Control+Enter");
  await page.locator(".response-text").getByText('"Count": 7').waitFor();
  await editor.fill('{\n  "TableName": oops\n}');
  await page.getByText(/^Line 2: /).waitFor();
  assert.ok(await page.getByLabel("Limit").isDisabled());
  await editor.fill('{"TableName": "nowhere"}');
  await editor.press("Control+Enter");
  await page.getByText("400 ValidationException").waitFor();
  assertClean();
  await close();
});

test("a request can be taken to a shell and to a program, and found again", async () => {
  const { page, assertClean, close } = await open("/#/playground?op=PutItem&table=music", { permissions: ["clipboard-read", "clipboard-write"] });
  const item = { artist: { S: "O'Carolan" }, song: { S: 'so "quoted" $HOME' }, cover: { B: "AAEC/w==" } };
  await page.waitForFunction(() => document.querySelector(".json-layers textarea").value.includes("Item"));
  await page.getByLabel("Request as JSON").fill(JSON.stringify({ TableName: "music", Item: item, ReturnValues: "ALL_OLD" }));
  const copied = async (name) => {
    await page.getByRole("button", { name, exact: true }).click();
    const shown = await page.getByRole("dialog", { name }).locator("pre").textContent();
    assert.equal(await page.evaluate(() => navigator.clipboard.readText()), shown);
    await page.keyboard.press("Escape");
    return shown;
  };
  assert.deepEqual(JSON.parse(execFileSync("sh", ["-c", await copied("cURL")])), {});
  const stored = await call(daemon, "GetItem", { TableName: "music", Key: { artist: item.artist, song: item.song } });
  assert.deepEqual(stored.Item, item);
  const printed = execFileSync(process.execPath, ["--input-type=module", "-e", await copied("JavaScript SDK v3")], { encoding: "utf8" });
  assert.match(printed, /O'Carolan/);
  assert.match(await copied("aws CLI"), /^aws dynamodb put-item .*--endpoint-url http:.*--cli-input-json '/s);
  await page.getByRole("button", { name: "Send" }).click();
  await page.getByText("200 OK").waitFor();
  await page.goto(`${daemon.endpoint}/console/#/playground?op=ListTables`);
  await page.getByRole("button", { name: "History" }).click();
  await page.getByRole("dialog").getByRole("button", { name: /PutItem/ }).click();
  await page.getByRole("heading", { name: "PutItem" }).waitFor();
  await page.waitForFunction(() => document.querySelector(".json-layers textarea").value.includes("O'Carolan"));
  assertClean();
  await close();
});

test("the keyboard alone is enough", async () => {
  const { page, assertClean, close } = await open("/#/overview");
  await page.getByText("All ready").waitFor();
  const press = async (...keys) => { for (const key of keys) await page.keyboard.press(key); };
  await press("Tab");
  assert.equal(await page.evaluate(() => document.activeElement.textContent), "Skip to content");
  await press("Enter");
  assert.equal(await page.evaluate(() => document.activeElement.textContent), "Overview");
  await press("2");
  await page.getByRole("heading", { name: "Playground" }).waitFor();
  await press("/");
  await page.keyboard.type("listta");
  await press("Enter");
  await page.getByRole("heading", { name: "ListTables" }).waitFor();
  await page.waitForFunction(() => document.querySelector(".json-layers textarea").value.length >= 2);
  await page.getByLabel("Request as JSON").focus();
  await press("Control+Enter");
  await page.getByText("200 OK").waitFor();
  await page.evaluate(() => document.activeElement.blur());
  await press("?");
  await page.getByRole("dialog").getByText("Next theme").waitFor();
  await press("Escape");
  const theme = () => page.evaluate(() => document.documentElement.dataset.theme ?? "auto");
  assert.equal(await theme(), "auto");
  await press("t", "t");
  assert.equal(await theme(), "dark");
  await page.reload();
  assert.equal(await theme(), "dark");
  await press("3");
  await page.getByRole("heading", { name: "Tables" }).waitFor();
  await page.getByRole("link", { name: "music", exact: true }).focus();
  await press("Enter");
  await page.getByRole("tab", { name: "Items" }).focus();
  await press("ArrowRight");
  await page.getByText("NEW_AND_OLD_IMAGES").first().waitFor();
  await press("4");
  await page.getByRole("heading", { name: "Traces" }).waitFor();
  await press("5");
  await page.getByRole("heading", { name: "Benchmarks" }).waitFor();
  assertClean();
  await close();
});
