// Which item is asked for: the request distributions of YCSB.
//
// Sources: Gray et al., "Quickly Generating Billion-Record Synthetic Databases" (SIGMOD 1994), and
// YCSB's ZipfianGenerator, ScrambledZipfianGenerator and SkewedLatestGenerator, whose constants
// these are. Thread safety: none; randomness comes from the caller, so a seed repeats everything.
#pragma once

#include <cstdint>
#include <random>
#include <string_view>

#include "base/result.h"

namespace partita::load {

inline constexpr double kZipfianConstant = 0.99;

// FNV-1a over the eight bytes of `value`, the least significant first, without its sign: what
// scatters YCSB's ranks.
uint64_t ScatterHash(uint64_t value);

// Ranks 0…count-1; rank r comes up in proportion to 1 / (r + 1)^0.99. Exact for ranks 0 and 1, an
// approximation within a few percent for the others.
class ZipfianRanks {
 public:
  explicit ZipfianRanks(uint64_t count);               // sums `count` terms
  ZipfianRanks(uint64_t count, double zeta_of_count);  // when the sum is known
  uint64_t Next(std::mt19937_64* random) const;
  // More ranks: adds only the new terms. A smaller count is ignored.
  void Grow(uint64_t count);
  double zeta() const { return zeta_; }

 private:
  void Derive();

  uint64_t count_;
  double zeta_;
  double eta_ = 0;
};

enum class KeyChoice { kUniform, kZipfian, kLatest };
base::Result<KeyChoice> ParseKeyChoice(std::string_view name);  // "uniform", "zipfian", "latest"
std::string_view KeyChoiceName(KeyChoice choice);

class KeyChooser {
 public:
  // `items` numbers from 0 on at first, and about `inserts` more later, over which the zipfian
  // spreads from the beginning.
  KeyChooser(KeyChoice choice, uint64_t items, uint64_t inserts);
  // A number below `items`, how many there are now (at least 1).
  uint64_t Next(uint64_t items, std::mt19937_64* random);

 private:
  KeyChoice choice_;
  uint64_t spread_;
  ZipfianRanks ranks_;
};

}  // namespace partita::load
