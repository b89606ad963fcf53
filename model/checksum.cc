#include "model/checksum.h"

#include <xxhash.h>

namespace partita::model {

uint64_t Checksum(std::string_view bytes, uint64_t seed) {
  return XXH3_64bits_withSeed(bytes.data(), bytes.size(), seed);
}

}  // namespace partita::model
