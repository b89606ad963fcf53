// Every message of model/api_message.h is provoked at least once, over HTTP, as a client that makes the mistake would.
//
// The cases stand in messages/*.mjs, each a module whose default export is a list of
//   { message: "kNotANumber",             the constant whose text must be in the answer
//     operation: "PutItem",               the target; or "DynamoDBStreams_20120810.GetRecords"
//     body: { … } }                       an object, or a string that is sent as it is
// or, when it takes more than one request,
//   { message, run: async (ask, daemon) => ask("PutItem", { … }) }      `ask` answers { status, body }
// and whose `setup(ask)`, if there is one, runs before them all.
import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import { after, before, test } from "node:test";
import { startDaemon } from "../clients/daemon.mjs";
import { asking } from "./support/ask.mjs";
import { patternOf, readMessages } from "./support/message_table.mjs";

const here = (path) => new URL(path, import.meta.url);
const CASES_OF = readdirSync(here("messages/")).filter((name) => name.endsWith(".mjs"));

const messages = readMessages();
const modules = await Promise.all(CASES_OF.map((name) => import(here(`messages/${name}`))));
const provoked = new Set();
let daemon, ask;

before(async () => {
  daemon = await startDaemon("--slots", "2", "--hold-states-ms", "0", "--partition-limits");
  ask = asking(daemon.endpoint);
  for (const { setup } of modules) await setup?.(ask);
});
after(() => daemon.stop());

// Every text an answer shows: of the error, of a transaction's reasons, of a batch's statements.
const textsOf = ({ body }) => [
  body.message, body.Message,
  ...(body.CancellationReasons ?? []).map(({ Message }) => Message),
  ...(body.Responses?.map?.(({ Error: error }) => error?.Message) ?? []),
].filter((text) => text !== undefined);

for (const { message, operation, body, run } of modules.flatMap((module) => module.default)) {
  test(`${message}${operation ? ` by ${operation}` : ""}`, async () => {
    assert.ok(messages.has(message), `${message} is no message`);
    const answer = run ? await run(ask, daemon) : await ask(operation, body);
    const texts = textsOf(answer);
    assert.ok(texts.some((text) => patternOf(messages.get(message)).test(text)),
      `${JSON.stringify(messages.get(message))} is not in ${JSON.stringify(answer)}`);
    provoked.add(message);
  });
}

test("every message of the table was provoked", () => {
  // What no request can bring about from outside, and why.
  const beyondReach = Object.assign({}, ...modules.map((module) => module.beyondReach ?? {}));
  for (const [name, why] of Object.entries(beyondReach)) assert.ok(messages.has(name) && why.length > 10, name);
  const missing = [...messages.keys()].filter((name) => !provoked.has(name) && !(name in beyondReach));
  assert.deepEqual(missing, []);
});
