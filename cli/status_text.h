// `partita status` for people: a house as lines of text.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "cli/house_sample.h"

namespace partita::cli {

struct TextOptions {
  size_t width = 0;  // of the screen; 0: as wide as needed
  bool colours = false;
};

// Without line ends.
std::vector<std::string> StatusLines(const HouseSample& sample, const HouseRates& rates,
                                     const TextOptions& options);

// "850 ms", "12 s", "3 min", "5 h", "2 d": the largest unit that says enough.
std::string ShortDuration(int64_t us);
// "1.4 MB", "312 B": decimal units, three digits.
std::string ShortBytes(uint64_t bytes);
// "52,310", "0.4": what happens in a second.
std::string ShortRate(double rate);

}  // namespace partita::cli
