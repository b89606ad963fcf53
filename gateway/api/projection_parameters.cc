#include "gateway/api/projection_parameters.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "model/api_message.h"
#include "model/item_codec.h"
#include "model/item_json.h"

namespace partita::gateway::api {

namespace message = model::message;
using model::ApiError;

namespace {

constexpr size_t kMostAttributesToGet = 255;

model::ApiStatus CheckNoneTwice(const std::vector<std::string_view>& names) {
  std::vector<std::string_view> sorted = names;
  std::sort(sorted.begin(), sorted.end());
  const auto twice = std::adjacent_find(sorted.begin(), sorted.end());
  if (twice == sorted.end()) return {};
  return ApiError::Validation(fmt::format(message::kDuplicateAttributeToGet, *twice));
}

}  // namespace

void ConstrainAttributesToGet(std::string_view member, const ProjectionParameters& projection,
                              Constraints* constraints) {
  if (!projection.attributes_to_get) return;
  const std::vector<std::string_view>& names = *projection.attributes_to_get;
  constraints->ListLength(member, names.size(), 1, kMostAttributesToGet,
                          fmt::format("[{}]", fmt::join(names, ", ")));
}

model::ApiResult<SharedProjection> CompileProjection(const ProjectionParameters& projection,
                                                     ExpressionAttributes* attributes) {
  if (projection.expression) {
    PARTITA_ASSIGN(expr::Projection compiled,
                   expr::Projection::Compile(*projection.expression, attributes->placeholders()));
    return std::make_shared<const expr::Projection>(std::move(compiled));
  }
  if (!projection.attributes_to_get) return SharedProjection();
  for (const std::string_view name : *projection.attributes_to_get) {
    const std::string_view why_not = model::WhyNoAttributeName(name);
    if (!why_not.empty()) return ApiError::Validation(why_not);
  }
  PARTITA_TRY(CheckNoneTwice(*projection.attributes_to_get));
  const std::vector<std::string> names(projection.attributes_to_get->begin(),
                                       projection.attributes_to_get->end());
  return std::make_shared<const expr::Projection>(expr::Projection::OfAttributes(names));
}

// Straight from the encoded bytes unless a projection must look inside.
bool AppendProjected(std::string_view encoded, const expr::Projection* projection,
                     std::string* json) {
  if (projection == nullptr) return model::AppendEncodedItemJson(encoded, json);
  const base::Result<model::Item> item = model::DecodeItem(encoded);
  if (!item.ok()) return false;
  model::AppendItemJson(projection->Apply(*item), json);
  return true;
}

}  // namespace partita::gateway::api
