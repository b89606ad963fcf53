// The parameters behind a path: name=value&name=value, percent-encoded.
//
// Source: the URL standard's application/x-www-form-urlencoded parser, but strict: "%" without two
// hex digits is nobody's text.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace partita::gateway {

// The value of the first parameter of that name, decoded. None: it is not there, or its value is
// malformed. Names are compared as sent.
std::optional<std::string> QueryParameter(std::string_view query, std::string_view name);

}  // namespace partita::gateway
