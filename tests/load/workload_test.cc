#include "bench/load/workload.h"

#include <gmock/gmock.h>

#include <map>
#include <set>

#include "bench/load/http_client.h"

namespace partita::load {
namespace {

using testing::HasSubstr;
using testing::Not;

TEST(ParseMix, ReadsNamesWeightsAndTheUsualHalfAndHalf) {
  EXPECT_EQ(ParseMix("get:95,put:5").value(), (std::array<double, kOperations>{95, 5}));
  EXPECT_EQ(ParseMix("50/50").value(), (std::array<double, kOperations>{1, 1}));
  EXPECT_EQ(ParseMix("update").value(), (std::array<double, kOperations>{0, 0, 1}));
  EXPECT_EQ(ParseMix("query-index").value(), (std::array<double, kOperations>{0, 0, 0, 0, 1}));
}

TEST(ParseMix, RefusesWhatItDoesNotKnow) {
  EXPECT_FALSE(ParseMix("frobnicate").ok());
  EXPECT_FALSE(ParseMix("get:many").ok());
  EXPECT_FALSE(ParseMix("").ok());
}

TEST(Workload, MixesOperationsInTheSharesAskedFor) {
  WorkloadOptions options;
  options.share = {95, 5};
  Workload workload(options);
  std::map<Operation, int> seen;
  for (int i = 0; i < 20'000; ++i) ++seen[workload.Next().operation];
  EXPECT_NEAR(seen[Operation::kGet], 19'000, 200);
  EXPECT_NEAR(seen[Operation::kPut], 1'000, 200);
}

TEST(Workload, PutsItemsOfAboutTheSizeAskedFor) {
  WorkloadOptions options;
  options.item_bytes = 1024;
  const std::string request = Workload(options).LoadRequest(7);
  const std::string body = request.substr(request.find("\r\n\r\n") + 4);
  EXPECT_THAT(request, HasSubstr("content-length: " + std::to_string(body.size())));
  EXPECT_THAT(body, HasSubstr("user-000000000007"));
  EXPECT_NEAR(static_cast<double>(body.size()), 1200, 100);
}

TEST(Workload, HasOnePartitionKeyForEverythingWhenHot) {
  WorkloadOptions options;
  options.keys = KeyChoice::kHot;
  Workload workload(options);
  for (int i = 0; i < 100; ++i)
    EXPECT_THAT(workload.Next().bytes, HasSubstr(R"("pk":{"S":"hot"})"));
}

TEST(Workload, GivesEachIndexValueToSoManyItems) {
  WorkloadOptions options;
  options.indexes = 2;
  Workload workload(options);
  EXPECT_THAT(workload.LoadRequest(49), HasSubstr(R"("g1":{"S":"group-000000000001"})"));
  EXPECT_THAT(workload.LoadRequest(50), HasSubstr(R"("g0":{"S":"group-000000000002"})"));
  EXPECT_THAT(workload.CreateTableRequest(), HasSubstr(R"("IndexName":"by-g1")"));
}

TEST(Workload, NeverHasAnItemTwiceInOneRequest) {
  WorkloadOptions options;
  options.actions = 100;
  options.items = 150;
  options.share = {0, 0, 0, 0, 0, 0, 0, 1};
  const std::string request = Workload(options).Next().bytes;
  std::set<std::string> keys;
  size_t at = 0;
  while ((at = request.find("user-0", at + 1)) != std::string::npos)
    EXPECT_TRUE(keys.insert(request.substr(at, 17)).second);
  EXPECT_EQ(keys.size(), 100u);
}

TEST(ParseEndpoint, TakesAnAddressAndAPortAndNothingElse) {
  EXPECT_EQ(ParseEndpoint("http://127.0.0.1:8000").value().port, 8000);
  EXPECT_EQ(ParseEndpoint("http://localhost:1").value().host, "127.0.0.1");
  EXPECT_FALSE(ParseEndpoint("127.0.0.1:8000").ok());
  EXPECT_FALSE(ParseEndpoint("http://127.0.0.1").ok());
}

}  // namespace
}  // namespace partita::load
