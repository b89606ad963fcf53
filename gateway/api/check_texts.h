// The small words that the checks of tables share.
#pragma once

#include <fmt/format.h>

#include <string_view>
#include <utility>

#include "model/api_error.h"
#include "model/api_message.h"

namespace partita::gateway::api {

// "One or more parameter values were invalid: …"
template <typename... Args>
model::ApiError InvalidParameter(fmt::format_string<Args...> text, Args&&... args) {
  return model::ApiError::Validation(fmt::format(model::message::kInvalidParameter,
                                                 fmt::format(text, std::forward<Args>(args)...)));
}

}  // namespace partita::gateway::api
