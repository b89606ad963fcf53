#include "gateway/api/table_json.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>
#include <vector>

#include "gateway/api/reply.h"
#include "gateway/api/stream_name.h"
#include "model/arn.h"
#include "model/warm_throughput.h"
#include "wire/table_change.h"

namespace partita::gateway::api {

using model::AttributeTypeName;
using model::BillingMode;
using model::IndexSchema;
using model::TableSchema;
using model::TableStatus;
using wire::SchemaSnapshot;

namespace {

// Statuses of tables and indexes have the same numbers and names.
std::string_view StatusName(uint8_t status) {
  switch (static_cast<TableStatus>(status)) {
    case TableStatus::kCreating:
      return "CREATING";
    case TableStatus::kUpdating:
      return "UPDATING";
    case TableStatus::kDeleting:
      return "DELETING";
    case TableStatus::kActive:
      return "ACTIVE";
  }
  return "ACTIVE";
}

std::string_view ProjectionName(model::ProjectionType projection) {
  switch (projection) {
    case model::ProjectionType::kAll:
      return "ALL";
    case model::ProjectionType::kKeysOnly:
      return "KEYS_ONLY";
    case model::ProjectionType::kInclude:
      return "INCLUDE";
  }
  return "ALL";
}

void WriteKeyPart(const std::vector<model::KeyAttribute>& keys, std::string_view type,
                  JsonWriter* json) {
  for (const model::KeyAttribute& key : keys) {
    json->BeginObject()
        .Key("AttributeName")
        .String(key.name)
        .Key("KeyType")
        .String(type)
        .EndObject();
  }
}

void WriteKeySchema(const model::KeySchema& key, JsonWriter* json) {
  json->Key("KeySchema").BeginArray();
  WriteKeyPart(key.partition, "HASH", json);
  WriteKeyPart(key.sort, "RANGE", json);
  json->EndArray();
}

// In the order of their names.
void WriteAttributeDefinitions(const TableSchema& table, JsonWriter* json) {
  std::vector<model::KeyAttribute> sorted = table.attribute_definitions;
  std::sort(sorted.begin(), sorted.end(),
            [](const auto& a, const auto& b) { return a.name < b.name; });
  json->Key("AttributeDefinitions").BeginArray();
  for (const model::KeyAttribute& attribute : sorted) {
    json->BeginObject().Key("AttributeName").String(attribute.name);
    json->Key("AttributeType").String(AttributeTypeName(attribute.type)).EndObject();
  }
  json->EndArray();
}

void WriteThroughput(const model::Throughput& throughput, int64_t increased_at_us,
                     int64_t decreased_at_us, JsonWriter* json) {
  json->Key("ProvisionedThroughput").BeginObject();
  if (increased_at_us != 0) json->Key("LastIncreaseDateTime").Date(increased_at_us);
  if (decreased_at_us != 0) json->Key("LastDecreaseDateTime").Date(decreased_at_us);
  json->Key("NumberOfDecreasesToday").Integer(0);
  json->Key("ReadCapacityUnits").Integer(throughput.read_units);
  json->Key("WriteCapacityUnits").Integer(throughput.write_units).EndObject();
}

void WriteOnDemandThroughput(const std::optional<model::OnDemandThroughput>& units,
                             JsonWriter* json) {
  if (!units) return;
  json->Key("OnDemandThroughput").BeginObject();
  json->Key("MaxReadRequestUnits").Integer(units->max_read_units);
  json->Key("MaxWriteRequestUnits").Integer(units->max_write_units).EndObject();
}

void WriteWarmThroughput(BillingMode billing_mode, const model::Throughput& provisioned,
                         const model::Throughput& asked, JsonWriter* json) {
  const model::Throughput warm = model::WarmThroughput(billing_mode, provisioned, asked);
  json->Key("WarmThroughput").BeginObject();
  json->Key("ReadUnitsPerSecond").Integer(warm.read_units);
  json->Key("WriteUnitsPerSecond").Integer(warm.write_units);
  json->Key("Status").String("ACTIVE").EndObject();
}

void WriteBillingMode(const TableSchema& table, JsonWriter* json) {
  const bool on_demand = table.billing_mode == BillingMode::kPayPerRequest;
  if (!on_demand && table.billing_mode_changed_at_us == 0) return;
  json->Key("BillingModeSummary").BeginObject();
  json->Key("BillingMode").String(on_demand ? "PAY_PER_REQUEST" : "PROVISIONED");
  if (table.billing_mode_changed_at_us != 0) {
    json->Key("LastUpdateToPayPerRequestDateTime").Date(table.billing_mode_changed_at_us);
  }
  json->EndObject();
}

void WriteProjection(const IndexSchema& index, JsonWriter* json) {
  json->Key("Projection")
      .BeginObject()
      .Key("ProjectionType")
      .String(ProjectionName(index.projection));
  if (!index.non_key_attributes.empty()) {
    json->Key("NonKeyAttributes").BeginArray();
    std::vector<std::string> sorted = index.non_key_attributes;
    std::sort(sorted.begin(), sorted.end());
    for (const std::string& name : sorted) json->String(name);
    json->EndArray();
  }
  json->EndObject();
}

void WriteGlobalPart(const TableSchema& table, const IndexSchema& index, JsonWriter* json) {
  const bool creating = table.status == TableStatus::kCreating;
  json->Key("IndexStatus")
      .String(creating ? "CREATING" : StatusName(static_cast<uint8_t>(index.status)));
  // While the table is UPDATING the index is being set up, then filled.
  if (index.backfilling) json->Key("Backfilling").Boolean(table.status != TableStatus::kUpdating);
  WriteThroughput(index.throughput, 0, 0, json);
  WriteOnDemandThroughput(index.on_demand, json);
  WriteWarmThroughput(table.billing_mode, index.throughput, index.warm, json);
}

void WriteIndexSize(const TableSize& size, uint32_t index, JsonWriter* json) {
  const auto at = size.indexes.find(index);
  const IndexSize found = at == size.indexes.end() ? IndexSize() : at->second;
  json->Key("IndexSizeBytes").Integer(static_cast<int64_t>(found.size_bytes));
  json->Key("ItemCount").Integer(static_cast<int64_t>(found.item_count));
}

void WriteIndexes(const TableSchema& table, bool global, const TableSize& size,
                  const std::string& table_arn, JsonWriter* json) {
  bool any = false;
  for (const IndexSchema& index : table.indexes) {
    if (index.global != global) continue;
    if (!any) json->Key(global ? "GlobalSecondaryIndexes" : "LocalSecondaryIndexes").BeginArray();
    any = true;
    json->BeginObject().Key("IndexName").String(index.name);
    WriteKeySchema(index.key, json);
    WriteProjection(index, json);
    if (global) WriteGlobalPart(table, index, json);
    WriteIndexSize(size, index.id, json);
    json->Key("IndexArn").String(fmt::format("{}/index/{}", table_arn, index.name)).EndObject();
  }
  if (any) json->EndArray();
}

void WriteStream(const TableSchema& table, const std::string& table_arn, JsonWriter* json) {
  if (table.stream != model::StreamViewType::kNone) {
    json->Key("StreamSpecification").BeginObject().Key("StreamEnabled").Boolean(true);
    json->Key("StreamViewType").String(StreamViewName(table.stream)).EndObject();
  }
  if (table.stream_label_us != 0) {
    const std::string label = StreamLabel(table.stream_label_us);
    json->Key("LatestStreamLabel").String(label);
    json->Key("LatestStreamArn").String(fmt::format("{}/stream/{}", table_arn, label));
  }
}

void WriteSse(const TableSchema& table, JsonWriter* json) {
  if (!table.sse_enabled) return;
  json->Key("SSEDescription")
      .BeginObject()
      .Key("Status")
      .String("ENABLED")
      .Key("SSEType")
      .String("KMS");
  json->Key("KMSMasterKeyArn").String(table.sse_kms_key_arn).EndObject();
}

void WriteTableClass(const TableSchema& table, JsonWriter* json) {
  if (!table.table_class_given) return;
  const bool standard = table.table_class == model::TableClass::kStandard;
  json->Key("TableClassSummary").BeginObject();
  json->Key("TableClass").String(standard ? "STANDARD" : "STANDARD_INFREQUENT_ACCESS").EndObject();
}

model::ApiResult<std::string> TableChangeJson(const SchemaSnapshot& schemas,
                                              base::Result<base::ByteReader> reply) {
  PARTITA_ASSIGN(base::ByteReader reader, OpenReply(std::move(reply)));
  const base::Result<TableSchema> table = wire::DecodeTableReply(&reader);
  if (!table.ok()) return InternalServerError();
  JsonWriter json;
  json.BeginObject().Key("TableDescription");
  WriteTableDescription(*table, TableSize(), schemas, &json);
  json.EndObject();
  return json.Take();
}

}  // namespace

std::string KmsKeyArn(const SchemaSnapshot& schemas, std::string_view key, base::Sha256* sha256) {
  if (key.starts_with("arn:")) return std::string(key);
  const std::string prefix = fmt::format("arn:aws:kms:{}:{}:", schemas.region, schemas.account_id);
  if (key.starts_with("alias/")) return prefix + std::string(key);
  if (!key.empty()) return fmt::format("{}key/{}", prefix, key);
  // One key for the whole account, always the same: a UUID made from the account's number.
  const base::Sha256Digest digest = sha256->Hash({"aws/dynamodb", schemas.account_id});
  const std::string hex = fmt::format("{:02x}", fmt::join(digest.begin(), digest.begin() + 16, ""));
  return fmt::format("{}key/{}-{}-4{}-8{}-{}", prefix, hex.substr(0, 8), hex.substr(8, 4),
                     hex.substr(13, 3), hex.substr(17, 3), hex.substr(20, 12));
}

void WriteTableDescription(const TableSchema& table, const TableSize& size,
                           const SchemaSnapshot& schemas, JsonWriter* json) {
  const std::string arn = model::MakeTableArn(schemas.region, schemas.account_id, table.name);
  json->BeginObject();
  WriteAttributeDefinitions(table, json);
  json->Key("TableName").String(table.name);
  WriteKeySchema(table.key, json);
  json->Key("TableStatus").String(StatusName(static_cast<uint8_t>(table.status)));
  json->Key("CreationDateTime").Date(table.created_at_us);
  WriteThroughput(table.throughput, table.throughput_increased_at_us,
                  table.throughput_decreased_at_us, json);
  json->Key("TableSizeBytes").Integer(static_cast<int64_t>(size.size_bytes));
  json->Key("ItemCount").Integer(static_cast<int64_t>(size.item_count));
  json->Key("TableArn").String(arn).Key("TableId").String(table.uuid);
  WriteBillingMode(table, json);
  WriteIndexes(table, false, size, arn, json);
  WriteIndexes(table, true, size, arn, json);
  WriteStream(table, arn, json);
  WriteSse(table, json);
  WriteTableClass(table, json);
  json->Key("DeletionProtectionEnabled").Boolean(table.deletion_protection);
  WriteOnDemandThroughput(table.on_demand, json);
  WriteWarmThroughput(table.billing_mode, table.throughput, table.warm, json);
  json->EndObject();
}

OnReply AnswerTableChange(const Request& request) {
  return [call = request.call, edge = request.edge](base::Result<base::ByteReader> reply) {
    Answer(call.get(), TableChangeJson(*edge->Schemas(), std::move(reply)));
  };
}

}  // namespace partita::gateway::api
