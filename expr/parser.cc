#include "expr/parser.h"

#include <fmt/format.h>

#include <charconv>

#include "expr/reserved_words.h"
#include "model/api_message.h"
#include "model/limits.h"

namespace partita::expr {

namespace message = model::message;

Parser::Parser(std::string_view text, std::string_view parameter, Grammar grammar,
               Placeholders* placeholders)
    : text_(text), parameter_(parameter), lexer_(text, grammar), placeholders_(placeholders) {}

model::ApiStatus Parser::Begin() {
  if (text_.size() > model::kMaxExpressionBytes) {
    const bool tells_size =
        parameter_ != "UpdateExpression" && parameter_ != "ProjectionExpression";
    Fail(tells_size ? fmt::format(message::kExpressionTooLong, text_.size())
                    : std::string(message::kUpdateOrProjectionTooLong));
    return Finish();
  }
  current_ = lexer_.Next();
  if (!At(TokenKind::kEnd)) return {};
  Fail(std::string(message::kExpressionEmpty));
  return Finish();
}

model::ApiStatus Parser::Finish() const {
  std::string_view refusal = message_;
  std::string too_many;
  if (!failed_ && operators_ > model::kMaxExpressionOperators) {
    too_many = fmt::format(message::kExpressionTooManyOperators, operators_);
    refusal = too_many;
  }
  if (refusal.empty()) return {};
  return model::ApiError::Validation(fmt::format(message::kExpressionInvalid, parameter_, refusal));
}

void Parser::Advance() {
  previous_ = current_;
  current_ = lexer_.Next();
}

bool Parser::Expect(TokenKind kind) {
  if (!At(kind)) return SyntaxError();
  Advance();
  return true;
}

bool Parser::SyntaxError() {
  if (failed_) return false;
  Lexer ahead = lexer_;
  const Token next = ahead.Next();
  const Token& first = previous_.text.empty() ? current_ : previous_;
  const Token& last = !next.text.empty() ? next : At(TokenKind::kEnd) ? previous_ : current_;
  const std::string_view near(
      first.text.data(),
      static_cast<size_t>(last.text.data() + last.text.size() - first.text.data()));
  const std::string_view token = At(TokenKind::kEnd) ? "<EOF>" : current_.text;
  Fail(fmt::format(message::kExpressionSyntax, token, near));
  return false;
}

bool Parser::TooDeep() {
  int open = 0;
  for (; !At(TokenKind::kEnd); Advance())
    open += At(TokenKind::kOpen) ? 1 : At(TokenKind::kClose) ? -1 : 0;
  if (open >= -kMaxNesting) return SyntaxError();  // more were opened than closed
  if (operators_ <= model::kMaxExpressionOperators) {
    Fail(std::string(message::kExpressionRedundantParentheses));
  } else {
    Fail(fmt::format(message::kExpressionTooManyOperators, operators_));
  }
  return false;
}

void Parser::Fail(std::string refusal) {
  failed_ = true;
  message_ = std::move(refusal);
}

void Parser::Report(int rank, std::string refusal) {
  if (failed_ || rank >= best_rank_) return;
  best_rank_ = rank;
  message_ = std::move(refusal);
}

bool Parser::ParsePath(int reserved_rank, int undefined_rank, Path* path) {
  return ParseName(reserved_rank, undefined_rank, path) &&
         ParsePathSuffixes(reserved_rank, undefined_rank, path);
}

bool Parser::ParsePathSuffixes(int reserved_rank, int undefined_rank, Path* path) {
  while (At(TokenKind::kDot) || At(TokenKind::kOpenIndex)) {
    const bool is_name = At(TokenKind::kDot);
    Advance();
    if (!(is_name ? ParseName(reserved_rank, undefined_rank, path)
                  : ParseIndex(undefined_rank, path)))
      return false;
  }
  if (path->elements.size() > kMaxPathElements) {
    Report(undefined_rank, fmt::format(message::kPathTooDeep, path->elements.size()));
  }
  return true;
}

bool Parser::ParseName(int reserved_rank, int undefined_rank, Path* path) {
  if (At(TokenKind::kName)) {
    if (IsReservedWord(current_.text))
      Report(reserved_rank, fmt::format(message::kReservedWord, current_.text));
    path->elements.emplace_back(std::in_place_index<0>, current_.text);
  } else if (At(TokenKind::kNamePlaceholder)) {
    const std::string* name = placeholders_->UseName(current_.text);
    if (name == nullptr)
      Report(undefined_rank, fmt::format(message::kUndefinedName, current_.text));
    path->elements.emplace_back(name != nullptr ? *name : std::string(current_.text));
  } else {
    return SyntaxError();
  }
  Advance();
  return true;
}

bool Parser::ParseIndex(int undefined_rank, Path* path) {
  const std::string_view digits = current_.text;
  if (!Expect(TokenKind::kInteger) || !Expect(TokenKind::kCloseIndex)) return false;
  uint32_t index = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), index);
  if (error != std::errc() || index > kMaxListIndex) {
    Report(undefined_rank, fmt::format(message::kListIndexRange, digits));
    index = 0;
  }
  path->elements.emplace_back(index);
  return true;
}

const model::AttributeValue* Parser::TakeValue(int undefined_rank) {
  const model::AttributeValue* value = placeholders_->UseValue(current_.text);
  if (value == nullptr)
    Report(undefined_rank, fmt::format(message::kUndefinedValue, current_.text));
  Advance();
  return value;
}

}  // namespace partita::expr
