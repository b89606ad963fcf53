#include "bench/load/key_chooser.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

namespace partita::load {
namespace {

constexpr std::array<std::string_view, 3> kChoiceNames = {"uniform", "zipfian", "latest"};

// YCSB draws a scrambled zipfian over so many ranks, whatever the number of items, and knows the
// sum.
constexpr uint64_t kScrambledRanks = 10'000'000'000;
constexpr double kScrambledZeta = 26.46902820178302;

double ZetaTerms(uint64_t from, uint64_t to) {
  double sum = 0;
  for (uint64_t rank = from; rank < to; ++rank)
    sum += 1 / std::pow(static_cast<double>(rank + 1), kZipfianConstant);
  return sum;
}

ZipfianRanks RanksFor(KeyChoice choice, uint64_t items) {
  if (choice == KeyChoice::kZipfian) return ZipfianRanks(kScrambledRanks, kScrambledZeta);
  return ZipfianRanks(choice == KeyChoice::kLatest ? items : 1);
}

}  // namespace

uint64_t ScatterHash(uint64_t value) {
  uint64_t hash = 0xcbf29ce484222325u;
  for (int octet = 0; octet < 8; ++octet, value >>= 8)
    hash = (hash ^ (value & 0xff)) * 1099511628211u;
  const auto signed_hash = static_cast<int64_t>(hash);
  return signed_hash < 0 ? 0 - hash : hash;
}

ZipfianRanks::ZipfianRanks(uint64_t count) : ZipfianRanks(count, ZetaTerms(0, count)) {}

ZipfianRanks::ZipfianRanks(uint64_t count, double zeta_of_count)
    : count_(count), zeta_(zeta_of_count) {
  Derive();
}

void ZipfianRanks::Derive() {
  const double zeta_of_two = 1 + std::pow(0.5, kZipfianConstant);
  eta_ = (1 - std::pow(2.0 / static_cast<double>(count_), 1 - kZipfianConstant)) /
         (1 - zeta_of_two / zeta_);
}

void ZipfianRanks::Grow(uint64_t count) {
  if (count <= count_) return;
  zeta_ += ZetaTerms(count_, count);
  count_ = count;
  Derive();
}

uint64_t ZipfianRanks::Next(std::mt19937_64* random) const {
  const double u = std::uniform_real_distribution<double>()(*random);
  const double share = u * zeta_;
  if (share < 1 || count_ == 1) return 0;
  if (share < 1 + std::pow(0.5, kZipfianConstant) || count_ == 2) return 1;
  const double rank =
      static_cast<double>(count_) * std::pow(eta_ * u - eta_ + 1, 1 / (1 - kZipfianConstant));
  return std::min(static_cast<uint64_t>(rank), count_ - 1);
}

base::Result<KeyChoice> ParseKeyChoice(std::string_view name) {
  const auto found = std::find(kChoiceNames.begin(), kChoiceNames.end(), name);
  if (found == kChoiceNames.end())
    return base::Error::Invalid(fmt::format("keys: '{}' is no distribution", name));
  return static_cast<KeyChoice>(found - kChoiceNames.begin());
}

std::string_view KeyChoiceName(KeyChoice choice) {
  return kChoiceNames[static_cast<size_t>(choice)];
}

KeyChooser::KeyChooser(KeyChoice choice, uint64_t items, uint64_t inserts)
    : choice_(choice),
      spread_(std::max<uint64_t>(items + inserts, 1)),
      ranks_(RanksFor(choice, std::max<uint64_t>(items, 1))) {}

uint64_t KeyChooser::Next(uint64_t items, std::mt19937_64* random) {
  switch (choice_) {
    case KeyChoice::kUniform:
      break;
    case KeyChoice::kZipfian:
      spread_ = std::max(spread_, items);
      for (;;) {
        const uint64_t number = ScatterHash(ranks_.Next(random)) % spread_;
        if (number < items) return number;
      }
    case KeyChoice::kLatest:
      ranks_.Grow(items);
      return items - 1 - std::min(ranks_.Next(random), items - 1);
  }
  return std::uniform_int_distribution<uint64_t>(0, items - 1)(*random);
}

}  // namespace partita::load
