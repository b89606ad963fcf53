// A PartiQL statement, understood: what to read or to write, in the terms of the programs that
// items are read and written with.
//
// In two steps, because the service looks for the table between them: a text that is no statement
// is refused at once; what a statement says that cannot be done stands in `refusal`, to be said
// when the table has been found.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "expr/partiql_tree.h"
#include "expr/partiql_value.h"
#include "expr/path.h"
#include "expr/program.h"
#include "model/api_error.h"
#include "model/attribute_value.h"

namespace partita::expr {

// What of an item a SELECT shows, and what the answer calls it: `a.b[0]` is "b[0]".
struct PartiqlColumn {
  Path path;
  std::string name;
};

struct PartiqlOrder {
  std::string attribute;
  bool descending = false;
};

struct PartiqlStatement {
  PartiqlVerb verb = PartiqlVerb::kSelect;
  std::string table;
  std::string index;                   // of a SELECT; empty: none
  std::vector<PartiqlColumn> columns;  // of a SELECT; empty: everything
  std::optional<ConditionNode> where;
  std::vector<PartiqlOrder> order_by;
  model::Item item;                   // of an INSERT
  std::vector<UpdateAction> actions;  // of an UPDATE
  PartiqlReturning returning = PartiqlReturning::kNone;
  std::optional<model::ApiError> refusal;  // why it cannot be done; most of the rest is then empty

  bool reads() const { return verb == PartiqlVerb::kSelect; }
};

// Refused: what is no statement, and another number of parameters than the statement has.
model::ApiResult<PartiqlStatement> CompilePartiql(std::string_view text,
                                                  const PartiqlParameters& parameters);

// The columns of an item, as an answer shows them; what is not there is left out.
model::Item SelectColumns(const std::vector<PartiqlColumn>& columns, const model::Item& item);

}  // namespace partita::expr
