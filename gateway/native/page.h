// What the binary Query and Scan have in common: the checks of their parameters and the answer.
#pragma once

#include <memory>
#include <optional>
#include <string_view>

#include "expr/condition.h"
#include "gateway/api/item_read.h"
#include "gateway/api/page.h"
#include "gateway/api/projection_parameters.h"
#include "gateway/api/read_source.h"
#include "gateway/native/request.h"
#include "model/api_error.h"
#include "wire/native_page.h"

namespace partita::gateway::native {

// A request's parameters, checked as far as they can be before its keys are.
struct PageParameters {
  wire::NativeReadRequest read;
  api::SharedFilter filter;
  api::SharedProjection projection;
  api::ReadSource source;
  api::Extent extent;
  std::optional<model::Item> start_key;
};
// `read`'s views outlive what comes back.
model::ApiResult<PageParameters> CheckRead(Edge* edge, const wire::NativeReadRequest& read);

// Reads the page and answers the call. `page` has its ranges and its direction; the rest is filled
// in here.
model::ApiStatus AnswerPage(const Request& request, PageParameters parameters,
                            api::PageRequest page);

}  // namespace partita::gateway::native
