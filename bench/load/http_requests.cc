#include "bench/load/http_requests.h"

#include <fmt/format.h>

#include <iterator>

namespace partita::load {
namespace {

std::string_view TargetName(const Call& call, bool one_partition) {
  switch (call.operation) {
    case Operation::kGet:
      return "GetItem";
    case Operation::kPut:
    case Operation::kInsert:
      return "PutItem";
    case Operation::kUpdate:
    case Operation::kReadModifyWrite:
      return "UpdateItem";
    case Operation::kDelete:
      return "DeleteItem";
    case Operation::kQueryIndex:
      return "Query";
    case Operation::kShortScan:
      return one_partition ? "Query" : "Scan";
    case Operation::kScan:
      return "Scan";
    case Operation::kBatchWrite:
      return "BatchWriteItem";
    case Operation::kTransact:
      break;
  }
  return "TransactWriteItems";
}

}  // namespace

HttpRequests::HttpRequests(const WorkloadOptions& options, std::string host)
    : options_(options), host_(std::move(host)), records_(options) {}

std::string HttpRequests::KeyJson(uint64_t number) const {
  return fmt::format(R"("pk":{{"S":"{}"}},"sk":{{"S":"{}"}})", records_.PartitionKey(number),
                     records_.SortKey(number));
}

std::string HttpRequests::ItemJson(uint64_t number) {
  std::string item = KeyJson(number);
  for (uint32_t field = 0; field < options_.fields; ++field) {
    fmt::format_to(std::back_inserter(item), R"(,"field{}":{{"S":"{}"}})", field,
                   records_.FieldText());
  }
  for (uint32_t index = 0; index < options_.indexes; ++index) {
    fmt::format_to(std::back_inserter(item), R"(,"g{}":{{"S":"{}"}})", index,
                   records_.Group(number));
  }
  return item;
}

// Different items, each between `before` and `after`, with commas between.
std::string HttpRequests::PutsJson(const Call& call, std::string_view before,
                                   std::string_view after) {
  std::string puts;
  for (uint32_t i = 0; i < call.length; ++i) {
    if (i > 0) puts.push_back(',');
    puts.append(before);
    puts.append(ItemJson(records_.InBatch(call.number, i, call.length)));
    puts.append(after);
  }
  return puts;
}

std::string HttpRequests::UpdateJson(uint64_t number) {
  return fmt::format(R"({{"TableName":"{}","Key":{{{}}},"UpdateExpression":"SET field{} = :v",)"
                     R"("ExpressionAttributeValues":{{":v":{{"S":"{}"}}}}}})",
                     options_.table, KeyJson(number), records_.AnyField(), records_.FieldText());
}

std::string HttpRequests::ShortScanJson(const Call& call) const {
  if (options_.one_partition.empty()) {
    return fmt::format(
        R"({{"TableName":"{}","ExclusiveStartKey":{{{}}},"Limit":{},"ConsistentRead":{}}})",
        options_.table, KeyJson(call.number), call.length, options_.consistent);
  }
  return fmt::format(
      R"({{"TableName":"{}","KeyConditionExpression":"pk = :p AND sk >= :s","Limit":{},)"
      R"("ExpressionAttributeValues":{{":p":{{"S":"{}"}},":s":{{"S":"{}"}}}},)"
      R"("ConsistentRead":{}}})",
      options_.table, call.length, options_.one_partition, records_.SortKey(call.number),
      options_.consistent);
}

std::string HttpRequests::Body(const Call& call) {
  const std::string_view table = options_.table;
  switch (call.operation) {
    case Operation::kGet:
      return fmt::format(R"({{"TableName":"{}","Key":{{{}}},"ConsistentRead":{}}})", table,
                         KeyJson(call.number), options_.consistent);
    case Operation::kPut:
    case Operation::kInsert:
      return fmt::format(R"({{"TableName":"{}","Item":{{{}}}}})", table, ItemJson(call.number));
    case Operation::kUpdate:
    case Operation::kReadModifyWrite:
      return UpdateJson(call.number);
    case Operation::kDelete:
      return fmt::format(R"({{"TableName":"{}","Key":{{{}}}}})", table, KeyJson(call.number));
    case Operation::kQueryIndex:
      return fmt::format(R"({{"TableName":"{}","IndexName":"by-g0",)"
                         R"("KeyConditionExpression":"g0 = :g",)"
                         R"("ExpressionAttributeValues":{{":g":{{"S":"{}"}}}}}})",
                         table, records_.Group(call.number));
    case Operation::kScan:
      return fmt::format(R"({{"TableName":"{}","Segment":{},"TotalSegments":2}})", table,
                         call.number % 2);
    case Operation::kShortScan:
      return ShortScanJson(call);
    case Operation::kBatchWrite:
      return fmt::format(R"({{"RequestItems":{{"{}":[{}]}}}})", table,
                         PutsJson(call, R"({"PutRequest":{"Item":{)", "}}}"));
    case Operation::kTransact:
      break;
  }
  const std::string before = fmt::format(R"({{"Put":{{"TableName":"{}","Item":{{)", table);
  return fmt::format(R"({{"TransactItems":[{}]}})", PutsJson(call, before, "}}}"));
}

std::string HttpRequests::Http(std::string_view target, std::string_view body) const {
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
      host_, body.size(), target, body);
}

std::string HttpRequests::Bytes(const Call& call) {
  return Http(TargetName(call, !options_.one_partition.empty()), Body(call));
}

std::string HttpRequests::CreateTable() const { return Http("CreateTable", CreateTableBody()); }

std::string HttpRequests::CreateTableBody() const {
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
  return fmt::format(R"({{"TableName":"{}","BillingMode":"PAY_PER_REQUEST",)"
                     R"("AttributeDefinitions":[{{"AttributeName":"pk","AttributeType":"S"}},)"
                     R"({{"AttributeName":"sk","AttributeType":"S"}}{}],)"
                     R"("KeySchema":[{{"AttributeName":"pk","KeyType":"HASH"}},)"
                     R"({{"AttributeName":"sk","KeyType":"RANGE"}}]{}}})",
                     options_.table, definitions, indexes);
}

std::string HttpRequests::DescribeTable() const {
  return Http("DescribeTable", fmt::format(R"({{"TableName":"{}"}})", options_.table));
}

}  // namespace partita::load
