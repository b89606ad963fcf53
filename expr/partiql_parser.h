// The text of a PartiQL statement to its tree.
//
//   statement  := select | insert | update | delete | from | EXISTS '(' select ')'   [';']
//   select     := SELECT ('*' | term (',' term)*) FROM source [WHERE term]
//                 [ORDER BY term [ASC|DESC] (',' term [ASC|DESC])*]
//   insert     := INSERT INTO source VALUE term
//   update     := UPDATE source change+ [WHERE term] [returning]
//   from       := FROM source [WHERE term] change+ [returning]
//   delete     := DELETE FROM source [WHERE term] [returning]
//   change     := SET path '=' term (',' path '=' term)* | REMOVE path
//   returning  := RETURNING (ALL|MODIFIED) (OLD|NEW) '*'
//   source     := name ['.' name]
//   term       := by precedence OR, AND, NOT, (= <> IN IS), (< <= > >= BETWEEN LIKE), (+ - ||),
//                 (* / %), a sign, and then a path, a literal, '?', a call, a list or '(' term ')'
//
// Source of the grammar and of the wording: AWS "PartiQL - A SQL-compatible query language for
// Amazon DynamoDB" and the answers of the real service. The first mistake ends the parse.
#pragma once

#include <string_view>

#include "expr/partiql_tree.h"
#include "model/api_error.h"

namespace partita::expr {

// Refused: what is no statement ("Statement wasn't well formed, can't be processed: …").
model::ApiResult<PartiqlTree> ParsePartiql(std::string_view text);

}  // namespace partita::expr
