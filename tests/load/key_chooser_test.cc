#include "bench/load/key_chooser.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <vector>

namespace partita::load {
namespace {

std::vector<double> Draw(KeyChooser chooser, uint64_t items, int draws) {
  std::mt19937_64 random(42);
  std::vector<double> seen(items);
  for (int i = 0; i < draws; ++i) ++seen.at(chooser.Next(items, &random));
  return seen;
}

double Zeta(uint64_t count) {
  double sum = 0;
  for (uint64_t i = 1; i <= count; ++i) sum += 1 / std::pow(static_cast<double>(i), 0.99);
  return sum;
}

// Standard deviations between `seen` of `draws` and what `share` expects.
double Deviations(double seen, double share, int draws) {
  const double expected = share * draws;
  return std::abs(seen - expected) / std::sqrt(expected * (1 - share));
}

TEST(ScatterHash, IsTheOneOfYcsb) {
  // YCSB's keys of records 0, 1 and 2: "user6284781860667377211", …
  EXPECT_EQ(ScatterHash(0), 6284781860667377211u);
  EXPECT_EQ(ScatterHash(1), 8517097267634966620u);
  EXPECT_EQ(ScatterHash(2), 1820151046732198393u);
}

TEST(ZipfianRanks, KnowsTheSumThatYcsbUsesForTenBillion) {
  EXPECT_NEAR(ZipfianRanks(1000).zeta(), Zeta(1000), 1e-9);
  ZipfianRanks grown(10);
  grown.Grow(1000);
  EXPECT_NEAR(grown.zeta(), Zeta(1000), 1e-9);
}

TEST(ZipfianRanks, DrawsTheFirstTwoRanksExactlyAndTheOthersCloseToTheirShare) {
  constexpr int kDraws = 2'000'000;
  constexpr uint64_t kRanks = 1000;
  const ZipfianRanks ranks(kRanks);
  std::mt19937_64 random(7);
  std::vector<double> seen(kRanks);
  for (int i = 0; i < kDraws; ++i) ++seen.at(ranks.Next(&random));
  const auto share = [](uint64_t rank) {
    return 1 / std::pow(static_cast<double>(rank + 1), 0.99) / Zeta(kRanks);
  };
  EXPECT_LT(Deviations(seen[0], share(0), kDraws), 4);
  EXPECT_LT(Deviations(seen[1], share(1), kDraws), 4);
  // Of single ranks the approximation is up to a fifth off, of decades a few percent.
  for (uint64_t rank = 2; rank < 100; ++rank)
    EXPECT_NEAR(seen[rank] / kDraws / share(rank), 1, 0.25) << rank;
  for (uint64_t from = 10; from < kRanks; from *= 10) {
    double drawn = 0, expected = 0;
    for (uint64_t rank = from; rank < from * 10; ++rank)
      drawn += seen[rank], expected += share(rank);
    EXPECT_NEAR(drawn / kDraws / expected, 1, 0.05) << from;
  }
}

TEST(KeyChooser, UniformPassesAChiSquareTest) {
  constexpr int kDraws = 1'000'000;
  constexpr uint64_t kItems = 1000;
  double chi_square = 0;
  for (const double seen : Draw(KeyChooser(KeyChoice::kUniform, kItems, 0), kItems, kDraws)) {
    const double expected = static_cast<double>(kDraws) / kItems;
    chi_square += (seen - expected) * (seen - expected) / expected;
  }
  // 999 degrees of freedom: mean 999, standard deviation 45; both tails beyond four of them.
  EXPECT_GT(chi_square, 999 - 4 * 45);
  EXPECT_LT(chi_square, 999 + 4 * 45);
}

TEST(KeyChooser, ZipfianScattersTheFavouritesOfTenBillionRanks) {
  constexpr int kDraws = 1'000'000;
  constexpr uint64_t kItems = 100'000;
  const auto seen = Draw(KeyChooser(KeyChoice::kZipfian, kItems, 0), kItems, kDraws);
  // Rank r is item hash(r) mod 100,000. On top of its own share an item has its part of the long
  // tail, about 1 in 100,000 of everything.
  constexpr double kZeta = 26.46902820178302;
  const double tail = 1.0 / kItems;
  EXPECT_LT(Deviations(seen[ScatterHash(0) % kItems], 1 / kZeta + tail, kDraws), 5);
  EXPECT_LT(Deviations(seen[ScatterHash(1) % kItems], std::pow(0.5, 0.99) / kZeta + tail, kDraws),
            5);
  EXPECT_EQ(std::max_element(seen.begin(), seen.end()) - seen.begin(),
            static_cast<int64_t>(ScatterHash(0) % kItems));
  // Hardly an item is left out: the tail reaches all of them.
  EXPECT_LT(std::count(seen.begin(), seen.end(), 0.0), static_cast<int64_t>(kItems) / 50);
}

TEST(KeyChooser, ZipfianNeverNamesWhatIsNotThereYet) {
  KeyChooser chooser(KeyChoice::kZipfian, 100, 1000);
  std::mt19937_64 random(1);
  for (int i = 0; i < 10'000; ++i) ASSERT_LT(chooser.Next(100, &random), 100u);
  bool beyond = false;
  for (int i = 0; i < 10'000; ++i) beyond |= chooser.Next(1100, &random) >= 100;
  EXPECT_TRUE(beyond);
}

TEST(KeyChooser, LatestPrefersTheNewestAsTheyCome) {
  constexpr int kDraws = 500'000;
  KeyChooser chooser(KeyChoice::kLatest, 1000, 0);
  std::mt19937_64 random(3);
  for (const uint64_t items : {1000u, 2000u}) {
    std::vector<double> seen(items);
    for (int i = 0; i < kDraws; ++i) ++seen.at(chooser.Next(items, &random));
    EXPECT_LT(Deviations(seen[items - 1], 1 / Zeta(items), kDraws), 4);
    EXPECT_LT(Deviations(seen[items - 2], std::pow(0.5, 0.99) / Zeta(items), kDraws), 4);
  }
}

TEST(KeyChooser, RepeatsItselfWithTheSameSeed) {
  for (const KeyChoice choice : {KeyChoice::kUniform, KeyChoice::kZipfian, KeyChoice::kLatest})
    EXPECT_EQ(Draw(KeyChooser(choice, 50, 0), 50, 1000), Draw(KeyChooser(choice, 50, 0), 50, 1000));
}

TEST(KeyChooser, HasANameForEachChoice) {
  EXPECT_EQ(ParseKeyChoice("latest").value(), KeyChoice::kLatest);
  EXPECT_EQ(KeyChoiceName(KeyChoice::kZipfian), "zipfian");
  EXPECT_FALSE(ParseKeyChoice("normal").ok());
}

}  // namespace
}  // namespace partita::load
