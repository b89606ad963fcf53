#include <fmt/format.h>

#include <cstdio>

#include "cli/command.h"

namespace partita::cli {

int Fail(const base::Error& error, int code) {
  fmt::print(stderr, "partita: {}\n", error.message);
  return code;
}

}  // namespace partita::cli
