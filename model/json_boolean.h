// A boolean as the service reads it: true and false, and the strings "true", "false", "yes", "no",
// "1" and "0" in any case.
#pragma once

#include <simdjson.h>

#include <optional>

namespace partita::model {

// None: neither a boolean nor one of those strings.
std::optional<bool> ParseJsonBoolean(simdjson::dom::element json);

}  // namespace partita::model
