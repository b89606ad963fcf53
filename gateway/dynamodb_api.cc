#include "gateway/dynamodb_api.h"

#include <simdjson.h>

#include <algorithm>
#include <array>
#include <optional>
#include <string_view>
#include <utility>

#include "gateway/api/request.h"
#include "gateway/call_tracker.h"

namespace partita::gateway {

using model::ApiError;
using model::ApiErrorType;

namespace {

struct Row {
  std::string_view target;
  api::Handler handler;
};

// Sorted by target.
constexpr std::array kOperations = {
    Row{"DynamoDBStreams_20120810.DescribeStream", api::DescribeStream},
    Row{"DynamoDBStreams_20120810.GetRecords", api::GetRecords},
    Row{"DynamoDBStreams_20120810.GetShardIterator", api::GetShardIterator},
    Row{"DynamoDBStreams_20120810.ListStreams", api::ListStreams},
    Row{"DynamoDB_20120810.BatchExecuteStatement", api::BatchExecuteStatement},
    Row{"DynamoDB_20120810.BatchGetItem", api::BatchGetItem},
    Row{"DynamoDB_20120810.BatchWriteItem", api::BatchWriteItem},
    Row{"DynamoDB_20120810.CreateTable", api::CreateTable},
    Row{"DynamoDB_20120810.DeleteItem", api::DeleteItem},
    Row{"DynamoDB_20120810.DeleteTable", api::DeleteTable},
    Row{"DynamoDB_20120810.DescribeContinuousBackups", api::DescribeContinuousBackups},
    Row{"DynamoDB_20120810.DescribeEndpoints", api::DescribeEndpoints},
    Row{"DynamoDB_20120810.DescribeLimits", api::DescribeLimits},
    Row{"DynamoDB_20120810.DescribeTable", api::DescribeTable},
    Row{"DynamoDB_20120810.DescribeTimeToLive", api::DescribeTimeToLive},
    Row{"DynamoDB_20120810.ExecuteStatement", api::ExecuteStatement},
    Row{"DynamoDB_20120810.ExecuteTransaction", api::ExecuteTransaction},
    Row{"DynamoDB_20120810.GetItem", api::GetItem},
    Row{"DynamoDB_20120810.ListTables", api::ListTables},
    Row{"DynamoDB_20120810.ListTagsOfResource", api::ListTagsOfResource},
    Row{"DynamoDB_20120810.PutItem", api::PutItem},
    Row{"DynamoDB_20120810.Query", api::Query},
    Row{"DynamoDB_20120810.Scan", api::Scan},
    Row{"DynamoDB_20120810.TagResource", api::TagResource},
    Row{"DynamoDB_20120810.TransactGetItems", api::TransactGetItems},
    Row{"DynamoDB_20120810.TransactWriteItems", api::TransactWriteItems},
    Row{"DynamoDB_20120810.UntagResource", api::UntagResource},
    Row{"DynamoDB_20120810.UpdateContinuousBackups", api::UpdateContinuousBackups},
    Row{"DynamoDB_20120810.UpdateItem", api::UpdateItem},
    Row{"DynamoDB_20120810.UpdateTable", api::UpdateTable},
    Row{"DynamoDB_20120810.UpdateTimeToLive", api::UpdateTimeToLive},
};
static_assert(std::is_sorted(kOperations.begin(), kOperations.end(),
                             [](const Row& a, const Row& b) { return a.target < b.target; }));

// A parser keeps memory in proportion to the largest body it has seen (about three bytes a byte):
// larger ones get their own.
constexpr size_t kLargestSharedBody = size_t{1} << 20;

const Row* FindRow(std::string_view target) {
  const auto row =
      std::lower_bound(kOperations.begin(), kOperations.end(), target,
                       [](const Row& r, std::string_view name) { return r.target < name; });
  return row != kOperations.end() && row->target == target ? row : nullptr;
}

// Parses the body and runs the operation. A body that is no JSON object is refused before an
// unknown operation is.
model::ApiStatus Run(simdjson::dom::parser* parser, Edge* edge,
                     const std::shared_ptr<ApiCall>& call) {
  const Row* row = FindRow(call->target());
  if (row != nullptr) {
    call->timeline().operation = static_cast<uint16_t>(row - kOperations.data());
  }
  const std::string_view body = call->body();
  if (body.empty() && row == nullptr) return ApiError::Of(ApiErrorType::kUnknownOperation);
  simdjson::dom::object parameters;
  // The body is padded: nothing is copied.
  if (parser->parse(body.data(), body.size(), /*realloc_if_needed=*/false).get(parameters) !=
      simdjson::SUCCESS) {
    return ApiError::Of(ApiErrorType::kSerialization);
  }
  if (edge->tracker() != nullptr) call->timeline().parsed_ns = edge->tracker()->Now();
  if (row == nullptr) return ApiError::Of(ApiErrorType::kUnknownOperation);
  // Whoever reaches this door may do everything.
  call->timeline().authorised_ns = call->timeline().parsed_ns;
  return row->handler({edge, call, parameters});
}

}  // namespace

uint16_t OperationCount() { return static_cast<uint16_t>(kOperations.size()); }

std::string_view OperationName(uint16_t operation) {
  if (operation >= kOperations.size()) return "?";
  const std::string_view target = kOperations[operation].target;
  return target.substr(target.find('.') + 1);
}

struct DynamoDbApi::Impl {
  Edge* edge;
  simdjson::dom::parser parser;
};

DynamoDbApi::DynamoDbApi(Edge* edge) : impl_(new Impl{edge, simdjson::dom::parser()}) {}

DynamoDbApi::~DynamoDbApi() = default;

void DynamoDbApi::Handle(std::shared_ptr<ApiCall> call) {
  const CallTracker::Scope scope(impl_->edge->tracker(), call);
  std::optional<simdjson::dom::parser> own;
  const bool shared = call->body().size() <= kLargestSharedBody;
  const model::ApiStatus status = Run(shared ? &impl_->parser : &own.emplace(), impl_->edge, call);
  if (!status.ok()) call->Fail(status.error());
}

}  // namespace partita::gateway
