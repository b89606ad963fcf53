// What tables have beside their definition: expiry, tags, recovery; and the ARNs that name them.
import { createTable } from "../support/tables.mjs";

const kTable = "settings";
const kTables = "arn:aws:dynamodb:us-east-1:123456789012:table/";
const expire = (message, AttributeName, Enabled, TableName = kTable) => ({
  message, operation: "UpdateTimeToLive", body: { TableName, TimeToLiveSpecification: { AttributeName, Enabled } },
});
const recover = (message, TableName, specification) => ({
  message, operation: "UpdateContinuousBackups", body: { TableName, PointInTimeRecoverySpecification: specification },
});
const tagsOf = (message, ResourceArn) => ({ message, operation: "ListTagsOfResource", body: { ResourceArn } });

export default [
  expire("kTimeToLiveEnabled", "expires", true),
  expire("kTimeToLiveOtherAttribute", "other", true),
  expire("kTimeToLiveDisabled", "expires", false, "settings-none"),

  tagsOf("kNotAnArn", kTable),
  tagsOf("kForeignArn", "arn:aws:s3:::bucket"),
  tagsOf("kArnWithinTable", `${kTables}${kTable}/index/by-kind`),
  tagsOf("kInvalidTableArn", `${kTables}it`),
  tagsOf("kResourceArnNotFound", `${kTables}never-created`),
  { message: "kNoTags", operation: "TagResource", body: { ResourceArn: kTables + kTable, Tags: [] } },
  { message: "kNoTagKeys", operation: "UntagResource", body: { ResourceArn: kTables + kTable, TagKeys: [] } },
  {
    message: "kTooManyTags",
    run: async (ask) => {
      const tags = (from, count) => Array.from({ length: count }, (_, i) => ({ Key: `k${from + i}`, Value: "v" }));
      await ask("TagResource", { ResourceArn: kTables + kTable, Tags: tags(0, 50) });
      return ask("TagResource", { ResourceArn: kTables + kTable, Tags: tags(50, 1) });
    },
  },

  recover("kNoSuchTable", "never-created", { PointInTimeRecoveryEnabled: true }),
  recover("kRecoveryPeriodGiven", kTable, { PointInTimeRecoveryEnabled: false, RecoveryPeriodInDays: 7 }),
];

const kHeld = "a state that passes at once: held_states.test.mjs holds it";
export const beyondReach = {
  kTableBeingCreated: kHeld, kTableBeingUpdated: kHeld, kTableBeingDeleted: kHeld, kIndexInUse: kHeld, kIndexesInUse: kHeld,
  kTimeToLiveNotReadable: kHeld, kBackupsBeingEnabled: kHeld,
};

export async function setup(ask) {
  await createTable(ask, kTable, { pk: "S" });
  await createTable(ask, "settings-none", { pk: "S" });
  await ask("UpdateTimeToLive", {
    TableName: kTable, TimeToLiveSpecification: { AttributeName: "expires", Enabled: true },
  });
}
