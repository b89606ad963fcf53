// The one question of AWS STS that DynamoDB's tools ask: who am I?
//
// Terraform calls GetCallerIdentity before it touches a table, on the same endpoint when told only
// one. The query protocol: a form in the body, XML as the answer. Source: AWS STS API Reference,
// version 2011-06-15.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace partita::gateway {

inline constexpr std::string_view kFormContentType = "application/x-www-form-urlencoded";

// The XML; none when the form asks something else.
std::optional<std::string> AnswerSts(std::string_view form, std::string_view account_id,
                                     std::string_view request_id);

}  // namespace partita::gateway
