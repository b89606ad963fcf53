#include "gateway/api/item_parameter.h"

#include "model/item_json.h"

namespace partita::gateway::api {

ItemParameter ReadItem(const ParameterReader& reader, std::string_view name) {
  ItemParameter parameter;
  parameter.given = reader.Map(name, kAttributeValueClass).has_value();
  if (!parameter.given) return parameter;
  parameter.item = model::ParseItem(*reader.Member(name), reader.wording());
  const bool wrong_type =
      !parameter.item.ok() && parameter.item.error().type == model::ApiErrorType::kSerialization;
  if (wrong_type) reader.Fail(parameter.item.error());
  return parameter;
}

}  // namespace partita::gateway::api
