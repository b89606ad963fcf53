// NextToken of a SELECT: where the next page goes on, for this statement and no other.
//
//   token := base64 of (version u8 = 1, digest 16 bytes, encoded item of the last key)
//   digest := the beginning of SHA-256(table id, the statement's text, its parameters)
//
// The key is the one a LastEvaluatedKey shows. A token is bound to a statement, not to a secret: it
// tells nothing and allows nothing that the statement does not.
#pragma once

#include <string>
#include <string_view>

#include "base/sha256.h"
#include "expr/partiql_value.h"
#include "model/api_error.h"
#include "model/attribute_value.h"
#include "model/table_schema.h"

namespace partita::gateway::api {

// What a token is bound to.
std::string DigestOfStatement(model::TableId table, std::string_view text,
                              const expr::PartiqlParameters& parameters, base::Sha256* sha256);

std::string MakeNextToken(std::string_view digest, const model::Item& last_key);

// The last key. Refused: what is no token, or another statement's.
model::ApiResult<model::Item> ReadNextToken(std::string_view token, std::string_view digest);

}  // namespace partita::gateway::api
