// UpdateContinuousBackups between a gateway and registryd. The reply is table_change.h's.
#pragma once

#include <cstdint>
#include <string_view>

#include "base/coding.h"

namespace partita::wire {

struct ContinuousBackupsUpdate {
  std::string_view table;  // its name; lives as long as the decoded bytes
  bool enabled = false;
  uint32_t recovery_period_days = 0;  // 0: as it is, or the longest when switched on
};

void Encode(const ContinuousBackupsUpdate& update, base::ByteWriter* writer);
ContinuousBackupsUpdate DecodeContinuousBackupsUpdate(base::ByteReader* reader);

}  // namespace partita::wire
