// What the operator of a house has chosen about the API itself.
#pragma once

namespace partita::gateway {

struct Settings {
  // A ConsistentRead of a global secondary index is served instead of refused as DynamoDB does. The
  // answer is the same either way: an index moves in its item's transaction.
  bool consistent_global_indexes = false;
};

}  // namespace partita::gateway
