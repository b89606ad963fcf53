// DeleteTable: a name to the registry, the table as it goes back.
#include <string>

#include "base/coding.h"
#include "gateway/api/parameter_reader.h"
#include "gateway/api/request.h"
#include "gateway/api/table_json.h"
#include "gateway/api/table_name.h"

namespace partita::gateway::api {

model::ApiStatus DeleteTable(const Request& request) {
  std::optional<model::ApiError> failure;
  const ParameterReader reader(request.parameters, &failure);
  const std::optional<std::string_view> parameter = reader.String("TableName");
  PARTITA_TRY(reader.status());
  PARTITA_ASSIGN(const std::string_view name, RequireTableName(parameter));
  request.edge->AskRegistry(
      wire::MessageKind::kDeleteTable, [name](base::ByteWriter* writer) { writer->Bytes(name); },
      AnswerTableChange(request));
  return {};
}

}  // namespace partita::gateway::api
