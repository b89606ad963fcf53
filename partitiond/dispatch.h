// Which operation a frame asks for: a table.
#pragma once

#include <string>

#include "base/result.h"
#include "partitiond/operation.h"
#include "wire/frame.h"

namespace partita::partitiond {

struct DispatchRow {
  wire::MessageKind kind;
  bool writes;  // runs inside the batch, its reply waits for the commit
  Operation run;
};

// Null: no partition does this.
const DispatchRow* FindOperation(wire::MessageKind kind);

// Runs one request and makes its reply frame, a refusal too. An error is the store's: `reply` is
// then unspecified.
base::Status Answer(const DispatchRow& row, Room& room, const wire::Frame& request,
                    std::string* reply);

// The reply frame of a request that could not be done for a reason of ours; every SDK retries it.
void AnswerInternalError(const wire::FrameHeader& request, std::string_view message,
                         std::string* reply);

}  // namespace partita::partitiond
