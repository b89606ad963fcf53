// UpdateTimeToLive between a gateway and registryd. The reply is table_change.h's.
#pragma once

#include <string_view>

#include "base/coding.h"

namespace partita::wire {

struct TimeToLiveUpdate {
  std::string_view table;  // its name; the views of a decoded update live as long as the bytes
  bool enabled = false;
  std::string_view attribute = {};
};

void Encode(const TimeToLiveUpdate& update, base::ByteWriter* writer);
TimeToLiveUpdate DecodeTimeToLiveUpdate(base::ByteReader* reader);

}  // namespace partita::wire
