// data/partita.json: what was decided for good when the data was made. Read and written with cJSON.
//
//   {"format": 1, "slots": 4, "created": "2026-01-31T12:00:00Z"}
//
// Written once, to a file beside it that is synced and then renamed: there is a whole manifest or
// none.
#pragma once

#include <cstdint>
#include <string>

#include "base/result.h"

namespace partita::supervisor {

inline constexpr int kManifestFormat = 1;

struct Manifest {
  uint32_t slots = 0;
  std::string created;  // UTC, ISO 8601
};

// kNotFound: none there. kCorrupt: not JSON, another format, or a number of slots that cannot be.
base::Result<Manifest> ReadManifest(int directory);
base::Status WriteManifest(int directory, const Manifest& manifest);

// Now, as manifests say it.
std::string UtcNow();

}  // namespace partita::supervisor
