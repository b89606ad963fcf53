#include "base/error.h"

#include <fmt/format.h>

#include <system_error>

namespace partita::base {

std::string_view ErrorKindName(ErrorKind kind) {
  switch (kind) {
    case ErrorKind::kFailed: return "failed";
    case ErrorKind::kUnavailable: return "unavailable";
    case ErrorKind::kUnknown: return "unknown outcome";
    case ErrorKind::kCorrupt: return "corrupt";
    case ErrorKind::kInvalid: return "invalid";
    case ErrorKind::kNotFound: return "not found";
  }
  return "?";
}

Error Error::Within(std::string_view context) const {
  return {kind, fmt::format("{}: {}", context, message)};
}

Error Error::FromErrno(std::string_view what, int errno_value) {
  return Failed(fmt::format("{}: {}", what, std::generic_category().message(errno_value)));
}

}  // namespace partita::base
