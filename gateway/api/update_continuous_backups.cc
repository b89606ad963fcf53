// UpdateContinuousBackups: recovery on or off, to the registry; how it stands now back.
#include "wire/update_continuous_backups.h"

#include <string>
#include <utility>

#include "base/clock.h"
#include "base/coding.h"
#include "gateway/api/continuous_backups.h"
#include "gateway/api/parameter_reader.h"
#include "gateway/api/reply.h"
#include "gateway/api/request.h"
#include "gateway/api/table_name.h"
#include "model/api_message.h"
#include "model/limits.h"
#include "wire/table_change.h"

namespace partita::gateway::api {

namespace {

struct RecoverySpecification {
  std::optional<bool> enabled;
  std::optional<int64_t> days;
};

model::ApiStatus CheckRecovery(const std::optional<RecoverySpecification>& specification) {
  Constraints constraints;
  constraints.NotNull("pointInTimeRecoverySpecification", specification.has_value());
  if (specification) {
    constraints.NotNull("pointInTimeRecoverySpecification.pointInTimeRecoveryEnabled",
                        specification->enabled.has_value());
    constraints.Range("pointInTimeRecoverySpecification.recoveryPeriodInDays", specification->days,
                      1, model::kMaxRecoveryPeriodDays);
  }
  PARTITA_TRY(constraints.Check());
  if (!*specification->enabled && specification->days)
    return model::ApiError::Validation(model::message::kRecoveryPeriodGiven);
  return {};
}

model::ApiResult<std::string> ReplyJson(base::Result<base::ByteReader> reply) {
  PARTITA_ASSIGN(base::ByteReader reader, OpenReply(std::move(reply)));
  const base::Result<model::TableSchema> table = wire::DecodeTableReply(&reader);
  if (!table.ok()) return InternalServerError();
  return ContinuousBackupsJson(*table, base::WallMicros());
}

}  // namespace

model::ApiStatus UpdateContinuousBackups(const Request& request) {
  std::optional<model::ApiError> failure;
  const ParameterReader reader(request.parameters, &failure);
  const std::optional<std::string_view> parameter = reader.String("TableName");
  std::optional<RecoverySpecification> specification;
  if (const auto sent = reader.Structure("PointInTimeRecoverySpecification",
                                         "PointInTimeRecoverySpecification")) {
    specification = {sent->Boolean("PointInTimeRecoveryEnabled"),
                     sent->Integer("RecoveryPeriodInDays")};
  }
  PARTITA_TRY(reader.status());
  PARTITA_ASSIGN(const std::string_view name, RequireTableName(parameter));
  PARTITA_TRY(CheckRecovery(specification));
  const wire::ContinuousBackupsUpdate update{
      name, *specification->enabled, static_cast<uint32_t>(specification->days.value_or(0))};
  request.edge->AskRegistry(
      wire::MessageKind::kUpdateContinuousBackups,
      [&update](base::ByteWriter* writer) { wire::Encode(update, writer); },
      [call = request.call](base::Result<base::ByteReader> reply) {
        Answer(call.get(), ReplyJson(std::move(reply)));
      });
  return {};
}

}  // namespace partita::gateway::api
