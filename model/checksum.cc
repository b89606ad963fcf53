#include "model/checksum.h"

#include <xxhash.h>

namespace partita::model {

uint64_t Checksum(std::string_view bytes) { return XXH3_64bits(bytes.data(), bytes.size()); }

}  // namespace partita::model
