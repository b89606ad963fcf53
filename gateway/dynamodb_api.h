// x-amz-target → handler: a table, one row an operation.
#pragma once

#include <memory>

#include "gateway/api_call.h"
#include "gateway/edge.h"

namespace partita::gateway {

// Answers the call, now or when the owners have replied: finds the operation, parses the body, runs
// the operation's handler.
class DynamoDbApi {
 public:
  explicit DynamoDbApi(Edge* edge);
  ~DynamoDbApi();
  void Handle(std::shared_ptr<ApiCall> call);

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace partita::gateway
