// The checksum that travels with every stored item: XXH3, 64 bits. On disk: it never changes.
//
// It tells rot and torn bytes from what was written; it is no defence against somebody who wants to
// deceive.
#pragma once

#include <cstdint>
#include <string_view>

namespace partita::model {

// About 20 bytes per nanosecond for an item of 1 KB. Golden: Checksum("") is 0x2d06800538d394c2.
// `seed` ties the bytes to where they belong (store/row_checksum.h).
uint64_t Checksum(std::string_view bytes, uint64_t seed = 0);

}  // namespace partita::model
