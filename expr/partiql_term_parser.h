// The terms of PartiQL: expressions with their operators, paths, literals, calls.
//
// A parse step returns false after a mistake; failure() is then its message. How deep it recurses
// is bounded by kMaxPartiqlNesting and kMaxExpressionOperators, not by the text.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "expr/partiql_lexer.h"
#include "expr/partiql_tree.h"

namespace partita::expr {

class PartiqlTermParser {
 public:
  PartiqlTermParser(const PartiqlTermParser&) = delete;
  PartiqlTermParser& operator=(const PartiqlTermParser&) = delete;

 protected:
  // `tokens` end with kEnd.
  explicit PartiqlTermParser(std::vector<PartiqlToken> tokens) : tokens_(std::move(tokens)) {}
  ~PartiqlTermParser() = default;

  [[nodiscard]] bool ParseTerm(PartiqlNode* term) { return ParseBinary(0, term); }
  // A path alone: what SET and REMOVE change.
  [[nodiscard]] bool ParseSimplePath(PartiqlNode* path);

  const PartiqlToken& current() const { return tokens_[at_]; }
  const PartiqlToken& next() const { return tokens_[at_ + 1 < tokens_.size() ? at_ + 1 : at_]; }
  void Advance() {
    if (at_ + 1 < tokens_.size()) ++at_;
  }
  bool TakeSign(std::string_view sign);
  bool TakeKeyword(std::string_view word);

  // Always false.
  [[nodiscard]] bool Malformed(std::string_view what);
  [[nodiscard]] bool MalformedExpected(std::string_view what);
  bool failed() const { return !failure_.empty(); }
  const std::string& failure() const { return failure_; }
  uint32_t parameters() const { return parameters_; }  // seen so far

 private:
  struct Infix;  // an operator between two terms

  Infix FindInfix() const;
  [[nodiscard]] bool ParseBinary(int binding, PartiqlNode* term);
  [[nodiscard]] bool ParseInfix(const Infix& infix, PartiqlNode* left);
  [[nodiscard]] bool ParseRight(int binding, PartiqlNode* right);
  [[nodiscard]] bool ParseBetween(PartiqlNode* node);
  [[nodiscard]] bool ParseIn(PartiqlNode* node);
  [[nodiscard]] bool ParseIs(PartiqlNode* node);
  [[nodiscard]] bool ParsePrefix(PartiqlNode* term);
  [[nodiscard]] bool ParsePrimary(PartiqlNode* term);
  [[nodiscard]] bool ParseKeyword(PartiqlNode* term);
  [[nodiscard]] bool ParseGroup(PartiqlNode* term);
  [[nodiscard]] bool ParseCall(PartiqlNode* call);
  [[nodiscard]] bool ParseMap(PartiqlNode* map);
  [[nodiscard]] bool ParseElements(std::string_view close, std::string_view close_name,
                                   PartiqlNode* list);
  [[nodiscard]] bool ParsePath(PartiqlNode* path);
  [[nodiscard]] bool ParsePathDot(PartiqlNode* path);
  [[nodiscard]] bool ParsePathIndex(PartiqlNode* path);
  [[nodiscard]] bool CountOperator();

  std::vector<PartiqlToken> tokens_;
  size_t at_ = 0;
  int depth_ = 0;
  int operators_ = 0;
  uint32_t parameters_ = 0;
  std::string failure_;
};

}  // namespace partita::expr
