#include "bench/load/workload.h"

#include <gmock/gmock.h>

#include <map>
#include <set>

#include "bench/load/http_connection.h"
#include "bench/load/http_requests.h"

namespace partita::load {
namespace {

using testing::HasSubstr;
using testing::Not;

Mix MixOf(Operation operation) {
  Mix mix{};
  mix[static_cast<size_t>(operation)] = 1;
  return mix;
}

std::string BytesOf(const WorkloadOptions& options, const Call& call) {
  return HttpRequests(options, "127.0.0.1:8000").Bytes(call);
}

TEST(ParseMix, ReadsNamesWeightsAndTheUsualHalfAndHalf) {
  EXPECT_EQ(ParseMix("get:95,put:5").value(), (Mix{95, 5}));
  EXPECT_EQ(ParseMix("50/50").value(), (Mix{1, 1}));
  EXPECT_EQ(ParseMix("update").value(), MixOf(Operation::kUpdate));
  EXPECT_EQ(ParseMix("read-modify-write").value(), MixOf(Operation::kReadModifyWrite));
}

TEST(ParseMix, RefusesWhatItDoesNotKnow) {
  EXPECT_FALSE(ParseMix("frobnicate").ok());
  EXPECT_FALSE(ParseMix("get:many").ok());
  EXPECT_FALSE(ParseMix("get:5x").ok());
  EXPECT_FALSE(ParseMix("get:0").ok());
  EXPECT_FALSE(ParseMix("").ok());
}

TEST(FindWorkload, KnowsTheVariantsByTheirParameters) {
  const WorkloadOptions a = FindWorkload("variant_a").value();
  EXPECT_EQ(a.items, 5'000u);
  EXPECT_EQ(a.operations, 30'000u);
  EXPECT_EQ(a.connections, 8u);
  EXPECT_EQ(a.keys, KeyChoice::kZipfian);
  EXPECT_EQ(a.fields * a.field_bytes, 1000u);
  EXPECT_EQ(FindWorkload("variant_b").value().keys, KeyChoice::kLatest);
  EXPECT_EQ(FindWorkload("variant_c").value().keys, KeyChoice::kUniform);
  for (const char* name : {"a", "b", "c", "d", "e", "f"}) EXPECT_TRUE(FindWorkload(name).ok());
  EXPECT_FALSE(FindWorkload("variant_z").ok());
}

TEST(Workload, MixesOperationsInTheSharesAskedFor) {
  Workload workload(FindWorkload("variant_a").value());
  std::map<Operation, int> seen;
  for (int i = 0; i < 20'000; ++i) ++seen[workload.Next().operation];
  EXPECT_NEAR(seen[Operation::kGet], 8'000, 300);
  EXPECT_NEAR(seen[Operation::kUpdate], 8'000, 300);
  EXPECT_NEAR(seen[Operation::kInsert], 4'000, 300);
}

TEST(Workload, InsertsItemsBehindTheLoadedOnesOneAfterTheOther) {
  WorkloadOptions options;
  options.items = 10;
  options.share = MixOf(Operation::kInsert);
  Workload workload(options);
  EXPECT_EQ(workload.Next().number, 10u);
  EXPECT_EQ(workload.Next().number, 11u);
}

TEST(Workload, ReadsWhatWasInsertedOnceAllBeforeItWasAcknowledged) {
  WorkloadOptions options;
  options.items = 10;
  options.keys = KeyChoice::kLatest;
  Workload workload(options);
  const auto newest = [&] {
    uint64_t most = 0;
    for (int i = 0; i < 1000; ++i) most = std::max(most, workload.Next().number);
    return most;
  };
  EXPECT_EQ(newest(), 9u);
  workload.Inserted(11);
  EXPECT_EQ(newest(), 9u);
  workload.Inserted(10);
  EXPECT_EQ(newest(), 11u);
}

TEST(Workload, ScansOneToAHundredItems) {
  Workload workload(FindWorkload("e").value());
  std::set<uint32_t> lengths;
  for (int i = 0; i < 5'000; ++i) {
    const Call call = workload.Next();
    if (call.operation == Operation::kShortScan) lengths.insert(call.length);
  }
  EXPECT_EQ(lengths.size(), 100u);
  EXPECT_EQ(*lengths.begin(), 1u);
  EXPECT_EQ(*lengths.rbegin(), 100u);
}

TEST(HttpRequests, PutItemsOfAboutTheSizeAskedFor) {
  const std::string request = BytesOf({}, {Operation::kInsert, 7});
  const std::string body = request.substr(request.find("\r\n\r\n") + 4);
  EXPECT_THAT(request, HasSubstr("content-length: " + std::to_string(body.size())));
  EXPECT_THAT(request, HasSubstr("DynamoDB_20120810.PutItem"));
  EXPECT_THAT(body, HasSubstr("user-000000000007"));
  EXPECT_NEAR(static_cast<double>(body.size()), 1200, 100);
}

TEST(HttpRequests, UpdateOneOfTheFields) {
  const WorkloadOptions options = FindWorkload("a").value();
  HttpRequests requests(options, "127.0.0.1:8000");
  std::set<char> fields;
  for (int i = 0; i < 200; ++i) {
    const std::string bytes = requests.Bytes({Operation::kUpdate, 1});
    fields.insert(bytes[bytes.find("SET field") + 9]);
  }
  EXPECT_EQ(fields.size(), 10u);
}

TEST(HttpRequests, HaveOnePartitionKeyForEverythingWhenHot) {
  WorkloadOptions options;
  options.one_partition = "hot";
  const std::string get = BytesOf(options, {Operation::kGet, 5});
  EXPECT_THAT(get, HasSubstr(R"("pk":{"S":"hot"},"sk":{"S":"item-000000000005"})"));
  const std::string scan = BytesOf(options, {Operation::kShortScan, 5, 20});
  EXPECT_THAT(scan, HasSubstr("DynamoDB_20120810.Query"));
  EXPECT_THAT(scan, HasSubstr(R"("Limit":20)"));
}

TEST(HttpRequests, ScanFromAKeyOnWhenKeysAreScattered) {
  const std::string scan = BytesOf({}, {Operation::kShortScan, 5, 20});
  EXPECT_THAT(scan, HasSubstr("DynamoDB_20120810.Scan"));
  EXPECT_THAT(scan, HasSubstr(R"("ExclusiveStartKey":{"pk":{"S":"user-000000000005"})"));
  EXPECT_THAT(scan, Not(HasSubstr("KeyCondition")));
}

TEST(HttpRequests, GiveEachIndexValueToSoManyItems) {
  WorkloadOptions options;
  options.indexes = 2;
  EXPECT_THAT(BytesOf(options, {Operation::kPut, 49}),
              HasSubstr(R"("g1":{"S":"group-000000000001"})"));
  EXPECT_THAT(BytesOf(options, {Operation::kPut, 50}),
              HasSubstr(R"("g0":{"S":"group-000000000002"})"));
  EXPECT_THAT(HttpRequests(options, "").CreateTable(), HasSubstr(R"("IndexName":"by-g1")"));
}

TEST(HttpRequests, NeverHaveAnItemTwiceInOneRequest) {
  WorkloadOptions options;
  options.actions = 100;
  options.items = 150;
  options.share = MixOf(Operation::kTransact);
  const std::string request = BytesOf(options, Workload(options).Next());
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
