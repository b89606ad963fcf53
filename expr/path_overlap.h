// The rule that the paths of one update or one projection keep out of each other's way.
#pragma once

#include <string>
#include <vector>

#include "expr/path.h"

namespace partita::expr {

struct PathOverlap {
  std::string overlap;  // "Two document paths overlap with each other; …": one is the beginning of
                        // the other
  std::string conflict;  // "Two document paths conflict with each other; …": one place taken as a
                         // map and as a list
};

// What is wrong with the paths, in the order in which they stand; empty texts: nothing.
PathOverlap FindOverlap(const std::vector<const Path*>& paths);

// Whether no two of them overlap or conflict: what programs must be.
bool AllApart(std::vector<const Path*> paths);

}  // namespace partita::expr
