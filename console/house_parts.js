// What is to be known of one part of the drawing: a title, a sentence, rows of name and value.
import { bytes, compact, count, duration } from "./format.js";

const process = (of) => [
  ["State", of.state], ["Process", of.pid ? `pid ${of.pid}` : "none"],
  ["Up for", of.pid ? duration(of.uptimeMs) : "–"], ["Life", `no. ${of.epoch}`],
  ["Restarts", count(of.restarts)],
  ["Ready after", of.readyAfterMs ? duration(of.readyAfterMs) : "–"],
  ...(of.lastDeath ? [["Last death", of.lastDeath]] : []),
];
const latency = (of) => (of?.p99Ms === undefined ? [] :
  [["p50 / p99", `${duration(of.p50Ms)} / ${duration(of.p99Ms)}`]]);

const kParts = {
  clients: (house) => ({
    title: "Clients",
    text: "Any AWS SDK, the aws command, curl, this page. They speak the DynamoDB API over HTTP.",
    rows: [["Answered", `${compact(house.total.answered)} a second`], ...latency(house.total)],
  }),
  gateway: (house, at) => ({
    title: house.gateways[at].name,
    text: "Reads HTTP and JSON, checks everything that can be checked without looking at data, " +
      "and puts a frame into the ring of the slot that owns the key.",
    rows: [["Asked of slots", `${compact(house.total.asked)} a second`],
      ...process(house.gateways[at])],
  }),
  ring: (house, at) => ({
    title: `Ring of slot ${at}`,
    text: "Two single-producer single-consumer rings of 1 MiB in shared memory, one for " +
      "questions, one for answers. While the disk syncs, the next batch gathers here.",
    rows: [["Questions without answer", count(house.slots[at].waiting)],
      ["Asked", `${compact(house.slots[at].asked)} a second`]],
  }),
  slot: (house, at) => {
    const slot = house.slots[at];
    return {
      title: `Slot ${at}`,
      text: "One process owns this range of hashes and is its only writer.",
      rows: [["First hash", slot.firstHash], ["Last hash", slot.lastHash],
        ["Items", count(slot.itemCount)], ["Asked", `${compact(slot.asked)} a second`],
        ...(slot.backfillTotal ? [["Filling an index",
          `${count(slot.backfillScanned)} of ${count(slot.backfillTotal)}`]] : []),
        ...process(slot)],
    };
  },
  file: (house, at) => {
    const slot = house.slots[at];
    return {
      title: slot.file,
      text: "A plain SQLite file. All writes of a turn are one transaction and one fsync; no " +
        "answer leaves before it.",
      rows: [["Items", count(slot.itemCount)], ["Their size", bytes(slot.itemBytes)],
        ["Commits", `${compact(slot.commits)} a second`], ...latency(slot),
        ["Last commit", `no. ${count(slot.durableSeq)}`],
        ["Store epoch", count(slot.durableEpoch)]],
    };
  },
  registry: (house) => ({
    title: "registryd",
    text: "Keeps the catalog of tables and publishes it in shared memory: no request on items " +
      "ever waits for it.",
    rows: [["Tables", count(house.tables.length)], ...process(house.registry)],
  }),
  supervisor: (house) => ({
    title: "supervisor",
    text: "Makes the shared memory, starts the processes and brings back who dies. It reads no " +
      "ring.",
    rows: [["Watches", `${house.slots.length + house.gateways.length + 1} processes`],
      ...process(house.supervisor)],
  }),
};

export function describePart(house, id) {
  const [kind, at] = id.split(":");
  return kParts[kind](house, Number(at));
}
