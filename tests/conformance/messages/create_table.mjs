// Definitions of tables that do not hold together: capacity, keys, streams, encryption, classes, tags.
import { definition, index, keySchema, strings, throughput } from "../support/definitions.mjs";
import { createTable } from "../support/tables.mjs";

const create = (message, more) => ({ message, operation: "CreateTable", body: definition(more) });
const tagged = (message, ...Tags) => create(message, { Tags });
const provisioned = { BillingMode: "PROVISIONED" };

export default [
  create("kTableAlreadyExists", { TableName: "created" }),
  { message: "kTableNotFound", operation: "DeleteTable", body: { TableName: "never-created" } },
  { message: "kTableProtected", operation: "DeleteTable", body: { TableName: "protected" } },

  // Capacity.
  create("kInvalidParameter", provisioned),
  create("kThroughputMissing", provisioned),
  create("kThroughputWithOnDemand", throughput(1, 1)),
  create("kThroughputOutOfBounds", { ...provisioned, ...throughput(1e12 + 1, 1) }),
  create("kOnDemandWithProvisioned", {
    ...provisioned, ...throughput(1, 1), OnDemandThroughput: { MaxReadRequestUnits: 9 },
  }),
  create("kOnDemandOutOfRange", { OnDemandThroughput: { MaxReadRequestUnits: 0 } }),
  create("kWarmTooLow", { WarmThroughput: { ReadUnitsPerSecond: 1 } }),

  // Keys.
  create("kKeyWithoutDefinition", { KeySchema: keySchema("pk", "sk") }),
  create("kKeysNotDefined", { AttributeDefinitions: strings("other") }),
  create("kDefinitionDuplicated", { AttributeDefinitions: strings("pk", "pk") }),
  create("kDefinitionsDoNotMatch", { AttributeDefinitions: strings("pk", "other") }),
  create("kDefinitionsNotUsed", {
    AttributeDefinitions: strings("pk", "kind", "other"), GlobalSecondaryIndexes: [index("by-kind", "kind")],
  }),
  create("kSameKeyName", { AttributeDefinitions: strings("pk", "sk"), KeySchema: keySchema("pk", "pk") }),
  create("kFirstKeyNotHash", { KeySchema: keySchema([], "pk") }),
  create("kSecondKeyNotRange", { AttributeDefinitions: strings("pk", "sk"), KeySchema: keySchema(["pk", "sk"]) }),

  // Streams, encryption, classes.
  create("kStreamViewMissing", { StreamSpecification: { StreamEnabled: true } }),
  create("kStreamViewGiven", { StreamSpecification: { StreamEnabled: false, StreamViewType: "KEYS_ONLY" } }),
  create("kSseTypeWithoutSse", { SSESpecification: { Enabled: false, SSEType: "KMS" } }),
  create("kSseKeyWithoutType", { SSESpecification: { Enabled: true, KMSMasterKeyId: "alias/mine" } }),
  create("kSseAes256", { SSESpecification: { Enabled: true, SSEType: "AES256" } }),
  create("kUnknownTableClass", { TableClass: "PRECIOUS" }),

  // Tags.
  tagged("kTagKeyInvalid", { Key: "", Value: "v" }),
  tagged("kTagKeyReserved", { Key: "aws:owner", Value: "v" }),
  tagged("kTagValueInvalid", { Key: "owner", Value: "v".repeat(257) }),
  tagged("kTagDuplicate", { Key: "owner", Value: "v" }, { Key: "owner", Value: "w" }),
  tagged("kTooManyTags", ...Array.from({ length: 51 }, (_, i) => ({ Key: `k${i}`, Value: "v" }))),
];

export async function setup(ask) {
  await createTable(ask, "created", { pk: "S" });
  await createTable(ask, "protected", { pk: "S" }, { DeletionProtectionEnabled: true });
}
