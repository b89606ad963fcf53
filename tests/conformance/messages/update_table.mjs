// Changes of tables: what may not go together, what is there already, what does not fit the table.
import { throughput } from "../support/definitions.mjs";
import { createTable } from "../support/tables.mjs";

const change = (message, more, TableName = "changed") =>
  ({ message, operation: "UpdateTable", body: { TableName, ...more } });
const provisioned = (message, more) => change(message, more, "changed-provisioned");

const kOn = { StreamSpecification: { StreamEnabled: true, StreamViewType: "KEYS_ONLY" } };
const kOff = { StreamSpecification: { StreamEnabled: false } };
const kSse = { SSESpecification: { Enabled: true, SSEType: "KMS", KMSMasterKeyId: "alias/mine" } };
const kRemoval = { GlobalSecondaryIndexUpdates: [{ Delete: { IndexName: "by-kind" } }] };

export default [
  change("kNothingToUpdate", {}),
  change("kOnlyOperation", { ...kSse, TableClass: "STANDARD" }),
  change("kOnDemandOnlyWithBilling", { ...kOn, OnDemandThroughput: { MaxReadRequestUnits: 9 } }),
  change("kStreamWithThroughput", { ...kOn, ...throughput(1, 1) }),
  change("kIndexWithThroughput", { ...kRemoval, ...throughput(1, 1) }),
  change("kIndexWithStream", { ...kRemoval, ...kOn }),

  change("kStreamViewNeeded", { StreamSpecification: { StreamEnabled: true } }),
  change("kStreamViewNotAllowed", { StreamSpecification: { StreamEnabled: false, StreamViewType: "KEYS_ONLY" } }),
  change("kStreamIsDisabled", kOff),
  change("kStreamIsEnabled", kOn, "changed-stream"),

  change("kThroughputGivenOnDemand", { BillingMode: "PAY_PER_REQUEST", ...throughput(1, 1) }),
  change("kThroughputNeeded", { BillingMode: "PROVISIONED" }),
  change("kThroughputWithOnDemand", throughput(1, 1)),
  provisioned("kThroughputUnchanged", throughput(2, 3)),
  provisioned("kOnDemandWithProvisioned", { OnDemandThroughput: { MaxReadRequestUnits: 9 } }),
  change("kWarmDecreased", { WarmThroughput: { ReadUnitsPerSecond: 1 } }),

  change("kSseIsDefault", { SSESpecification: { Enabled: false } }),
  change("kSseKeyIsSame", kSse, "changed-sse"),
];

export async function setup(ask) {
  await createTable(ask, "changed", { pk: "S" });
  await createTable(ask, "changed-provisioned", { pk: "S" }, { BillingMode: "PROVISIONED", ...throughput(2, 3) });
  await createTable(ask, "changed-stream", { pk: "S" }, kOn);
  await createTable(ask, "changed-sse", { pk: "S" }, kSse);
}
