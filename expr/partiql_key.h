// What the WHERE of a PartiQL statement says about a key: which item a write means, which ranges a
// read has to look at.
//
// A condition is taken apart into branches — what ORs and INs on key attributes allow — and each
// branch that names a partition key is a read of its own. What a branch says beyond the key stays
// the whole condition's matter: it judges every item that is read.
#pragma once

#include <optional>
#include <vector>

#include "expr/key_condition.h"
#include "expr/program.h"
#include "model/api_error.h"
#include "model/attribute_value.h"
#include "model/table_schema.h"

namespace partita::expr {

inline constexpr size_t kMaxPartiqlReads = 50;

// One read.
struct PartiqlRead {
  model::AttributeValue partition;
  // On the sort attribute; all hold at once. Values have the attribute's type.
  std::vector<SortCondition> sort;
  // Its sort attribute must not be something: such a branch may overlap others.
  bool excludes = false;
};

struct PartiqlReads {
  bool everything = false;  // some branch names no partition key: all has to be looked at
  std::vector<PartiqlRead> reads;
};

// `key` has one partition and at most one sort attribute. Refused: key values of another type than
// the schema's, more than kMaxPartiqlReads reads.
model::ApiResult<PartiqlReads> FindReads(const ConditionNode* where, const model::KeySchema& key);

// The attributes of the one key that a write names by equalities. Refused: an attribute without
// one, or with two values.
model::ApiResult<model::Item> FindWholeKey(const ConditionNode* where, const model::KeySchema& key);

// The key that the condition names if it says nothing else; an IN of one value is an equality.
std::optional<model::Item> FindOnlyKey(const ConditionNode* where, const model::KeySchema& key);

// Whether the condition says anything but equalities of key attributes.
bool SaysMoreThanKey(const ConditionNode& where, const model::KeySchema& key);

}  // namespace partita::expr
