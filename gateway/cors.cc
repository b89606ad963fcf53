#include "gateway/cors.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "gateway/host_allow_list.h"

namespace partita::gateway {
namespace {

constexpr int kPreflightMaxAgeSeconds = 172800;  // what the real service says
constexpr std::string_view kExposed =
    "x-amzn-RequestId,x-amzn-ErrorType,x-amzn-ErrorMessage,x-amz-crc32,Date";

bool IsLoopbackOrigin(std::string_view origin) {
  for (const std::string_view scheme : {"http://", "https://"}) {
    if (origin.starts_with(scheme))
      return IsLoopbackHost(HostWithoutPort(origin.substr(scheme.size())));
  }
  return false;
}

}  // namespace

Cors::Cors(std::vector<std::string> allowed_origins)
    : allowed_origins_(std::move(allowed_origins)) {}

bool Cors::Allows(std::string_view origin) const {
  if (origin.empty()) return false;
  const auto listed = [origin](const std::string& allowed) {
    return allowed == "*" || allowed == origin;
  };
  return IsLoopbackOrigin(origin) ||
         std::any_of(allowed_origins_.begin(), allowed_origins_.end(), listed);
}

HttpResponse Cors::AnswerPreflight(std::string_view origin, std::string_view method,
                                   std::string_view headers) const {
  HttpResponse response;
  if (!Allows(origin)) {
    response.status = 403;
    return response;
  }
  AppendFields(origin, &response.fields);
  if (!method.empty())
    response.fields += fmt::format("Access-Control-Allow-Methods: {}\r\n", method);
  if (!headers.empty())
    response.fields += fmt::format("Access-Control-Allow-Headers: {}\r\n", headers);
  response.fields += fmt::format("Access-Control-Max-Age: {}\r\n", kPreflightMaxAgeSeconds);
  return response;
}

void Cors::AppendFields(std::string_view origin, std::string* fields) {
  *fields += fmt::format(
      "Access-Control-Allow-Origin: {}\r\nAccess-Control-Expose-Headers: {}\r\nVary: Origin\r\n",
      origin, kExposed);
}

}  // namespace partita::gateway
