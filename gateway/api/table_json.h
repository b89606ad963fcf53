// TableDescription as JSON: what CreateTable, DeleteTable, UpdateTable and DescribeTable answer.
//
// Source: the service model's TableDescription; what Terraform's provider waits for (WarmThroughput
// ACTIVE on table and global indexes) and reads back (zero-filled ProvisionedThroughput beside
// PAY_PER_REQUEST).
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>

#include "base/sha256.h"
#include "gateway/api/json_writer.h"
#include "gateway/api/request.h"
#include "model/table_schema.h"
#include "wire/schema_snapshot.h"

namespace partita::gateway::api {

struct IndexSize {
  uint64_t item_count = 0;
  uint64_t size_bytes = 0;
};
struct TableSize {
  uint64_t item_count = 0;
  uint64_t size_bytes = 0;
  std::map<uint32_t, IndexSize> indexes;  // by id; one that is not there is empty
};

// `schemas` has account and region for the ARNs.
void WriteTableDescription(const model::TableSchema& table, const TableSize& size,
                           const wire::SchemaSnapshot& schemas, JsonWriter* json);

// The ARN of a key named by ARN, id or alias; of the account's own key when `key` is empty.
std::string KmsKeyArn(const wire::SchemaSnapshot& schemas, std::string_view key,
                      base::Sha256* sha256);

// Answers with {"TableDescription": …} from the registry's reply.
OnReply AnswerTableChange(const Request& request);

}  // namespace partita::gateway::api
