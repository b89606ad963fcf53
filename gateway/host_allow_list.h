// Which names a request may call this server by, on a listener that asks for no signature.
//
// A web page can make its own name resolve to 127.0.0.1 and so become, for the browser, of one
// origin with us (DNS rebinding); the Host it sends is still its own name. So only names that no
// stranger can own are answered: localhost and what lies below it, loopback addresses, and what the
// operator adds. "*" adds all.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace partita::gateway {

// "[::1]:8000" → "[::1]", "localhost:8000" → "localhost".
std::string_view HostWithoutPort(std::string_view authority);
// localhost, *.localhost, 127.0.0.0/8 in its dotted form, [::1].
bool IsLoopbackHost(std::string_view host);

class HostAllowList {
 public:
  explicit HostAllowList(std::vector<std::string> names);
  // `authority`: a Host field's value, with or without a port. An empty one (HTTP/1.0) is allowed:
  // no browser sends it.
  bool Allows(std::string_view authority) const;

 private:
  std::vector<std::string> names_;
};

}  // namespace partita::gateway
