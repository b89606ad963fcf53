// ExecuteStatement: one PartiQL statement, a SELECT page by page or a write of one item.
#include <string>
#include <utility>

#include "gateway/api/admission.h"
#include "gateway/api/consumed_capacity.h"
#include "gateway/api/json_writer.h"
#include "gateway/api/partiql_read.h"
#include "gateway/api/partiql_token.h"
#include "gateway/api/partiql_write.h"
#include "gateway/api/reply.h"
#include "gateway/api/request.h"
#include "model/api_message.h"
#include "model/item_json.h"

namespace partita::gateway::api {

namespace message = model::message;
using model::ApiError;
using model::ApiResult;
using model::ApiStatus;

namespace {

constexpr size_t kMaxNextTokenBytes = 32768;

struct StatementParameters {
  explicit StatementParameters(const ParameterReader& reader)
      : statement(reader),
        next_token(reader.String("NextToken")),
        return_consumed_capacity(reader.String("ReturnConsumedCapacity")),
        limit(reader.Integer("Limit")) {}

  PartiqlParameters statement;
  std::optional<std::string_view> next_token;
  std::optional<std::string_view> return_consumed_capacity;
  std::optional<int64_t> limit;
};

ApiStatus CheckStatementMembers(const StatementParameters& parameters) {
  Constraints constraints;
  ConstrainPartiql("", parameters.statement, &constraints);
  constraints.Length("nextToken", parameters.next_token, 1, kMaxNextTokenBytes);
  constraints.Enum("returnConsumedCapacity", parameters.return_consumed_capacity,
                   kReturnConsumedCapacityValues);
  constraints.Range("limit", parameters.limit, 1, INT32_MAX);
  return constraints.Check();
}

ApiStatus Select(const Request& request, const StatementParameters& parameters,
                 PreparedPartiql prepared) {
  PARTITA_ASSIGN(PartiqlReadPlan plan, PlanRead(prepared, request.edge));
  PartiqlReadOptions options;
  if (parameters.limit) options.limit = static_cast<uint64_t>(*parameters.limit);
  options.consistent_read = parameters.statement.consistent_read;
  options.capacity = ToReturnConsumedCapacity(parameters.return_consumed_capacity);
  options.digest = DigestOfStatement(prepared.table->id, *parameters.statement.text,
                                     *parameters.statement.values, &request.edge->sha256());
  if (parameters.next_token) {
    PARTITA_ASSIGN(const model::Item last_key,
                   ReadNextToken(*parameters.next_token, options.digest));
    PARTITA_TRY(ContinueBehind(last_key, request.edge, &plan));
  }
  PARTITA_ASSIGN(options.meter, Admit(request.edge, prepared.table, prepared.index, Traffic::kRead,
                                      SlotOfPlan(plan)));
  AnswerRead(request.edge, request.call, std::move(prepared), std::move(plan), std::move(options));
  return {};
}

// What the answer needs when the reply arrives.
struct PendingStatement {
  std::shared_ptr<ApiCall> call;
  expr::PartiqlVerb verb;
  ReturnConsumedCapacity capacity;
  std::shared_ptr<const model::TableSchema> table;
  Meter meter;
};

ApiResult<std::string> StatementReplyJson(const PendingStatement& pending,
                                          base::Result<base::ByteReader> reply) {
  ApiResult<base::ByteReader> opened = OpenReply(std::move(reply));
  if (!opened.ok()) {
    pending.meter.Charge({WriteUnits(0, 0), {}});  // a condition that fails is charged, too
    return opened.error();
  }
  base::ByteReader& reader = *opened;
  const wire::WriteResult result = wire::DecodeWriteResult(&reader);
  if (!reader.Finished()) return InternalServerError();
  JsonWriter json;
  json.BeginObject();
  std::string* items = json.Key("Items").Value();
  items->push_back('[');
  if (HasAttributes(result) && !model::AppendEncodedItemJson(result.attributes, items))
    return InternalServerError();
  items->push_back(']');
  const ConsumedUnits units = WriteUnits(result, *pending.table);
  pending.meter.Charge(units);
  WriteConsumedCapacity(pending.capacity, pending.table->name, units, &json);
  json.EndObject();
  return json.Take();
}

ApiStatus Write(const Request& request, const StatementParameters& parameters,
                const PreparedPartiql& prepared) {
  PARTITA_ASSIGN(PartiqlWrite write, PlanWrite(prepared, &request.edge->sha256()));
  write.return_old_on_condition_failure =
      parameters.statement.on_condition_check_failure == "ALL_OLD";
  PARTITA_ASSIGN(Meter meter, Admit(request.edge, prepared.table, nullptr, Traffic::kWrite,
                                    request.edge->SlotOf(write.key.hash)));
  PendingStatement pending{request.call, write.verb,
                           ToReturnConsumedCapacity(parameters.return_consumed_capacity),
                           prepared.table, std::move(meter)};
  AskForWrite(request.edge, write,
              [pending = std::move(pending)](base::Result<base::ByteReader> reply) {
                ApiResult<std::string> json = StatementReplyJson(pending, std::move(reply));
                if (json.ok()) return pending.call->Succeed(*std::move(json));
                pending.call->Fail(RefusalOf(pending.verb, std::move(json).error()));
              });
  return {};
}

}  // namespace

ApiStatus ExecuteStatement(const Request& request) {
  std::optional<ApiError> failure;
  const ParameterReader reader(request.parameters, &failure);
  const StatementParameters parameters(reader);
  PARTITA_TRY(reader.status());
  PARTITA_TRY(CheckStatementMembers(parameters));
  PARTITA_ASSIGN(PreparedPartiql prepared, PreparePartiql(request.edge, parameters.statement));
  if (prepared.statement.verb == expr::PartiqlVerb::kExists)
    return ApiError::Validation(message::kPartiqlExistsAlone);
  if (prepared.statement.reads()) return Select(request, parameters, std::move(prepared));
  return Write(request, parameters, prepared);
}

}  // namespace partita::gateway::api
