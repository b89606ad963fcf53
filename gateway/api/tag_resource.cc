// TagResource: tags, to the registry; nothing back.
#include "wire/tag_resource.h"

#include <string>

#include "base/coding.h"
#include "gateway/api/parameter_reader.h"
#include "gateway/api/reply.h"
#include "gateway/api/request.h"
#include "gateway/api/resource_arn.h"
#include "gateway/api/table_parts.h"
#include "gateway/api/tag_checks.h"
#include "model/api_message.h"

namespace partita::gateway::api {

model::ApiStatus TagResource(const Request& request) {
  std::optional<model::ApiError> failure;
  const ParameterReader reader(request.parameters, &failure);
  const std::optional<std::string_view> arn = reader.String("ResourceArn");
  const std::optional<std::vector<TagDefinition>> tags = ReadTags(reader);
  PARTITA_TRY(reader.status());
  Constraints constraints;
  constraints.NotNull("tags", tags.has_value());
  PARTITA_TRY(constraints.Check());
  PARTITA_ASSIGN(const std::string_view table, RequireTableArn(arn));
  if (tags->empty()) return model::ApiError::Validation(model::message::kNoTags);
  PARTITA_TRY(CheckTags(*tags));
  PARTITA_TRY(FindTaggedTable(request.edge, table, *arn, "TagResource"));
  wire::TagRequest wanted{table, *arn, {}};
  for (const TagDefinition& tag : *tags)
    wanted.tags.push_back({std::string(*tag.key), std::string(*tag.value)});
  request.edge->AskRegistry(
      wire::MessageKind::kTagResource,
      [&wanted](base::ByteWriter* writer) { wire::Encode(wanted, writer); },
      AnswerDone(request, ""));
  return {};
}

}  // namespace partita::gateway::api
