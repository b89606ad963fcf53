#include "expr/lexer.h"

#include <algorithm>
#include <array>

namespace partita::expr {
namespace {

enum CharClass : uint8_t { kOther, kBlank, kLetter, kDigit, kUnderscore };

constexpr std::array<CharClass, 256> kClasses = [] {
  std::array<CharClass, 256> classes{};
  for (const char c : {' ', '\t', '\r', '\n'}) classes[static_cast<uint8_t>(c)] = kBlank;
  for (int c = 'a'; c <= 'z'; ++c) classes[static_cast<size_t>(c)] = kLetter;
  for (int c = 'A'; c <= 'Z'; ++c) classes[static_cast<size_t>(c)] = kLetter;
  for (int c = '0'; c <= '9'; ++c) classes[static_cast<size_t>(c)] = kDigit;
  classes['_'] = kUnderscore;
  return classes;
}();

CharClass ClassOf(char c) { return kClasses[static_cast<uint8_t>(c)]; }

struct Keyword {
  std::string_view word;
  TokenKind kind;
};
constexpr Keyword kConditionKeywords[] = {{"AND", TokenKind::kAnd},
                                          {"OR", TokenKind::kOr},
                                          {"NOT", TokenKind::kNot},
                                          {"BETWEEN", TokenKind::kBetween},
                                          {"IN", TokenKind::kIn}};
constexpr Keyword kUpdateKeywords[] = {{"SET", TokenKind::kSet},
                                       {"REMOVE", TokenKind::kRemove},
                                       {"ADD", TokenKind::kAdd},
                                       {"DELETE", TokenKind::kDelete}};

bool EqualsIgnoringCase(std::string_view word, std::string_view upper) {
  return word.size() == upper.size() && std::equal(word.begin(), word.end(), upper.begin(),
                                                   [](char a, char b) { return (a & ~0x20) == b; });
}

template <size_t kCount>
TokenKind FindKeyword(const Keyword (&keywords)[kCount], std::string_view word) {
  for (const Keyword& keyword : keywords) {
    if (EqualsIgnoringCase(word, keyword.word)) return keyword.kind;
  }
  return TokenKind::kName;
}

TokenKind KindOfWord(Grammar grammar, std::string_view word) {
  if (grammar == Grammar::kCondition) return FindKeyword(kConditionKeywords, word);
  if (grammar == Grammar::kUpdate) return FindKeyword(kUpdateKeywords, word);
  return TokenKind::kName;
}

// The bytes of the UTF-8 sequence that `lead` starts; 1 for what starts none.
size_t SequenceSize(char lead) {
  const auto byte = static_cast<uint8_t>(lead);
  return byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : byte >= 0xc0 ? 2 : 1;
}

}  // namespace

size_t Lexer::WordSize(size_t from) const {
  size_t end = from;
  while (end < rest_.size() && ClassOf(rest_[end]) >= kLetter) ++end;
  return end - from;
}

bool Lexer::NextIsOpen() const {
  const size_t at = rest_.find_first_not_of(" \t\r\n");
  return at != std::string_view::npos && rest_[at] == '(';
}

Token Lexer::Take(TokenKind kind, size_t size) {
  const Token token{kind, rest_.substr(0, size)};
  rest_.remove_prefix(token.text.size());
  return token;
}

Token Lexer::Next() {
  while (!rest_.empty() && ClassOf(rest_[0]) == kBlank) rest_.remove_prefix(1);
  if (rest_.empty()) return {};
  const char c = rest_[0];
  const char second = rest_.size() > 1 ? rest_[1] : '\0';
  switch (ClassOf(c)) {
    case kLetter: {
      const size_t size = WordSize(0);
      return Take(KindOfWord(grammar_, rest_.substr(0, size)), size);
    }
    case kDigit: {
      size_t size = 1;
      while (c != '0' && size < rest_.size() && ClassOf(rest_[size]) == kDigit) ++size;
      return Take(TokenKind::kInteger, size);
    }
    default:
      break;
  }
  switch (c) {
    case '#':
    case ':': {
      const size_t size = WordSize(1);
      if (size == 0) return Take(TokenKind::kUnknown, 1);
      return Take(c == '#' ? TokenKind::kNamePlaceholder : TokenKind::kValuePlaceholder, size + 1);
    }
    case '=':
      return Take(TokenKind::kEqual, 1);
    case '<':
      if (second == '>') return Take(TokenKind::kNotEqual, 2);
      return second == '=' ? Take(TokenKind::kLessEqual, 2) : Take(TokenKind::kLess, 1);
    case '>':
      return second == '=' ? Take(TokenKind::kGreaterEqual, 2) : Take(TokenKind::kGreater, 1);
    case '(':
      return Take(TokenKind::kOpen, 1);
    case ')':
      return Take(TokenKind::kClose, 1);
    case '[':
      return Take(TokenKind::kOpenIndex, 1);
    case ']':
      return Take(TokenKind::kCloseIndex, 1);
    case '.':
      return Take(TokenKind::kDot, 1);
    case ',':
      return Take(TokenKind::kComma, 1);
    case '+':
      return Take(TokenKind::kPlus, 1);
    case '-':
      return Take(TokenKind::kMinus, 1);
    default:
      return Take(TokenKind::kUnknown, SequenceSize(c));
  }
}

}  // namespace partita::expr
