// The processes and slots of the house, asked once a second for all who watch, with a short memory
// from which rates are made.
import { get, poll } from "./api.js";

const kIntervalMs = 1000;
const kRemembered = 60;

const watchers = new Set();
const history = [];
let house = null;
let failure = null;
let running = false;

export const pastHouses = () => history;

// Calls `tell(house, error)` now, if something is known, and on every news until `signal` aborts
// (null: for ever).
export function watchHouse(signal, tell) {
  watchers.add(tell);
  signal?.addEventListener("abort", () => watchers.delete(tell));
  if (house || failure) tell(house, failure);
  if (!running) {
    running = true;
    poll(kIntervalMs, new AbortController().signal, look);
  }
}

async function look() {
  try {
    house = derive(await get("/console/api/house"), history.at(-1));
    failure = null;
    history.push(house);
    if (history.length > kRemembered) history.shift();
  } catch (error) {
    failure = error;
  }
  for (const tell of watchers) tell(house, failure);
}

export const processesOf = (of) => [of.supervisor, of.registry, ...of.gateways, ...of.slots];

// Of what happened since the look before: p50Ms and p99Ms; nothing, if nothing did. A latency is a
// list of buckets [from, to, count] in microseconds, counts since the start.
function latencyOf(buckets, earlier) {
  if (!buckets || !earlier) return {};
  const known = new Map(earlier.map(([from, , count]) => [from, count]));
  const grown = buckets.map(([from, to, count]) => [from, to, count - (known.get(from) ?? 0)])
    .filter(([, , count]) => count > 0);
  const total = grown.reduce((sum, [, , count]) => sum + count, 0);
  if (total === 0) return {};
  const quantile = (share) => {
    let left = share * total;
    for (const [from, to, count] of grown) {
      if (left <= count) return (from + (to - from) * left / count) / 1000;
      left -= count;
    }
    return grown.at(-1)[1] / 1000;
  };
  return { p50Ms: quantile(0.5), p99Ms: quantile(0.99) };
}

// Adds what follows from two looks: counts per second. A count that fell began anew.
function derive(now, before) {
  now.at = performance.now();
  const seconds = before ? (now.at - before.at) / 1000 : 0;
  const rate = (value, earlier) => {
    if (value === undefined) return undefined;
    return seconds > 0 && value >= earlier ? (value - earlier) / seconds : 0;
  };
  now.slots.forEach((slot, at) => {
    const earlier = before?.slots[at];
    slot.asked = rate(slot.questions, earlier?.questions);
    slot.commits = slot.durableEpoch === earlier?.durableEpoch
      ? rate(slot.durableSeq, earlier?.durableSeq) : 0;
    Object.assign(slot, latencyOf(slot.commit, earlier?.commit));
  });
  const sum = (list, member) => list.reduce((total, one) => total + (one[member] ?? 0), 0);
  now.total = {
    items: sum(now.slots, "itemCount"), bytes: sum(now.slots, "itemBytes"),
    asked: sum(now.slots, "asked"), commits: sum(now.slots, "commits"),
    waiting: sum(now.slots, "waiting"),
  };
  now.total.answered = rate(now.requests, before?.requests);
  Object.assign(now.total, latencyOf(now.latency, before?.latency));
  now.notReady = processesOf(now).filter(({ state }) => state !== "ready").length;
  return now;
}
