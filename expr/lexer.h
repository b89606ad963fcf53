// The tokens of an expression's text.
//
//   name          letter, then letters, digits, underscores
//   #name :value  '#' or ':' and one or more letters, digits, underscores
//   integer       0, or a digit 1-9 and digits
//   signs         = <> < <= > >= ( ) [ ] . , + -
//   blanks        space, tab, CR, LF
// Anything else is a token of one character (a whole UTF-8 sequence) that fits nowhere. Keywords
// are those of the grammar at hand, in any case: AND is an ordinary (reserved) name in an update.
#pragma once

#include <cstdint>
#include <string_view>

namespace partita::expr {

enum class Grammar : uint8_t { kCondition, kUpdate, kProjection };

enum class TokenKind : uint8_t {
  kEnd,
  kUnknown,
  kName,
  kNamePlaceholder,
  kValuePlaceholder,
  kInteger,
  kEqual,
  kNotEqual,
  kLess,
  kLessEqual,
  kGreater,
  kGreaterEqual,
  kOpen,
  kClose,
  kOpenIndex,
  kCloseIndex,
  kDot,
  kComma,
  kPlus,
  kMinus,
  kAnd,
  kOr,
  kNot,
  kBetween,
  kIn,
  kSet,
  kRemove,
  kAdd,
  kDelete,
};

struct Token {
  TokenKind kind = TokenKind::kEnd;
  std::string_view text;  // a part of the expression; empty at its end
};

// A copy continues from the same place: looking ahead is copying.
class Lexer {
 public:
  Lexer(std::string_view text, Grammar grammar) : rest_(text), grammar_(grammar) {}

  Token Next();
  bool NextIsOpen() const;  // whether a parenthesis opens next

 private:
  Token Take(TokenKind kind, size_t size);
  size_t WordSize(size_t from) const;  // letters, digits and underscores from there

  std::string_view rest_;
  Grammar grammar_;
};

}  // namespace partita::expr
