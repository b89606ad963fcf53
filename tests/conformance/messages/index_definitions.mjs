// Definitions of secondary indexes, in a table's own, that do not hold together.
import { definition, index, keySchema, strings, throughput } from "../support/definitions.mjs";

const create = (message, more) => ({ message, operation: "CreateTable", body: definition(more) });
const kKind = strings("pk", "kind");
const withGlobal = (message, indexes, more = {}) =>
  create(message, { AttributeDefinitions: kKind, GlobalSecondaryIndexes: indexes, ...more });
const withLocal = (message, indexes, more = {}) => create(message, {
  AttributeDefinitions: strings("pk", "sk"), LocalSecondaryIndexes: indexes,
  KeySchema: keySchema("pk", "sk"), ...more,
});
const projecting = (message, Projection) => withGlobal(message, [index("by-kind", "kind", [], { Projection })]);
const repeated = (count, make) => Array.from({ length: count }, (_, i) => make(i));
const provisioned = { BillingMode: "PROVISIONED", ...throughput(1, 1) };
const five = repeated(5, (i) => `k${i}`);

export default [
  create("kIndexListEmpty", { GlobalSecondaryIndexes: [] }),
  withGlobal("kDuplicateIndexName", [index("by-kind", "kind"), index("by-kind", "kind")]),
  withGlobal("kTooManyGlobalIndexes", repeated(21, (i) => index(`by-kind-${i}`, "kind"))),
  withLocal("kTooManyLocalIndexes", repeated(6, (i) => index(`by-sk-${i}`, "pk", "sk"))),
  withLocal("kLocalIndexNeedsTableRange", [index("by-sk", "pk", "sk")], { KeySchema: keySchema("pk") }),
  withLocal("kLocalIndexNeedsRange", [index("by-pk", "pk")]),
  withLocal("kLocalIndexOtherHash", [index("by-pk", "sk", "pk")]),

  // Keys of several attributes.
  withGlobal("kSameKeyNames", [index("by-kind", ["kind", "kind"])]),
  withGlobal("kTooManyKeyAttributes", [index("by-five", five)], { AttributeDefinitions: strings("pk", ...five) }),
  withGlobal("kHashAfterRange", [{ ...index("by-kind", []), KeySchema: [...keySchema("kind", "sk"), ...keySchema("pk")] }],
    { AttributeDefinitions: strings("pk", "kind", "sk") }),

  // Projections.
  projecting("kProjectionTypeNull", {}),
  projecting("kNonKeyAttributesGiven", { ProjectionType: "ALL", NonKeyAttributes: ["a"] }),
  projecting("kNonKeyAttributesMissing", { ProjectionType: "INCLUDE" }),
  projecting("kNonKeyAttributeTwice", { ProjectionType: "INCLUDE", NonKeyAttributes: ["a", "a"] }),
  withGlobal("kTooManyNonKeyAttributes", repeated(6, (i) => index(`by-kind-${i}`, "kind", [], {
    Projection: { ProjectionType: "INCLUDE", NonKeyAttributes: repeated(20, (j) => `a${i}-${j}`) },
  }))),

  // Capacity.
  withGlobal("kIndexThroughputWithOnDemand", [index("by-kind", "kind", [], throughput(1, 1))]),
  withGlobal("kIndexThroughputMissing", [index("by-kind", "kind")], provisioned),
  withGlobal("kIndexOnDemandWithProvisioned", [
    index("by-kind", "kind", [], { ...throughput(1, 1), OnDemandThroughput: { MaxReadRequestUnits: 9 } }),
  ], provisioned),
];
