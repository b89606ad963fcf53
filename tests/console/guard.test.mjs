// What must not happen: text that becomes markup, pages of strangers that read or act, a console
// where none was wanted.
import assert from "node:assert/strict";
import { createServer, request } from "node:http";
import { after, before, test } from "node:test";
import { startDaemon } from "../clients/daemon.mjs";
import { call, fillTables, openBrowser, openConsole } from "./browser.mjs";

const kMarkup = `"><img src=x onerror="alert('in')"><script>alert('in')</script>{{1+1}}`;
let daemon, browser, stranger;
before(async () => {
  daemon = await startDaemon("--slots", "2");
  await fillTables(daemon);
  stranger = createServer((_, answer) => answer.writeHead(200, { "content-type": "text/html" })
    .end("<!doctype html><title>stranger</title>")).listen(0, "127.0.0.1");
  browser = await openBrowser("--host-resolver-rules=MAP evil.example 127.0.0.1");
});
after(async () => {
  await browser?.close();
  stranger?.close();
  await daemon?.stop();
});

// A plain request, with fields no page could set.
const ask = (path, headers = {}, method = "GET") => new Promise((resolve, reject) => {
  const { hostname, port } = new URL(daemon.endpoint);
  request({ hostname, port, path, method, headers }, (answer) => {
    answer.resume();
    resolve({ status: answer.statusCode, headers: answer.headers });
  }).on("error", reject).end();
});

test("data with markup in it is shown as text, wherever it is shown", async () => {
  const key = { artist: { S: kMarkup }, song: { S: kMarkup } };
  await call(daemon, "PutItem", { TableName: "music", Item: { ...key, [kMarkup]: { S: kMarkup }, label: { S: kMarkup } } });
  const { page, assertClean, close } = await openConsole(browser, daemon, "/#/tables/music");
  await page.getByLabel("artist (S)").fill(kMarkup);
  await page.getByRole("button", { name: "Run" }).click();
  await page.getByText("1 item, page 1").waitFor();
  assert.equal(await page.locator("thead th", { hasText: "onerror" }).count(), 1);
  await page.locator("tbody button").click();
  assert.match(await page.getByLabel("Item as DynamoDB JSON").inputValue(), /onerror/);
  await page.keyboard.press("Escape");
  for (const path of [`tables/${encodeURIComponent(kMarkup)}`, `traces/${encodeURIComponent(kMarkup)}`,
    `benchmarks/${encodeURIComponent(kMarkup)}`, `overview?table=music&type=S&key=${encodeURIComponent(kMarkup)}`,
    `playground?op=${encodeURIComponent(kMarkup)}&table=${encodeURIComponent(kMarkup)}`]) {
    await page.goto(`${daemon.endpoint}/console/#/${path}`);
    await page.waitForTimeout(300);
    assert.equal(await page.locator("main img, main script").count(), 0, path);
  }
  await page.goto(`${daemon.endpoint}/console/#/playground?op=Query&table=music`);
  await page.getByLabel("Request as JSON").fill(JSON.stringify({ TableName: "music", KeyConditionExpression: "artist = :a",
    ExpressionAttributeValues: { ":a": { S: kMarkup } } }));
  await page.getByRole("button", { name: "Send" }).click();
  await page.locator(".response-text").getByText("onerror").first().waitFor();
  assert.equal(await page.locator("main img, main script").count(), 0);
  assertClean();
  await close();
});

test("the policy that the pages are sent with stops what would slip through", async () => {
  const { page, close } = await openConsole(browser, daemon);
  const stopped = await page.evaluate(async () => {
    const refused = async (attempt) => { try { await attempt(); return false; } catch { return true; } };
    return {
      markup: await refused(() => (document.createElement("div").innerHTML = "<b>x</b>")),
      script: await refused(() => (document.createElement("script").text = "1")),
      elsewhere: await refused(() => fetch("http://evil.example/", { mode: "no-cors" })),
    };
  });
  assert.deepEqual(stopped, { markup: true, script: true, elsewhere: true });
  await close();
});

test("a request from another origin or site gets nothing", async () => {
  const { host } = new URL(daemon.endpoint);
  for (const path of ["/console", "/console/", "/console/app.js", "/console/api/house",
    "/console/api/owner?table=music&type=S&key=x", "/console/api/benchmarks"]) {
    for (const headers of [{ origin: "http://evil.example" }, { origin: "null" }, { origin: "http://127.0.0.1:1" },
      { origin: `http://${host}.evil.example` }, { "sec-fetch-site": "cross-site" }, { "sec-fetch-site": "same-site" },
      { host: "evil.example" }, { host: `evil.example:${new URL(daemon.endpoint).port}` }])
      assert.equal((await ask(path, headers)).status, 403, `${path} ${JSON.stringify(headers)}`);
    assert.notEqual((await ask(path, { origin: daemon.endpoint, "sec-fetch-site": "same-origin" })).status, 403, path);
    assert.notEqual((await ask(path, { "sec-fetch-site": "none" })).status, 403, path);
  }
  for (const path of ["/console/../console/api/house", "/console/api/benchmarks/..%2f..%2fetc%2fpasswd", "/console/%2e%2e/etc/passwd"])
    assert.equal((await ask(path)).status, 404, path);
  const { headers } = await ask("/console");
  assert.match(headers["content-security-policy"], /default-src 'self'.*frame-ancestors 'none'.*base-uri 'none'.*form-action 'none'/);
  assert.equal(headers["x-content-type-options"], "nosniff");
  assert.equal(headers["referrer-policy"], "no-referrer");
  assert.equal(headers["cross-origin-opener-policy"], "same-origin");
  assert.equal(headers["cross-origin-resource-policy"], "same-origin");
});

test("a stranger's page in the same browser can neither read, nor act, nor frame", async () => {
  const page = await (await browser.newContext()).newPage();
  await page.goto(`http://evil.example:${stranger.address().port}/`);
  const found = await page.evaluate(async (endpoint) => {
    const fails = (promise) => promise.then(() => "went through", () => "refused");
    const json = { method: "POST", body: '{"TableName":"plain"}' };
    const target = { "x-amz-target": "DynamoDB_20120810.DeleteTable" };
    const load = (tag, attributes) => new Promise((resolve) => {
      const node = Object.assign(document.createElement(tag), attributes,
        { onload: () => resolve("went through"), onerror: () => resolve("refused") });
      document.body.append(node);
    });
    return {
      read: await fails(fetch(`${endpoint}/console/api/house`)),
      act: await fails(fetch(endpoint, { ...json, headers: { ...target, "content-type": "application/x-amz-json-1.0" } })),
      actBlind: await fails(fetch(endpoint, { ...json, mode: "no-cors", headers: { "content-type": "application/x-amz-json-1.0" } })
        .then((answer) => { if (answer.type === "opaque") throw new Error("sent as text, which is no operation"); })),
      script: await load("script", { src: `${endpoint}/console/app.js` }),
      image: await load("img", { src: `${endpoint}/console/favicon.svg` }),
    };
  }, daemon.endpoint);
  assert.deepEqual(found, { read: "refused", act: "refused", actBlind: "refused", script: "refused", image: "refused" });
  await page.evaluate((endpoint) => document.body.append(Object.assign(document.createElement("iframe"), { src: `${endpoint}/console` })), daemon.endpoint);
  await page.waitForTimeout(500);
  const framed = page.frames().find((frame) => frame !== page.mainFrame());
  assert.equal(await framed.locator("#nav").count().catch(() => 0), 0);
  await call(daemon, "DescribeTable", { TableName: "plain" });
  await page.context().close();
});

test("a name that is rebound to this machine gets nothing", async () => {
  const page = await (await browser.newContext()).newPage();
  for (const path of ["/console", "/console/api/house", "/"]) {
    const address = `http://evil.example:${new URL(daemon.endpoint).port}${path}`;
    const [answer] = await Promise.all([page.waitForResponse(address), page.goto(address).catch(() => {})]);
    assert.equal(answer.status(), 403, path);
  }
  await page.context().close();
});

test("without the console there is none, and the API goes on", async () => {
  const bare = await startDaemon("--slots", "2", "--no-console");
  for (const path of ["/console", "/console/", "/console/app.js", "/console/api/house"])
    assert.equal((await fetch(bare.endpoint + path)).status, 404, path);
  assert.deepEqual(await call(bare, "ListTables", {}), { TableNames: [] });
  await bare.stop();
});
