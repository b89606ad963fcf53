// Random UUIDs, as DynamoDB's TableId has them: "d41d8cd9-8f00-4204-a980-0998ecf8427e".
#pragma once

#include <string>

#include "base/result.h"

namespace partita::registryd {

// Of version 4 (RFC 9562), from getrandom(2): a file below /proc/sys is not there for a service
// that sees nothing of /proc but processes.
base::Result<std::string> RandomUuid();

}  // namespace partita::registryd
