// DescribeTable: the schema from the mirror, its size from all slots.
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "gateway/api/json_writer.h"
#include "gateway/api/parameter_reader.h"
#include "gateway/api/reply.h"
#include "gateway/api/request.h"
#include "gateway/api/table_json.h"
#include "gateway/api/table_name.h"
#include "wire/table_statistics.h"

namespace partita::gateway::api {

namespace {

// One DescribeTable while its slots are asked; the last reply answers.
struct PendingDescription {
  std::shared_ptr<ApiCall> call;
  std::shared_ptr<const model::TableSchema> table;
  std::shared_ptr<const wire::SchemaSnapshot> schemas;
  uint32_t open_questions = 0;
  TableSize size;
};

void AnswerDescription(const PendingDescription& pending) {
  JsonWriter json;
  json.BeginObject().Key("Table");
  WriteTableDescription(*pending.table, pending.size, *pending.schemas, &json);
  json.EndObject();
  pending.call->Succeed(json.Take());
}

void AddIndexes(const std::vector<wire::IndexStatistics>& indexes, TableSize* size) {
  for (const wire::IndexStatistics& index : indexes) {
    IndexSize& sum = size->indexes[index.index];
    sum.item_count += index.item_count;
    sum.size_bytes += index.size_bytes;
  }
}

// A slot that is away or does not know the table yet counts as empty: a description is better than
// none.
void AddStatistics(PendingDescription* pending, base::Result<base::ByteReader> reply) {
  model::ApiResult<base::ByteReader> opened = OpenReply(std::move(reply));
  if (opened.ok()) {
    const wire::TableStatisticsReply statistics = wire::DecodeTableStatisticsReply(&*opened);
    if (opened->Finished()) {
      pending->size.item_count += statistics.item_count;
      pending->size.size_bytes += statistics.size_bytes;
      AddIndexes(statistics.indexes, &pending->size);
    }
  }
  if (--pending->open_questions == 0) AnswerDescription(*pending);
}

void AskSlots(Edge* edge, const std::shared_ptr<PendingDescription>& pending) {
  const wire::TableStatisticsRequest question{pending->table->id};
  pending->open_questions = edge->slots();
  for (uint32_t slot = 0; slot < edge->slots(); ++slot) {
    edge->AskPartition(
        slot, wire::MessageKind::kTableStatistics,
        [&question](base::ByteWriter* writer) { wire::Encode(question, writer); },
        [pending](base::Result<base::ByteReader> reply) {
          AddStatistics(pending.get(), std::move(reply));
        });
  }
}

}  // namespace

model::ApiStatus DescribeTable(const Request& request) {
  std::optional<model::ApiError> failure;
  const ParameterReader reader(request.parameters, &failure);
  const std::optional<std::string_view> parameter = reader.String("TableName");
  PARTITA_TRY(reader.status());
  PARTITA_ASSIGN(const std::string_view name, RequireTableName(parameter));
  const auto pending = std::make_shared<PendingDescription>();
  PARTITA_ASSIGN(pending->table, FindTableToDescribe(request.edge, name));
  pending->call = request.call;
  pending->schemas = request.edge->Schemas();
  AskSlots(request.edge, pending);
  return {};
}

}  // namespace partita::gateway::api
