#include "bench/load/workload.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

namespace partita::load {
namespace {

constexpr size_t kPayloadFields = 4;

std::string RandomText(size_t size, std::mt19937_64* random) {
  constexpr std::string_view kLetters = "abcdefghijklmnopqrstuvwxyz0123456789";
  std::string text(size, ' ');
  for (char& letter : text) letter = kLetters[(*random)() % kLetters.size()];
  return text;
}

}  // namespace

std::string_view OperationName(Operation operation) {
  constexpr std::array<std::string_view, kOperations> kNames = {
      "get", "put", "update", "delete", "query-index", "scan", "batch-write", "transact"};
  return kNames[static_cast<size_t>(operation)];
}

base::Result<std::array<double, kOperations>> ParseMix(std::string_view text) {
  std::array<double, kOperations> share{};
  if (text == "50/50") return std::array<double, kOperations>{1, 1};
  while (!text.empty()) {
    const std::string_view part = text.substr(0, text.find(','));
    text.remove_prefix(std::min(text.size(), part.size() + 1));
    const std::string_view name = part.substr(0, part.find(':'));
    double weight = 1;
    if (name.size() < part.size()) {
      const std::string_view number = part.substr(name.size() + 1);
      const auto parsed = std::from_chars(number.data(), number.data() + number.size(), weight);
      if (parsed.ec != std::errc{} || weight < 0) {
        return base::Error::Invalid(fmt::format("mix: '{}' is not a weight", number));
      }
    }
    size_t index = 0;
    while (index < kOperations && OperationName(static_cast<Operation>(index)) != name) ++index;
    if (index == kOperations) {
      return base::Error::Invalid(fmt::format("mix: '{}' is no operation", name));
    }
    share[index] = weight;
  }
  if (*std::max_element(share.begin(), share.end()) == 0)
    return base::Error::Invalid("mix: nothing to do");
  return share;
}

Workload::Workload(WorkloadOptions options)
    : options_(std::move(options)),
      random_(options_.seed),
      mix_(options_.share.begin(), options_.share.end()),
      key_(0, std::max<uint64_t>(options_.items, 1) - 1) {
  payload_ = RandomText(options_.item_bytes * 2, &random_);
}

std::string Workload::KeyJson(uint64_t number) const {
  if (options_.keys == KeyChoice::kHot) {
    return fmt::format(R"("pk":{{"S":"hot"}},"sk":{{"S":"item-{:012}"}})", number);
  }
  return fmt::format(R"("pk":{{"S":"user-{:012}"}},"sk":{{"S":"0"}})", number);
}

std::string Workload::ItemJson(uint64_t number) {
  const size_t field_bytes = std::max<size_t>(options_.item_bytes, 64) / kPayloadFields;
  std::string item = KeyJson(number);
  for (size_t field = 0; field < kPayloadFields; ++field) {
    const size_t start = random_() % (payload_.size() - field_bytes);
    fmt::format_to(std::back_inserter(item), R"(,"field{}":{{"S":"{}"}})", field,
                   std::string_view(payload_).substr(start, field_bytes));
  }
  for (uint32_t index = 0; index < options_.indexes; ++index) {
    fmt::format_to(std::back_inserter(item), R"(,"g{}":{{"S":"group-{:012}"}})", index,
                   number / kItemsPerIndexKey);
  }
  return item;
}

std::string Workload::Http(std::string_view target, std::string_view body) const {
  return fmt::format(
      "POST / HTTP/1.1\r\n"
      "host: {}\r\n"
      "content-type: application/x-amz-json-1.0\r\n"
      "content-length: {}\r\n"
      "x-amz-target: DynamoDB_20120810.{}\r\n"
      "user-agent: aws-sdk-js/3.1013.0 ua/2.1 os/linux#6.1 lang/js md/nodejs#20.20.2 "
      "api/dynamodb#3.1013.0 m/E,n\r\n"
      "amz-sdk-invocation-id: 5d2f0a52-3c1d-4b8e-9f53-0f6a8d4c7e21\r\n"
      "amz-sdk-request: attempt=1; max=3\r\n"
      "x-amz-user-agent: aws-sdk-js/3.1013.0\r\n"
      "x-amz-date: 20260101T000000Z\r\n"
      "x-amz-content-sha256: e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855\r\n"
      "authorization: AWS4-HMAC-SHA256 "
      "Credential=AKIAIOSFODNN7EXAMPLE/20260101/us-east-1/dynamodb/aws4_request, "
      "SignedHeaders=amz-sdk-invocation-id;amz-sdk-request;content-length;content-type;host;x-amz-"
      "content-sha256;"
      "x-amz-date;x-amz-target;x-amz-user-agent, "
      "Signature=0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef\r\n"
      "connection: keep-alive\r\n\r\n{}",
      options_.host, body.size(), target, body);
}

// `count` different items, each between `before` and `after`, with commas between.
std::string Workload::PutsJson(std::string_view before, uint64_t count, std::string_view after) {
  std::string puts;
  const uint64_t first = key_(random_);
  for (uint64_t i = 0; i < count; ++i) {
    if (i > 0) puts.push_back(',');
    puts.append(before);
    puts.append(ItemJson((first + i * 7919) % std::max(options_.items, count)));
    puts.append(after);
  }
  return puts;
}

std::string Workload::BodyOf(Operation operation) {
  const uint64_t number = key_(random_);
  const std::string_view table = options_.table;
  switch (operation) {
    case Operation::kGet:
      return fmt::format(R"({{"TableName":"{}","Key":{{{}}},"ConsistentRead":{}}})", table,
                         KeyJson(number), options_.consistent);
    case Operation::kPut:
      return fmt::format(R"({{"TableName":"{}","Item":{{{}}}}})", table, ItemJson(number));
    case Operation::kUpdate:
      return fmt::format(R"({{"TableName":"{}","Key":{{{}}},"UpdateExpression":"SET field0 = :v",)"
                         R"("ExpressionAttributeValues":{{":v":{{"S":"{}"}}}}}})",
                         table, KeyJson(number),
                         std::string_view(payload_).substr(random_() % options_.item_bytes, 100));
    case Operation::kDelete:
      return fmt::format(R"({{"TableName":"{}","Key":{{{}}}}})", table, KeyJson(number));
    case Operation::kQueryIndex:
      return fmt::format(R"({{"TableName":"{}","IndexName":"by-g0",)"
                         R"("KeyConditionExpression":"g0 = :g",)"
                         R"("ExpressionAttributeValues":{{":g":{{"S":"group-{:012}"}}}}}})",
                         table, number / kItemsPerIndexKey);
    case Operation::kScan:
      return fmt::format(R"({{"TableName":"{}","Segment":{},"TotalSegments":2}})", table,
                         number % 2);
    case Operation::kBatchWrite:
      return fmt::format(R"({{"RequestItems":{{"{}":[{}]}}}})", table,
                         PutsJson(R"({"PutRequest":{"Item":{)", kBatchItems, "}}}"));
    case Operation::kTransact:
      break;
  }
  const std::string before = fmt::format(R"({{"Put":{{"TableName":"{}","Item":{{)", table);
  return fmt::format(R"({{"TransactItems":[{}]}})", PutsJson(before, options_.actions, "}}}"));
}

Workload::Request Workload::Next() {
  constexpr std::array<std::string_view, kOperations> kTargets = {
      "GetItem", "PutItem", "UpdateItem", "DeleteItem",
      "Query",   "Scan",    "BatchWriteItem", "TransactWriteItems"};
  const auto operation = static_cast<Operation>(mix_(random_));
  return {operation, Http(kTargets[static_cast<size_t>(operation)], BodyOf(operation))};
}

std::string Workload::LoadRequest(uint64_t number) {
  return Http("PutItem", fmt::format(R"({{"TableName":"{}","Item":{{{}}}}})", options_.table,
                                     ItemJson(number)));
}

std::string Workload::CreateTableRequest() const {
  std::string definitions, indexes;
  for (uint32_t index = 0; index < options_.indexes; ++index) {
    fmt::format_to(std::back_inserter(definitions),
                   R"(,{{"AttributeName":"g{}","AttributeType":"S"}})", index);
    fmt::format_to(std::back_inserter(indexes),
                   R"({}{{"IndexName":"by-g{}","Projection":{{"ProjectionType":"ALL"}},)"
                   R"("KeySchema":[{{"AttributeName":"g{}","KeyType":"HASH"}}]}})",
                   index == 0 ? "" : ",", index, index);
  }
  if (!indexes.empty()) indexes = fmt::format(R"(,"GlobalSecondaryIndexes":[{}])", indexes);
  return Http("CreateTable",
              fmt::format(R"({{"TableName":"{}","BillingMode":"PAY_PER_REQUEST",)"
                          R"("AttributeDefinitions":[{{"AttributeName":"pk","AttributeType":"S"}},)"
                          R"({{"AttributeName":"sk","AttributeType":"S"}}{}],)"
                          R"("KeySchema":[{{"AttributeName":"pk","KeyType":"HASH"}},)"
                          R"({{"AttributeName":"sk","KeyType":"RANGE"}}]{}}})",
                          options_.table, definitions, indexes));
}

std::string Workload::DescribeTableRequest() const {
  return Http("DescribeTable", fmt::format(R"({{"TableName":"{}"}})", options_.table));
}

std::string Workload::DeleteTableRequest() const {
  return Http("DeleteTable", fmt::format(R"({{"TableName":"{}"}})", options_.table));
}

}  // namespace partita::load
