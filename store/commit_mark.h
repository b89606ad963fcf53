// How far a slot has come: moves with every transaction, never goes back.
#pragma once

#include <compare>
#include <cstdint>

namespace partita::store {

struct CommitMark {
  uint64_t epoch = 0;  // counts openings of the file
  uint64_t seq = 0;    // counts transactions, never goes back
  friend auto operator<=>(const CommitMark&, const CommitMark&) = default;
};

}  // namespace partita::store
