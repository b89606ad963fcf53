// One call as an operation's handler sees it, and the handlers.
//
// A handler reads and checks the parameters, asks the owner and answers the call when the owner has
// replied. What it refuses before it has asked anybody it returns: the caller fails the call with
// it. A handler that returns success has answered or will.
//
// Thread safety: the gateway's one thread. The JSON lives until the handler returns, the call as
// long as somebody holds it.
#pragma once

#include <simdjson.h>

#include <memory>

#include "gateway/api_call.h"
#include "gateway/edge.h"
#include "model/api_error.h"

namespace partita::gateway::api {

struct Request {
  Edge* edge = nullptr;
  std::shared_ptr<ApiCall> call;
  simdjson::dom::object parameters;
};

using Handler = model::ApiStatus (*)(const Request& request);

model::ApiStatus BatchExecuteStatement(const Request& request);
model::ApiStatus BatchGetItem(const Request& request);
model::ApiStatus BatchWriteItem(const Request& request);
model::ApiStatus CreateTable(const Request& request);
model::ApiStatus DeleteItem(const Request& request);
model::ApiStatus DeleteTable(const Request& request);
model::ApiStatus DescribeContinuousBackups(const Request& request);
model::ApiStatus DescribeEndpoints(const Request& request);
model::ApiStatus DescribeLimits(const Request& request);
model::ApiStatus DescribeStream(const Request& request);
model::ApiStatus DescribeTable(const Request& request);
model::ApiStatus DescribeTimeToLive(const Request& request);
model::ApiStatus ExecuteStatement(const Request& request);
model::ApiStatus ExecuteTransaction(const Request& request);
model::ApiStatus GetItem(const Request& request);
model::ApiStatus GetRecords(const Request& request);
model::ApiStatus GetShardIterator(const Request& request);
model::ApiStatus ListStreams(const Request& request);
model::ApiStatus ListTables(const Request& request);
model::ApiStatus ListTagsOfResource(const Request& request);
model::ApiStatus PutItem(const Request& request);
model::ApiStatus Query(const Request& request);
model::ApiStatus Scan(const Request& request);
model::ApiStatus TagResource(const Request& request);
model::ApiStatus TransactGetItems(const Request& request);
model::ApiStatus TransactWriteItems(const Request& request);
model::ApiStatus UntagResource(const Request& request);
model::ApiStatus UpdateContinuousBackups(const Request& request);
model::ApiStatus UpdateItem(const Request& request);
model::ApiStatus UpdateTable(const Request& request);
model::ApiStatus UpdateTimeToLive(const Request& request);

}  // namespace partita::gateway::api
