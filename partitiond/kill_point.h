// The points at which a test lets this process die: base/kill_point.h.
#pragma once

#include "base/kill_point.h"  // IWYU pragma: export
