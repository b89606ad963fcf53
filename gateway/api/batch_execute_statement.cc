// BatchExecuteStatement: up to twenty-five statements, all reads of one item each or all writes,
// each by itself: what one cannot do stands in its place of the answer.
#include <fmt/format.h>

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "expr/condition.h"
#include "expr/partiql_key.h"
#include "gateway/api/admission.h"
#include "gateway/api/consumed_capacity.h"
#include "gateway/api/json_writer.h"
#include "gateway/api/partiql_write.h"
#include "gateway/api/reply.h"
#include "gateway/api/request.h"
#include "model/api_message.h"
#include "model/item_codec.h"
#include "model/item_json.h"
#include "wire/get_item.h"

namespace partita::gateway::api {

namespace message = model::message;
using model::ApiError;
using model::ApiErrorType;
using model::ApiResult;
using model::ApiStatus;

namespace {

constexpr size_t kMaxBatchStatements = 25;

// BatchStatementErrorCodeEnum.
std::string_view ErrorCodeOf(ApiErrorType type) {
  switch (type) {
    case ApiErrorType::kConditionalCheckFailed:
      return "ConditionalCheckFailed";
    case ApiErrorType::kItemCollectionSizeLimitExceeded:
      return "ItemCollectionSizeLimitExceeded";
    case ApiErrorType::kRequestLimitExceeded:
      return "RequestLimitExceeded";
    case ApiErrorType::kProvisionedThroughputExceeded:
      return "ProvisionedThroughputExceeded";
    case ApiErrorType::kTransactionConflict:
      return "TransactionConflict";
    case ApiErrorType::kThrottling:
      return "ThrottlingError";
    case ApiErrorType::kResourceNotFound:
      return "ResourceNotFound";
    case ApiErrorType::kAccessDenied:
      return "AccessDenied";
    case ApiErrorType::kDuplicateItem:
      return "DuplicateItem";
    case ApiErrorType::kValidation:
      return "ValidationError";
    default:
      return "InternalServerError";
  }
}

// One statement on its way to its place in the answer.
struct BatchStatement {
  ApiResult<PreparedPartiql> prepared = PreparedPartiql();
  bool consistent_read = false;
  std::optional<ApiError> error;
  bool ran = false;  // its owner was asked
  std::string item;  // JSON; empty: none
  ConsumedUnits units;
  Meter meter;
};

struct PendingBatchOfStatements {
  std::shared_ptr<ApiCall> call;
  ReturnConsumedCapacity capacity;
  std::vector<BatchStatement> statements;
  size_t open = 0;  // questions without a reply, and the one who asks them
};

void WriteBatchStatement(const BatchStatement& statement, JsonWriter* json) {
  json->BeginObject();
  if (statement.error) {
    json->Key("Error").BeginObject();
    json->Key("Code").String(ErrorCodeOf(statement.error->type));
    json->Key("Message").String(statement.error->message);
    json->EndObject();
  }
  if (statement.ran) json->Key("TableName").String((*statement.prepared).table->name);
  if (!statement.item.empty()) json->Key("Item").Value()->append(statement.item);
  json->EndObject();
}

std::string BatchStatementsJson(const PendingBatchOfStatements& batch) {
  JsonWriter json;
  json.BeginObject().Key("Responses").BeginArray();
  for (const BatchStatement& statement : batch.statements) WriteBatchStatement(statement, &json);
  json.EndArray();
  if (batch.capacity != ReturnConsumedCapacity::kNone) {
    std::map<std::string, ConsumedUnits> tables;
    for (const BatchStatement& statement : batch.statements) {
      if (statement.ran) tables[(*statement.prepared).table->name].Add(statement.units);
    }
    json.Key("ConsumedCapacity").BeginArray();
    for (const auto& [name, units] : tables)
      WriteCapacityOfTable(batch.capacity, name, units, &json);
    json.EndArray();
  }
  json.EndObject();
  return json.Take();
}

ApiStatus TakeSelectReply(base::Result<base::ByteReader> reply, BatchStatement* statement) {
  PARTITA_ASSIGN(base::ByteReader reader, OpenReply(std::move(reply)));
  const wire::GetItemReply got = wire::DecodeGetItemReply(&reader);
  if (!reader.Finished()) return InternalServerError();
  statement->units.table = ReadUnits(got.found ? got.item_size : 0, statement->consistent_read);
  if (!got.found) return {};
  const auto& columns = (*statement->prepared).statement.columns;
  if (columns.empty()) {
    if (!model::AppendEncodedItemJson(got.item, &statement->item)) return InternalServerError();
    return {};
  }
  const base::Result<model::Item> item = model::DecodeItem(got.item);
  if (!item.ok()) return InternalServerError();
  model::AppendItemJson(expr::SelectColumns(columns, *item), &statement->item);
  return {};
}

ApiStatus TakeWriteReply(base::Result<base::ByteReader> reply, BatchStatement* statement) {
  PARTITA_ASSIGN(base::ByteReader reader, OpenReply(std::move(reply)));
  const wire::WriteResult result = wire::DecodeWriteResult(&reader);
  if (!reader.Finished()) return InternalServerError();
  statement->units = WriteUnits(result, *(*statement->prepared).table);
  if (HasAttributes(result) && !model::AppendEncodedItemJson(result.attributes, &statement->item))
    return InternalServerError();
  return {};
}

// A SELECT of a batch names one item's key and says nothing else.
ApiResult<model::ItemKey> PlaceToSelect(const PreparedPartiql& prepared, base::Sha256* sha256) {
  const auto& where = prepared.statement.where;
  const expr::ConditionNode* condition = where ? &*where : nullptr;
  PARTITA_TRY(expr::FindReads(condition, prepared.table->key));
  const auto key = expr::FindOnlyKey(condition, prepared.table->key);
  if (prepared.index != nullptr || !key || !prepared.statement.order_by.empty())
    return ApiError::Validation(message::kPartiqlBatchSelect);
  return model::MakeItemKey(*prepared.table, *key, model::KeySource::kKeyParameter, sha256);
}

// Runs the statements of one request; answers when the last of them has.
class StatementBatch {
 public:
  StatementBatch(Edge* edge, std::shared_ptr<PendingBatchOfStatements> batch)
      : edge_(edge), batch_(std::move(batch)) {}

  void Run() {
    batch_->open = 1;
    for (size_t i = 0; i < batch_->statements.size(); ++i) {
      BatchStatement& statement = batch_->statements[i];
      const ApiStatus asked = Ask(i, &statement);
      if (!asked.ok()) statement.error = asked.error();
    }
    Done(batch_);
  }

 private:
  using Batch = std::shared_ptr<PendingBatchOfStatements>;

  ApiStatus Ask(size_t i, BatchStatement* statement) {
    if (!statement->prepared.ok()) return statement->prepared.error();
    const PreparedPartiql& prepared = *statement->prepared;
    if (prepared.statement.verb == expr::PartiqlVerb::kExists)
      return ApiError::Validation(message::kPartiqlExistsAlone);
    return prepared.statement.reads() ? AskToRead(i, prepared) : AskToWrite(i, prepared);
  }

  ApiStatus AskToRead(size_t i, const PreparedPartiql& prepared) {
    PARTITA_ASSIGN(const model::ItemKey key, PlaceToSelect(prepared, &edge_->sha256()));
    wire::GetItemRequest question;
    question.table = prepared.table->id;
    question.key = key.bytes;
    PARTITA_TRY(Begin(i, prepared, Traffic::kRead, edge_->SlotOf(key.hash)));
    edge_->AskPartition(
        edge_->SlotOf(key.hash), wire::MessageKind::kGetItem,
        [&question](base::ByteWriter* writer) { wire::Encode(question, writer); },
        [batch = batch_, i](base::Result<base::ByteReader> reply) {
          BatchStatement& statement = batch->statements[i];
          ApiStatus taken = TakeSelectReply(std::move(reply), &statement);
          if (!taken.ok()) statement.error = std::move(taken).error();
          statement.meter.Charge(statement.units);
          Done(batch);
        });
    return {};
  }

  ApiStatus AskToWrite(size_t i, const PreparedPartiql& prepared) {
    PARTITA_ASSIGN(const PartiqlWrite write, PlanWrite(prepared, &edge_->sha256()));
    PARTITA_TRY(Begin(i, prepared, Traffic::kWrite, edge_->SlotOf(write.key.hash)));
    AskForWrite(edge_, write,
                [batch = batch_, i, verb = write.verb](base::Result<base::ByteReader> reply) {
                  BatchStatement& statement = batch->statements[i];
                  ApiStatus taken = TakeWriteReply(std::move(reply), &statement);
                  if (!taken.ok()) {
                    statement.units.table = WriteUnits(0, 0);  // a failed condition, too
                    statement.error = RefusalOf(verb, std::move(taken).error());
                  }
                  statement.meter.Charge(statement.units);
                  Done(batch);
                });
    return {};
  }

  ApiStatus Begin(size_t i, const PreparedPartiql& prepared, Traffic traffic, uint32_t slot) {
    BatchStatement& statement = batch_->statements[i];
    PARTITA_ASSIGN(statement.meter, Admit(edge_, prepared.table, nullptr, traffic, slot));
    statement.ran = true;
    ++batch_->open;
    return {};
  }

  static void Done(const Batch& batch) {
    if (--batch->open == 0) batch->call->Succeed(BatchStatementsJson(*batch));
  }

  Edge* edge_;
  Batch batch_;
};

ApiStatus CheckStatementsNotMixed(const std::vector<BatchStatement>& statements) {
  bool reads = false, writes = false;
  for (const BatchStatement& statement : statements) {
    if (!statement.prepared.ok()) continue;
    const bool is_read = (*statement.prepared).statement.reads();
    reads |= is_read;
    writes |= !is_read;
  }
  if (reads && writes) return ApiError::Validation(message::kPartiqlBatchMixed);
  return {};
}

}  // namespace

ApiStatus BatchExecuteStatement(const Request& request) {
  std::optional<ApiError> failure;
  const ParameterReader reader(request.parameters, &failure);
  const auto capacity = reader.String("ReturnConsumedCapacity");
  const auto list = reader.Structures("Statements", "BatchStatementRequest");
  std::vector<PartiqlParameters> statements;
  if (list) {
    for (const ParameterReader& statement : *list) statements.emplace_back(statement);
  }
  PARTITA_TRY(reader.status());
  Constraints constraints;
  constraints.NotNull("statements", list.has_value());
  if (list) constraints.ListLength("statements", list->size(), 1, kMaxBatchStatements, "[]");
  for (size_t i = 0; i < statements.size(); ++i)
    ConstrainPartiql(fmt::format("statements.{}.member.", i + 1), statements[i], &constraints);
  constraints.Enum("returnConsumedCapacity", capacity, kReturnConsumedCapacityValues);
  PARTITA_TRY(constraints.Check());

  auto batch = std::make_shared<PendingBatchOfStatements>();
  batch->call = request.call;
  batch->capacity = ToReturnConsumedCapacity(capacity);
  for (const PartiqlParameters& statement : statements) {
    BatchStatement& entry = batch->statements.emplace_back();
    entry.prepared = PreparePartiql(request.edge, statement);
    entry.consistent_read = statement.consistent_read;
  }
  PARTITA_TRY(CheckStatementsNotMixed(batch->statements));
  StatementBatch(request.edge, std::move(batch)).Run();
  return {};
}

}  // namespace partita::gateway::api
