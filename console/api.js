// What the console asks its gateway: operations of the DynamoDB API, and the console's own data.
//
// An operation goes as POST / with application/x-amz-json-1.0: no simple request, so that a page of
// another origin cannot send it without a preflight it does not get.
export const kStreamOperations =
  ["DescribeStream", "GetRecords", "GetShardIterator", "ListStreams"];

export const targetOf = (operation) =>
  (kStreamOperations.includes(operation) ? "DynamoDBStreams_20120810." : "DynamoDB_20120810.") +
  operation;

// `body`: an object, or JSON text that goes as it is. Never throws but for an abort: a server that
// cannot be reached is an answer with status 0.
export async function call(operation, body, signal) {
  const sent = typeof body === "string" ? body : JSON.stringify(body);
  const began = performance.now();
  try {
    const response = await fetch("/", {
      method: "POST",
      headers: { "content-type": "application/x-amz-json-1.0",
        "x-amz-target": targetOf(operation) },
      body: sent,
      signal,
    });
    const text = await response.text();
    const ms = performance.now() - began;
    const requestId = response.headers.get("x-amzn-requestid") ?? "";
    return { ...read(text), ok: response.ok, status: response.status, ms, requestId, text,
      size: new Blob([text]).size };
  } catch (error) {
    if (error.name === "AbortError") throw error;
    return { ok: false, status: 0, ms: performance.now() - began, requestId: "", text: "", size: 0,
      body: null, error: { type: "NoAnswer", message: "The gateway did not answer." } };
  }
}

function read(text) {
  let body = null;
  try {
    body = text === "" ? {} : JSON.parse(text);
  } catch {
    return { body, error: { type: "NoJson", message: text.slice(0, 200) } };
  }
  if (!body?.__type) return { body };
  const type = body.__type.split("#").pop();
  return { body, error: { type, message: body.message ?? body.Message ?? "" } };
}

// As call(), but an error is thrown, with `type` and `requestId`; gives the answer's body.
export async function ask(operation, body, signal) {
  const answer = await call(operation, body, signal);
  if (answer.ok) return answer.body;
  const { type, message } = answer.error ?? { type: `HTTP ${answer.status}`, message: "" };
  throw Object.assign(new Error(message || type), { type, requestId: answer.requestId });
}

// The console's own data; throws with `status` (0: no answer).
export async function get(path, signal) {
  let response;
  try {
    response = await fetch(path, { signal, cache: "no-store" });
  } catch (error) {
    if (error.name === "AbortError") throw error;
    throw Object.assign(new Error("The gateway did not answer."), { status: 0 });
  }
  if (!response.ok) {
    const body = await response.json().catch(() => ({}));
    throw Object.assign(new Error(body.message ?? `HTTP ${response.status}`),
      { status: response.status });
  }
  return response.json();
}

// Calls `step` now and `ms` after each end of it, while the page is seen, until `signal`.
export async function poll(ms, signal, step) {
  while (!signal.aborted) {
    if (!document.hidden) await step().catch((error) => {
      if (error.name !== "AbortError") throw error;
    });
    await new Promise((resolve) => {
      const timer = setTimeout(resolve, ms);
      signal.addEventListener("abort", () => (clearTimeout(timer), resolve()), { once: true });
    });
  }
}

// Every table name, over as many pages as it takes.
export async function listTables(signal) {
  const names = [];
  let from;
  do {
    const page = await ask("ListTables", from ? { ExclusiveStartTableName: from } : {}, signal);
    names.push(...page.TableNames);
    from = page.LastEvaluatedTableName;
  } while (from);
  return names;
}
