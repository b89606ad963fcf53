// A database file that is looked at and not changed: its write-ahead log frame by frame, then
// SQLite's own integrity check.
//
// The log is read where it stands and left as it is: nothing is copied into the file, so that what
// is wrong can still be examined. What is behind the first damaged frame is not seen. Thread
// safety: as Database.
#pragma once

#include <functional>
#include <memory>
#include <string>

#include "base/result.h"
#include "sqlite/database.h"

namespace partita::sqlite {

using SayFinding = std::function<void(const std::string& text)>;

// Tells what is wrong with the file, a call each. The value is a connection for further looks, on
// which every change is refused; null: the file is no database any more, which was said.
// The caller sees to it that nobody else has the file open. Errors: it cannot be opened at all.
base::Result<std::unique_ptr<Database>> OpenToCheck(const std::string& path, const SayFinding& say);

}  // namespace partita::sqlite
