// Random UUIDs, as DynamoDB's TableId has them: "d41d8cd9-8f00-4204-a980-0998ecf8427e".
#pragma once

#include <string>

#include "base/result.h"

namespace partita::registryd {

// The kernel makes it (/proc/sys/kernel/random/uuid, random(4)).
base::Result<std::string> RandomUuid();

}  // namespace partita::registryd
