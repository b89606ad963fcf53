// x-amz-target → handler: a table, one row an operation.
#pragma once

#include <cstdint>
#include <memory>
#include <string_view>

#include "gateway/api_call.h"
#include "gateway/edge.h"

namespace partita::gateway {

// Rows of the table have a number for as long as the process lives: CallTimeline::operation.
uint16_t OperationCount();
// "GetItem"; "?" for a number that is no row.
std::string_view OperationName(uint16_t operation);

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
