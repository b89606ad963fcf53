#include "gateway/sts.h"

#include <fmt/format.h>

namespace partita::gateway {
namespace {

// The value of a form's field whose characters need no decoding; empty: not there.
std::string_view FormValue(std::string_view form, std::string_view name) {
  while (!form.empty()) {
    const size_t end = form.find('&');
    const std::string_view pair = form.substr(0, end);
    form = end == std::string_view::npos ? "" : form.substr(end + 1);
    if (pair.size() > name.size() && pair.starts_with(name) && pair[name.size()] == '=') {
      return pair.substr(name.size() + 1);
    }
  }
  return {};
}

}  // namespace

std::optional<std::string> AnswerSts(std::string_view form, std::string_view account_id,
                                     std::string_view request_id) {
  while (!form.empty() && (form.back() == '\n' || form.back() == '\r')) form.remove_suffix(1);
  if (FormValue(form, "Action") != "GetCallerIdentity") return std::nullopt;
  return fmt::format(
      R"(<GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/">
  <GetCallerIdentityResult>
    <Arn>arn:aws:iam::{0}:root</Arn>
    <UserId>{0}</UserId>
    <Account>{0}</Account>
  </GetCallerIdentityResult>
  <ResponseMetadata>
    <RequestId>{1}</RequestId>
  </ResponseMetadata>
</GetCallerIdentityResponse>
)",
      account_id, request_id);
}

}  // namespace partita::gateway
