// Message kind → handler: what the native socket can be asked, a table, one row an operation.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <vector>

#include "base/coding.h"
#include "gateway/api_call.h"
#include "gateway/edge.h"
#include "gateway/native_call.h"

namespace partita::gateway {

class NativeApi {
 public:
  // `json` answers calls that are made by JSON (wire/native_call.h).
  NativeApi(Edge* edge, std::function<void(std::shared_ptr<ApiCall>)> json);
  // Answers the call, now or when the owners have replied.
  void Handle(const std::shared_ptr<NativeCall>& call, base::ByteReader payload);

 private:
  // The rows of dynamodb_api.h that the binary operations count as, by their place in the table.
  std::vector<uint16_t> operations_;
  Edge* edge_;
  std::function<void(std::shared_ptr<ApiCall>)> json_;
};

}  // namespace partita::gateway
