// The tokens of a PartiQL statement.
//
//   identifier   letter, _ or $, then these and digits; no keyword
//   "quoted"     any characters; "" stands for one quote
//   'string'     any characters; '' stands for one quote
//   number       digits [. digits] [e [sign] digits], or . digits …
//   ?            a parameter
//   signs        = <> != < <= > >= + - * / % || . , : ; ( ) [ ] { } << >>
//   -- to the end of the line, and /* … */, are blanks
//
// Source: the PartiQL language as Amazon DynamoDB reads it; keywords in any case are those of
// SQL-92 and PartiQL, and no attribute can be called by one without quotes.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "expr/partiql_tree.h"

namespace partita::expr {

enum class PartiqlTokenKind : uint8_t {
  kEnd,
  kIdentifier,
  kQuotedIdentifier,
  kKeyword,
  kString,
  kNumber,
  kParameter,
  kSign,
};

struct PartiqlToken {
  PartiqlTokenKind kind = PartiqlTokenKind::kEnd;
  std::string text;  // of a keyword in lower case, of a quoted one its content, != as <>
  PartiqlSpan span;

  bool IsSign(std::string_view sign) const {
    return kind == PartiqlTokenKind::kSign && text == sign;
  }
  bool IsKeyword(std::string_view word) const {
    return kind == PartiqlTokenKind::kKeyword && text == word;
  }
};

// All tokens, the last of them kEnd; none: the text cannot be read (an open quote or comment, a
// stranger's character, an exponent that no 32-bit number holds).
std::optional<std::vector<PartiqlToken>> ReadPartiqlTokens(std::string_view text);

// `word` in lower case.
bool IsPartiqlKeyword(std::string_view word);

}  // namespace partita::expr
