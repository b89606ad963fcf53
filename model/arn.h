// The names of tables in Amazon's world: arn:aws:dynamodb:<region>:<12 digits>:table/<name>.
//
// The data is one account's: region and account are shown to clients and never looked up.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace partita::model {

struct TableArn {
  std::string_view region;
  std::string_view account_id;
  std::string_view table_name;
  std::string_view rest;  // what follows the name: "", "/index/by-date", "/stream/2026-01-01T…"
};

std::string MakeTableArn(std::string_view region, std::string_view account_id,
                         std::string_view table_name);

// None: no ARN of a table or of something within one. The views live as long as `text`.
std::optional<TableArn> ParseTableArn(std::string_view text);

// The plain name out of what a client may write wherever it names a table: a table's ARN gives its
// name, everything else (a name, good or bad, the ARN of an index too) is returned as it is.
std::string_view TableNameOf(std::string_view name_or_arn);

}  // namespace partita::model
