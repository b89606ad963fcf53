// UntagResource: keys of tags, to the registry; nothing back.
#include <string>

#include "base/coding.h"
#include "gateway/api/parameter_reader.h"
#include "gateway/api/reply.h"
#include "gateway/api/request.h"
#include "gateway/api/resource_arn.h"
#include "gateway/api/tag_checks.h"
#include "model/api_message.h"
#include "wire/tag_resource.h"

namespace partita::gateway::api {

model::ApiStatus UntagResource(const Request& request) {
  std::optional<model::ApiError> failure;
  const ParameterReader reader(request.parameters, &failure);
  const std::optional<std::string_view> arn = reader.String("ResourceArn");
  const std::optional<std::vector<std::string_view>> keys = reader.Strings("TagKeys");
  PARTITA_TRY(reader.status());
  Constraints constraints;
  constraints.NotNull("tagKeys", keys.has_value());
  PARTITA_TRY(constraints.Check());
  PARTITA_ASSIGN(const std::string_view table, RequireTableArn(arn));
  if (keys->empty()) return model::ApiError::Validation(model::message::kNoTagKeys);
  PARTITA_TRY(CheckTagKeys(*keys));
  PARTITA_TRY(FindTaggedTable(request.edge, table, *arn, "UntagResource"));
  const wire::UntagRequest unwanted{table, *arn, {keys->begin(), keys->end()}};
  request.edge->AskRegistry(
      wire::MessageKind::kUntagResource,
      [&unwanted](base::ByteWriter* writer) { wire::Encode(unwanted, writer); },
      AnswerDone(request, ""));
  return {};
}

}  // namespace partita::gateway::api
