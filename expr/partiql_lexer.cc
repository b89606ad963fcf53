#include "expr/partiql_lexer.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cstdint>

namespace partita::expr {
namespace {

bool IsPartiqlBlank(char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }
bool IsPartiqlDigit(char c) { return c >= '0' && c <= '9'; }
bool StartsIdentifier(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c == '$';
}
bool StartsCharacter(char c) { return (static_cast<uint8_t>(c) & 0xc0) != 0x80; }

std::string PartiqlLowerCase(std::string_view text) {
  std::string lower(text);
  for (char& c : lower) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + ('a' - 'A'));
  }
  return lower;
}

// Whether the number's exponent, and its scale, are 32-bit numbers.
bool HasReadableExponent(std::string_view number) {
  const size_t at = number.find_first_of("eE");
  if (at == std::string_view::npos) return true;
  std::string_view digits = number.substr(at + 1);
  if (digits.front() == '+') digits.remove_prefix(1);
  int64_t exponent = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), exponent);
  if (error != std::errc() || end != digits.data() + digits.size()) return false;
  const size_t point = number.find('.');
  const auto fraction = point == std::string_view::npos ? 0 : static_cast<int64_t>(at - point) - 1;
  const auto fits = [](int64_t value) { return value >= INT32_MIN && value <= INT32_MAX; };
  return fits(exponent) && fits(fraction - exponent);
}

class PartiqlLexer {
 public:
  explicit PartiqlLexer(std::string_view text) : text_(text) {}

  std::optional<std::vector<PartiqlToken>> Read() {
    while (SkipBlanks()) {
      if (at_ == text_.size()) {
        Emit(PartiqlTokenKind::kEnd, 0, {});
        return std::move(tokens_);
      }
      if (!ReadToken()) break;
    }
    return std::nullopt;
  }

 private:
  char At(size_t offset) const { return at_ + offset < text_.size() ? text_[at_ + offset] : '\0'; }

  void Advance(size_t bytes) {
    for (const size_t end = at_ + bytes; at_ < end; ++at_) {
      if (text_[at_] == '\n') {
        ++line_;
        column_ = 1;
      } else if (StartsCharacter(text_[at_])) {
        ++column_;
      }
    }
  }

  // False: a comment has no end.
  bool SkipBlanks() {
    while (at_ < text_.size()) {
      if (IsPartiqlBlank(At(0))) {
        Advance(1);
      } else if (At(0) == '-' && At(1) == '-') {
        Advance(std::min(text_.find('\n', at_), text_.size()) - at_);
      } else if (At(0) == '/' && At(1) == '*') {
        const size_t end = text_.find("*/", at_ + 2);
        if (end == std::string_view::npos) return false;
        Advance(end + 2 - at_);
      } else {
        return true;
      }
    }
    return true;
  }

  // Goes past `bytes` of the text, which are one token.
  void Emit(PartiqlTokenKind kind, size_t bytes, std::string content) {
    const std::string_view source = text_.substr(at_, bytes);
    const auto length = std::count_if(source.begin(), source.end(), StartsCharacter);
    tokens_.push_back({kind, std::move(content), {line_, column_, static_cast<uint32_t>(length)}});
    Advance(bytes);
  }

  bool ReadToken() {
    const char c = At(0);
    if (StartsIdentifier(c)) return ReadWord();
    if (c == '"') return ReadQuoted(PartiqlTokenKind::kQuotedIdentifier);
    if (c == '\'') return ReadQuoted(PartiqlTokenKind::kString);
    if (IsPartiqlDigit(c) || (c == '.' && IsPartiqlDigit(At(1)) && !EndsPath()))
      return ReadNumber();
    return ReadSign();
  }

  // Whether a point behind the last token is a path's.
  bool EndsPath() const {
    if (tokens_.empty()) return false;
    const PartiqlToken& last = tokens_.back();
    return last.kind == PartiqlTokenKind::kIdentifier ||
           last.kind == PartiqlTokenKind::kQuotedIdentifier || last.IsSign("]");
  }

  bool ReadWord() {
    size_t size = 1;
    while (StartsIdentifier(At(size)) || IsPartiqlDigit(At(size))) ++size;
    const std::string_view word = text_.substr(at_, size);
    std::string lower = PartiqlLowerCase(word);
    if (IsPartiqlKeyword(lower)) {
      Emit(PartiqlTokenKind::kKeyword, size, std::move(lower));
    } else {
      Emit(PartiqlTokenKind::kIdentifier, size, std::string(word));
    }
    return true;
  }

  bool ReadQuoted(PartiqlTokenKind kind) {
    const char quote = At(0);
    std::string content;
    for (size_t size = 1; at_ + size < text_.size(); ++size) {
      if (At(size) == quote) {
        if (At(size + 1) != quote) {
          Emit(kind, size + 1, std::move(content));
          return true;
        }
        ++size;
      }
      content.push_back(At(size));
    }
    return false;
  }

  bool ReadNumber() {
    size_t size = 0;
    while (IsPartiqlDigit(At(size))) ++size;
    if (At(size) == '.') {
      ++size;
      while (IsPartiqlDigit(At(size))) ++size;
    }
    if (At(size) == 'e' || At(size) == 'E') {
      ++size;
      if (At(size) == '+' || At(size) == '-') ++size;
      if (!IsPartiqlDigit(At(size))) return false;
      while (IsPartiqlDigit(At(size))) ++size;
    }
    if (StartsIdentifier(At(size))) return false;
    const std::string_view number = text_.substr(at_, size);
    if (!HasReadableExponent(number)) return false;
    Emit(PartiqlTokenKind::kNumber, size, std::string(number));
    return true;
  }

  bool ReadSign() {
    constexpr std::string_view kPairs[] = {"<>", "!=", "<=", ">=", "<<", ">>", "||"};
    const std::string_view pair = text_.substr(at_, 2);
    if (std::find(std::begin(kPairs), std::end(kPairs), pair) != std::end(kPairs)) {
      Emit(PartiqlTokenKind::kSign, 2, pair == "!=" ? "<>" : std::string(pair));
      return true;
    }
    const char c = At(0);
    if (c == '?') {
      Emit(PartiqlTokenKind::kParameter, 1, {});
      return true;
    }
    if (std::string_view("=<>+-*/%.,:;()[]{}").find(c) == std::string_view::npos) return false;
    Emit(PartiqlTokenKind::kSign, 1, std::string(1, c));
    return true;
  }

  std::string_view text_;
  size_t at_ = 0;
  uint32_t line_ = 1;
  uint32_t column_ = 1;
  std::vector<PartiqlToken> tokens_;
};

}  // namespace

std::string PartiqlSpan::ToString() const { return fmt::format("{}:{}:{}", line, column, length); }

std::optional<std::vector<PartiqlToken>> ReadPartiqlTokens(std::string_view text) {
  return PartiqlLexer(text).Read();
}

}  // namespace partita::expr
