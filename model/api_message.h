// Every text that a client may read in an error, in one table. `{}` are fmt placeholders.
//
// Source: the wording of the real service (API version 2012-08-10) as documented or observed; where AWS changed a text, the newer
// stands here. The prefix that some operations put before a message is kOneValidationError.
#pragma once

#include <string_view>

namespace partita::model::message {

inline constexpr std::string_view kOneValidationError = "1 validation error detected: ";

}  // namespace partita::model::message
