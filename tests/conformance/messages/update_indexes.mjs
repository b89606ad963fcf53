// Indexes that come, change and go with UpdateTable.
import { index, strings, throughput } from "../support/definitions.mjs";
import { createTable } from "../support/tables.mjs";

const update = (message, TableName, actions, more = {}) => ({
  message, operation: "UpdateTable",
  body: { TableName, AttributeDefinitions: strings("pk", "kind"), GlobalSecondaryIndexUpdates: actions, ...more },
});
const onDemand = (message, ...actions) => update(message, "indexed", actions);
const provisioned = (message, ...actions) => update(message, "indexed-provisioned", actions);
const create = (name, more) => ({ Create: index(name, "kind", [], more) });
const change = (IndexName, more) => ({ Update: { IndexName, ...more } });
const remove = (IndexName) => ({ Delete: { IndexName } });
const kMaximum = { OnDemandThroughput: { MaxReadRequestUnits: 9 } };

export default [
  onDemand("kIndexActionMissing", {}),
  onDemand("kIndexActionsTogether", { ...create("by-new"), ...remove("by-kind") }),
  onDemand("kIndexUpdatedTwice", change("by-kind", kMaximum), remove("by-kind")),
  onDemand("kOneIndexAtATime", create("by-new"), remove("by-kind")),
  update("kIndexWithWarmThroughput", "indexed", [create("by-new")], { WarmThroughput: { ReadUnitsPerSecond: 13_000 } }),
  update("kDefinitionsMissing", "indexed", [create("by-new")], { AttributeDefinitions: undefined }),
  update("kKeysNotDefined", "indexed", [{ Create: index("by-new", "undefined") }]),
  update("kGlobalIndexLimit", "indexed-fully", [create("by-new")]),

  onDemand("kIndexExists", create("by-kind")),
  onDemand("kIndexNotFound", remove("by-nothing")),
  onDemand("kNotAGlobalIndex", remove("local")),

  onDemand("kIndexUnitsGiven", create("by-new", throughput(1, 1))),
  onDemand("kOnDemandIndexUpdate", change("by-kind", throughput(1, 1))),
  onDemand("kWarmEmpty", change("by-kind", { WarmThroughput: {} })),
  provisioned("kIndexUnitsNeeded", create("by-new")),
  provisioned("kThroughputUnchanged", change("by-kind", throughput(2, 3))),
  provisioned("kIndexOnDemandWithProvisioned", change("by-kind", kMaximum)),
  update("kIndexThroughputNeeded", "indexed", undefined, { BillingMode: "PROVISIONED", ...throughput(1, 1) }),
];

const kDefined = { AttributeDefinitions: strings("kind") };

export async function setup(ask) {
  await createTable(ask, "indexed", { pk: "S", sk: "S" }, {
    ...kDefined, GlobalSecondaryIndexes: [index("by-kind", "kind")], LocalSecondaryIndexes: [index("local", "pk", "kind")],
  });
  await createTable(ask, "indexed-provisioned", { pk: "S" }, {
    ...kDefined, BillingMode: "PROVISIONED", ...throughput(1, 1),
    GlobalSecondaryIndexes: [index("by-kind", "kind", [], throughput(2, 3))],
  });
  await createTable(ask, "indexed-fully", { pk: "S" }, {
    ...kDefined, GlobalSecondaryIndexes: Array.from({ length: 20 }, (_, i) => index(`by-kind-${i}`, "kind")),
  });
}
