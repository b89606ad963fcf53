// ListTables: names from the mirror, a page at a time.
#include <algorithm>
#include <string>
#include <vector>

#include "gateway/api/constraints.h"
#include "gateway/api/json_writer.h"
#include "gateway/api/parameter_reader.h"
#include "gateway/api/request.h"
#include "model/limits.h"

namespace partita::gateway::api {

namespace {

constexpr int64_t kLargestPage = 100;

using Tables = std::vector<model::TableSchema>;

// The tables behind `start`, at most `limit`; they are sorted by name.
std::string PageJson(const Tables& tables, std::string_view start, int64_t limit) {
  auto table = std::upper_bound(
      tables.begin(), tables.end(), start,
      [](std::string_view name, const model::TableSchema& t) { return name < t.name; });
  JsonWriter json;
  json.BeginObject().Key("TableNames").BeginArray();
  std::string_view last;
  for (; table != tables.end() && limit > 0; ++table, --limit) {
    last = table->name;
    json.String(last);
  }
  json.EndArray();
  if (table != tables.end()) json.Key("LastEvaluatedTableName").String(last);
  json.EndObject();
  return json.Take();
}

}  // namespace

model::ApiStatus ListTables(const Request& request) {
  std::optional<model::ApiError> failure;
  const ParameterReader reader(request.parameters, &failure);
  const std::optional<std::string_view> start = reader.String("ExclusiveStartTableName");
  const std::optional<int64_t> limit = reader.Integer("Limit");
  PARTITA_TRY(reader.status());
  Constraints constraints;
  constraints.Pattern("exclusiveStartTableName", start);
  constraints.Length("exclusiveStartTableName", start, model::kMinTableNameLength,
                     model::kMaxTableNameLength);
  constraints.Range("limit", limit, 1, kLargestPage);
  PARTITA_TRY(constraints.Check());
  request.call->Succeed(
      PageJson(request.edge->Schemas()->tables, start.value_or(""), limit.value_or(kLargestPage)));
  return {};
}

}  // namespace partita::gateway::api
