#include "gateway/api/table_name.h"

#include <fmt/format.h>

#include "model/api_message.h"
#include "model/arn.h"
#include "model/limits.h"

namespace partita::gateway::api {

namespace message = model::message;
using model::ApiError;
using model::ApiErrorType;

namespace {

constexpr std::string_view kMember = "tableName";

}  // namespace

void ConstrainTableName(const Constraints::Text& name, Constraints* constraints) {
  constraints->NotNull(kMember, name.has_value());
  if (!name) return;
  const std::string_view plain = model::TableNameOf(*name);
  if (!plain.empty()) constraints->Pattern(kMember, plain);
  constraints->Length(kMember, plain, 1, model::kMaxTableNameLength);
}

model::ApiStatus CheckTableNameAlone(std::string_view name) {
  if (name.empty()) {
    return ApiError::Validation(
        fmt::format("{}{}", message::kOneValidationError, message::kTableNameEmpty));
  }
  Constraints constraints;
  ConstrainTableName(name, &constraints);
  return constraints.Check();
}

bool ConstrainBatchTableName(std::string_view name, std::string_view printed,
                             Constraints* constraints) {
  const std::string_view plain = model::TableNameOf(name);
  const bool fits = IsName(plain) && plain.size() >= model::kMinTableNameLength &&
                    plain.size() <= model::kMaxTableNameLength;
  if (fits) return true;
  constraints->Violated("requestItems", fmt::format("'{}'", printed),
                        fmt::format(message::kBatchTableNames, kNamePattern));
  return false;
}

model::ApiResult<std::string_view> RequireTableName(const Constraints::Text& name) {
  if (!name) return ApiError::Validation(message::kTableNameRequired);
  const std::string_view plain = model::TableNameOf(*name);
  if (plain.size() < model::kMinTableNameLength || plain.size() > model::kMaxTableNameLength) {
    return ApiError::Validation(message::kTableNameLength);
  }
  Constraints constraints;
  constraints.Pattern(kMember, plain);
  PARTITA_TRY(constraints.Check());
  return plain;
}

model::ApiResult<std::shared_ptr<const model::TableSchema>> FindActiveTable(
    Edge* edge, std::string_view name_or_arn) {
  std::shared_ptr<const model::TableSchema> table =
      edge->FindTable(model::TableNameOf(name_or_arn));
  if (table && (table->status == model::TableStatus::kActive ||
                table->status == model::TableStatus::kUpdating)) {
    return table;
  }
  return ApiError::Of(ApiErrorType::kResourceNotFound, std::string(message::kResourceNotFound));
}

model::ApiResult<std::shared_ptr<const model::TableSchema>> FindTableToDescribe(
    Edge* edge, std::string_view name) {
  std::shared_ptr<const model::TableSchema> table = edge->FindTable(name);
  if (table) return table;
  return ApiError::Of(ApiErrorType::kResourceNotFound, fmt::format(message::kTableNotFound, name));
}

}  // namespace partita::gateway::api
