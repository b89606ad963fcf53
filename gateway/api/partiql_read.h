// A SELECT: from its condition to the ranges it looks at, from there to a page of items.
//
// A condition that names partition keys becomes one read for each branch of it
// (expr/partiql_key.h), one after the other; any other looks at everything. The whole condition
// judges every item that is read, so ranges may hold more than is asked for, but never the same
// item twice.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "gateway/api/admission.h"
#include "gateway/api/consumed_capacity.h"
#include "gateway/api/page.h"
#include "gateway/api/partiql_statement.h"
#include "gateway/api/read_source.h"
#include "gateway/api_call.h"
#include "gateway/edge.h"
#include "model/api_error.h"

namespace partita::gateway::api {

// What is read together, and charged by itself.
struct PartiqlReadGroup {
  std::vector<KeyRange> ranges;
  bool merge = false;  // of several slots, in the order of their keys
  bool point = false;  // holds one item at most
};

struct PartiqlReadPlan {
  ReadSource source;
  Extent extent;
  bool everything = false;
  bool backward = false;
  std::vector<PartiqlReadGroup> groups;  // in the order of reading; empty: nothing can match
};

// Refused: keys of a wrong type, branches that overlap, too many of them, an order that no key has,
// what the index does not project.
model::ApiResult<PartiqlReadPlan> PlanRead(const PreparedPartiql& prepared, Edge* edge);

// Leaves out what a page that ended with this key (as KeyShown has it) has read. Refused: a key
// that is none, or that the plan does not lead to.
model::ApiStatus ContinueBehind(const model::Item& last_key, Edge* edge, PartiqlReadPlan* plan);

// The slot that all of it is read from; kNoSlot: several.
uint32_t SlotOfPlan(const PartiqlReadPlan& plan);

// How a page is asked for, besides its statement.
struct PartiqlReadOptions {
  uint64_t limit = UINT64_MAX;
  bool consistent_read = false;
  ReturnConsumedCapacity capacity = ReturnConsumedCapacity::kNone;
  std::string digest;  // of the NextToken
  Meter meter;         // what the page costs is charged there
};

// Reads a page and answers the call: Items, NextToken, LastEvaluatedKey, ConsumedCapacity.
void AnswerRead(Edge* edge, std::shared_ptr<ApiCall> call, PreparedPartiql prepared,
                PartiqlReadPlan plan, PartiqlReadOptions options);

}  // namespace partita::gateway::api
