// `partita-registryd --check`: looks at the catalog while nobody serves from it, says what is wrong
// with it and what the slots' files have to fit to, in the lines of model/check_line.h.
//
// The exit code is 0 when nothing is wrong, 1 when something is, 70 when the check itself could not
// be made (the reason is on standard error).
#pragma once

#include <cstdint>
#include <string>

namespace partita::registryd {

int CheckCatalog(const std::string& data, uint32_t slots);

}  // namespace partita::registryd
