#include "gateway/host_allow_list.h"

#include <arpa/inet.h>

#include <algorithm>
#include <utility>

#include "gateway/token.h"

namespace partita::gateway {
namespace {

bool EndsWithName(std::string_view name, std::string_view ending) {
  return name.size() > ending.size() && SameToken(name.substr(name.size() - ending.size()), ending);
}

}  // namespace

std::string_view HostWithoutPort(std::string_view authority) {
  const size_t bracket = authority.rfind(']');
  const size_t colon = authority.rfind(':');
  if (colon == std::string_view::npos) return authority;
  if (bracket != std::string_view::npos && colon < bracket) return authority;
  return authority.substr(0, colon);
}

bool IsLoopbackHost(std::string_view host) {
  if (SameToken(host, "localhost") || EndsWithName(host, ".localhost") || host == "[::1]")
    return true;
  in_addr address{};
  const std::string text(host);
  return inet_pton(AF_INET, text.c_str(), &address) == 1 && (ntohl(address.s_addr) >> 24) == 127;
}

HostAllowList::HostAllowList(std::vector<std::string> names) : names_(std::move(names)) {}

bool HostAllowList::Allows(std::string_view authority) const {
  const std::string_view host = HostWithoutPort(authority);
  if (authority.empty() || IsLoopbackHost(host)) return true;
  const auto listed = [host](const std::string& name) {
    return name == "*" || SameToken(name, host);
  };
  return std::any_of(names_.begin(), names_.end(), listed);
}

}  // namespace partita::gateway
