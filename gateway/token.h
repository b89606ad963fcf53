// Names of HTTP — hosts, codings, media types — mean the same in upper and lower case (RFC 9110).
#pragma once

#include <strings.h>

#include <string_view>

namespace partita::gateway {

inline bool SameToken(std::string_view a, std::string_view b) {
  return a.size() == b.size() && strncasecmp(a.data(), b.data(), a.size()) == 0;
}

}  // namespace partita::gateway
