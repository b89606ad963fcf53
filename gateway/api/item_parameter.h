// The Item and Key parameters: attribute maps in DynamoDB JSON.
#pragma once

#include <string_view>

#include "gateway/api/parameter_reader.h"
#include "model/api_error.h"
#include "model/attribute_value.h"

namespace partita::gateway::api {

// A wrong JSON type fails the reader at once. What is wrong with the contents stays in `item`, to
// be said when it is the turn of the values; an absent parameter reads as an empty item.
struct ItemParameter {
  bool given = false;
  model::ApiResult<model::Item> item = model::Item();
};

ItemParameter ReadItem(const ParameterReader& reader, std::string_view name);

}  // namespace partita::gateway::api
