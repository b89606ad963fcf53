// What is demanded of tags and of tag keys.
#pragma once

#include <string_view>
#include <vector>

#include "gateway/api/table_parts.h"
#include "model/api_error.h"

namespace partita::gateway::api {

// At most 50 tags with different keys, which a client may set. How many the resource has already is
// not known here.
model::ApiStatus CheckTags(const std::vector<TagDefinition>& tags);
// The keys of tags to be removed.
model::ApiStatus CheckTagKeys(const std::vector<std::string_view>& keys);

}  // namespace partita::gateway::api
