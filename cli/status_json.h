// `partita status --json`: what docs/partita.md describes. Members are added, never renamed.
#pragma once

#include <string>

#include "cli/house_sample.h"

namespace partita::cli {

// With `compact`, in one line.
std::string StatusJson(const HouseSample& sample, const HouseRates& rates, bool compact);

}  // namespace partita::cli
