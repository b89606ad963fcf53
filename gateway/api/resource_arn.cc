#include "gateway/api/resource_arn.h"

#include <fmt/format.h>

#include "gateway/api/check_texts.h"
#include "model/api_message.h"
#include "model/arn.h"
#include "model/limits.h"

namespace partita::gateway::api {

namespace message = model::message;

namespace {

constexpr size_t kMostArnLength = 1283;

}  // namespace

model::ApiResult<std::string_view> RequireTableArn(const Constraints::Text& arn) {
  Constraints constraints;
  constraints.NotNull("resourceArn", arn.has_value());
  constraints.Length("resourceArn", arn, 1, kMostArnLength);
  PARTITA_TRY(constraints.Check());
  if (!arn->starts_with("arn:")) return InvalidParameter(message::kNotAnArn, *arn);
  const std::optional<model::TableArn> parsed = model::ParseTableArn(*arn);
  if (!parsed) return InvalidParameter(message::kForeignArn, *arn);
  if (!parsed->rest.empty()) return InvalidParameter(message::kArnWithinTable, *arn);
  if (parsed->table_name.size() < model::kMinTableNameLength || !IsName(parsed->table_name)) {
    return model::ApiError::Validation(fmt::format(message::kInvalidTableArn, *arn));
  }
  return parsed->table_name;
}

model::ApiResult<std::shared_ptr<const model::TableSchema>> FindTaggedTable(
    Edge* edge, std::string_view name, std::string_view arn, std::string_view operation) {
  std::shared_ptr<const model::TableSchema> table = edge->FindTable(name);
  if (table != nullptr) return table;
  const std::string account = edge->Schemas()->account_id;
  if (model::ParseTableArn(arn)->account_id == account) {
    return model::ApiError::Of(model::ApiErrorType::kResourceNotFound,
                               fmt::format(message::kResourceArnNotFound, arn));
  }
  return model::ApiError::Of(model::ApiErrorType::kAccessDenied,
                             fmt::format(message::kForeignResource, account, operation, arn));
}

}  // namespace partita::gateway::api
