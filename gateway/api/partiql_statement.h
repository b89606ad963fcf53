// One PartiQL statement of a request: its parameters, and the statement with its table.
//
// Checked in the service's order: member constraints; the values of the parameters; whether the
// text is a statement; whether PartiQL reads that index at all; what the statement says that cannot
// be done; the table and the index.
#pragma once

#include <memory>
#include <optional>
#include <string_view>

#include "expr/partiql.h"
#include "gateway/api/constraints.h"
#include "gateway/api/parameter_reader.h"
#include "gateway/edge.h"
#include "model/api_error.h"
#include "model/table_schema.h"

namespace partita::gateway::api {

// Views into the request's JSON.
struct PartiqlParameters {
  explicit PartiqlParameters(const ParameterReader& reader);

  std::optional<std::string_view> text;
  std::optional<size_t> count;  // of Parameters; none: not given
  model::ApiResult<expr::PartiqlParameters> values = expr::PartiqlParameters();
  bool consistent_read;
  std::optional<std::string_view> on_condition_check_failure;
};

// `prefix` is "" or "statements.1.member.".
void ConstrainPartiql(std::string_view prefix, const PartiqlParameters& parameters,
                      Constraints* constraints);

struct PreparedPartiql {
  expr::PartiqlStatement statement;
  std::shared_ptr<const model::TableSchema> table;
  const model::IndexSchema* index = nullptr;  // of `table`; null: the table itself

  const model::KeySchema& key() const { return index == nullptr ? table->key : index->key; }
};

model::ApiResult<PreparedPartiql> PreparePartiql(Edge* edge, const PartiqlParameters& parameters);

}  // namespace partita::gateway::api
