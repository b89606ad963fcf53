// What the parsers of conditions, updates and projections have in common: tokens, paths, and how
// DynamoDB words what it refuses.
//
// A syntax error ends the parse at once. Everything else is reported and the parse goes on, because
// the service looks for one kind of mistake after the other in the whole expression: of all reports
// the one with the smallest rank is answered, among equals the first.
//
// Thread safety: one parser, one thread, one text.
#pragma once

#include <string>
#include <string_view>

#include "expr/lexer.h"
#include "expr/path.h"
#include "expr/placeholders.h"
#include "expr/program.h"
#include "model/api_error.h"
#include "model/attribute_value.h"

namespace partita::expr {

class Parser {
 public:
  Parser(const Parser&) = delete;
  Parser& operator=(const Parser&) = delete;

 protected:
  // `parameter` starts every message: "Invalid ConditionExpression: …".
  Parser(std::string_view text, std::string_view parameter, Grammar grammar,
         Placeholders* placeholders);
  ~Parser() = default;

  // Refuses what is empty or longer than kMaxExpressionBytes; ok: current() is the first token.
  model::ApiStatus Begin();
  // The refusal of what was reported, or ok. After a parse step has returned false, its syntax
  // error.
  model::ApiStatus Finish() const;

  const Token& current() const { return current_; }
  bool At(TokenKind kind) const { return current_.kind == kind; }
  bool NextIsOpen() const { return lexer_.NextIsOpen(); }
  void Advance();
  // Goes past a token of this kind; otherwise it is a syntax error. Parse steps return false after
  // a syntax error.
  [[nodiscard]] bool Expect(TokenKind kind);
  // Always false: "Syntax error; token: "x", near: "a x b"", about the current token between its
  // neighbours.
  [[nodiscard]] bool SyntaxError();
  // As deep as the parsers recurse. Beyond it nothing but superfluous parentheses (or unclosed
  // ones) can follow, for 300 operators cannot need as many. Always false.
  static constexpr int kMaxNesting = 400;
  [[nodiscard]] bool TooDeep();

  void Report(int rank, std::string message);
  // Counts towards kMaxExpressionOperators.
  void CountOperator() { ++operators_; }

  // Path names from the current token on. Ranks: of reserved words, and of what no placeholder
  // defines.
  [[nodiscard]] bool ParsePath(int reserved_rank, int undefined_rank, Path* path);
  [[nodiscard]] bool ParsePathSuffixes(int reserved_rank, int undefined_rank, Path* path);
  // The current ":v"; null (and reported) when undefined.
  const model::AttributeValue* TakeValue(int undefined_rank);

 private:
  [[nodiscard]] bool ParseName(int reserved_rank, int undefined_rank, Path* path);
  [[nodiscard]] bool ParseIndex(int undefined_rank, Path* path);
  void Fail(std::string message);

  std::string_view text_;
  std::string_view parameter_;
  Lexer lexer_;
  Placeholders* placeholders_;
  Token previous_;
  Token current_;
  int operators_ = 0;
  bool failed_ = false;
  int best_rank_ = 1 << 30;  // of message_
  std::string message_;      // empty: nothing to refuse
};

}  // namespace partita::expr
