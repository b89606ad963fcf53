// A PartiQL statement as it was written: what the parser makes of the text, before anybody asks
// what it means.
//
// The text is at most kMaxPartiqlBytes long; a tree nests at most kMaxPartiqlNesting parentheses
// and brackets and holds at most kMaxExpressionOperators operators, so walking it needs no more
// depth than the two together.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "expr/path.h"

namespace partita::expr {

inline constexpr size_t kMaxPartiqlBytes = 8192;
inline constexpr int kMaxPartiqlNesting = 200;

// Where a token stands: line and column from 1, in characters, and how many of them it has.
struct PartiqlSpan {
  uint32_t line = 1;
  uint32_t column = 1;
  uint32_t length = 0;

  std::string ToString() const;  // "1:8:5"
};

enum class PartiqlKind : uint8_t {
  kString,
  kNumber,
  kTrue,
  kFalse,
  kNull,
  kMissing,
  kParameter,
  kPath,
  kList,
  kBag,  // <<…>>: a set
  kMap,
  kCall,
  kNegative,  // a minus before what is no number
  kOperator,  // = <> < <= > >= + - * / % || LIKE
  kBetween,
  kIn,
  kIs,
  kAnd,
  kOr,
  kNot,
};

struct PartiqlNode {
  PartiqlKind kind = PartiqlKind::kNull;
  PartiqlSpan span;
  // kString: the content · kNumber: its digits · kCall: the function's name in lower case ·
  // kOperator: the sign · kIs: the type's name in lower case · kPath: what is wrong with it, empty
  // if nothing.
  std::string text;
  Path path;               // of kPath
  uint32_t parameter = 0;  // of kParameter: which one, from 0
  bool negated = false;    // NOT BETWEEN, NOT IN, IS NOT
  // Operands, arguments, elements; of kMap: key, value, key, value, …
  std::vector<PartiqlNode> children;
};

enum class PartiqlVerb : uint8_t { kSelect, kInsert, kUpdate, kDelete, kExists };
enum class PartiqlReturning : uint8_t { kNone, kAllOld, kModifiedOld, kAllNew, kModifiedNew };

struct PartiqlOrderNode {
  PartiqlNode by;
  bool descending = false;
};

// One SET or REMOVE of an update.
struct PartiqlChangeNode {
  PartiqlNode target;                // a path
  std::optional<PartiqlNode> value;  // none: REMOVE
};

struct PartiqlTree {
  PartiqlVerb verb = PartiqlVerb::kSelect;
  std::vector<std::string> source;   // the components of the path in FROM, INTO or UPDATE
  std::vector<PartiqlNode> columns;  // of a SELECT; empty: *
  std::vector<PartiqlChangeNode> changes;
  std::optional<PartiqlNode> item;  // of an INSERT
  std::optional<PartiqlNode> where;
  std::vector<PartiqlOrderNode> order_by;
  PartiqlReturning returning = PartiqlReturning::kNone;
  uint32_t parameters = 0;  // how many ? there are
  // What the service does not offer although the grammar knows it; empty: nothing.
  std::string refusal;
};

}  // namespace partita::expr
