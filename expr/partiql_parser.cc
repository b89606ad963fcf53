#include "expr/partiql_parser.h"

#include <fmt/format.h>

#include <utility>

#include "expr/partiql_lexer.h"
#include "expr/partiql_term_parser.h"
#include "model/api_message.h"

namespace partita::expr {
namespace {

namespace message = model::message;

class PartiqlStatementParser : private PartiqlTermParser {
 public:
  explicit PartiqlStatementParser(std::vector<PartiqlToken> tokens)
      : PartiqlTermParser(std::move(tokens)) {}

  model::ApiResult<PartiqlTree> Parse() {
    if (!ParseStatement() || !ParseEnd()) return model::ApiError::Validation(failure());
    tree_.parameters = parameters();
    return std::move(tree_);
  }

 private:
  [[nodiscard]] bool ParseStatement() {
    if (TakeKeyword("select")) return ParseSelect();
    if (TakeKeyword("insert")) return ParseInsert();
    if (TakeKeyword("update")) return ParseUpdate();
    if (TakeKeyword("delete")) return ParseDelete();
    if (TakeKeyword("from")) return ParseFromFirst();
    if (current().IsKeyword("exists") && next().IsSign("(")) return ParseExists();
    return ParseNoStatement();
  }

  [[nodiscard]] bool ParseEnd() {
    TakeSign(";");
    if (current().kind == PartiqlTokenKind::kEnd) return true;
    return Malformed(message::kPartiqlLeftover);
  }

  // A term that is no statement parses like any other; a FROM inside it begins one that changes
  // nothing.
  [[nodiscard]] bool ParseNoStatement() {
    PartiqlNode term;
    if (!ParseTerm(&term)) return false;
    if (!AtEnd()) return Malformed(message::kPartiqlLeftover);
    Refuse(fmt::format(message::kPartiqlOperation, NameOf(term)));
    return true;
  }

  static std::string_view NameOf(const PartiqlNode& term) {
    switch (term.kind) {
      case PartiqlKind::kIs:
        return "IsType";
      case PartiqlKind::kPath:
        return "VariableReference";
      case PartiqlKind::kParameter:
        return "Parameter";
      case PartiqlKind::kList:
      case PartiqlKind::kBag:
        return "Seq";
      case PartiqlKind::kMap:
        return "Struct";
      case PartiqlKind::kString:
      case PartiqlKind::kNumber:
      case PartiqlKind::kTrue:
      case PartiqlKind::kFalse:
      case PartiqlKind::kNull:
        return "Literal";
      default:
        return "NAry";
    }
  }

  [[nodiscard]] bool ParseSelect() {
    tree_.verb = PartiqlVerb::kSelect;
    if (current().IsKeyword("distinct")) Refuse(fmt::format(message::kPartiqlClause, "DISTINCT"));
    if (!TakeKeyword("distinct")) TakeKeyword("all");
    if (current().IsKeyword("value") || current().IsKeyword("pivot")) {
      Refuse(std::string(message::kPartiqlSelectValue));
      Advance();
    }
    if (!ParseColumns()) return false;
    if (!TakeKeyword("from")) return MalformedExpected("FROM after SELECT list");
    return ParseReadSource() && ParseWhere() && ParseSelectClauses();
  }

  [[nodiscard]] bool ParseColumns() {
    if (current().IsKeyword("from")) return Malformed(message::kPartiqlEmptySelect);
    bool star = false;
    do {
      if (TakeSign("*")) {
        star = true;
        continue;
      }
      if (!ParseTerm(&tree_.columns.emplace_back())) return false;
      TakeAlias();
    } while (TakeSign(","));
    if (star && !tree_.columns.empty()) Refuse(std::string(message::kPartiqlStarAndColumns));
    if (star) tree_.columns.clear();
    return true;
  }

  // FROM may name anything in the language; the service knows tables and indexes.
  [[nodiscard]] bool ParseReadSource() {
    const bool is_name = current().kind == PartiqlTokenKind::kIdentifier ||
                         current().kind == PartiqlTokenKind::kQuotedIdentifier;
    if (is_name) {
      if (!ParseSource()) return false;
    } else {
      PartiqlNode source;
      if (!ParseTerm(&source)) return false;
      Refuse(std::string(message::kPartiqlSource));
    }
    while (current().IsSign(",") || current().IsKeyword("join") || current().IsKeyword("inner") ||
           current().IsKeyword("left") || current().IsKeyword("cross")) {
      Refuse(std::string(message::kPartiqlSeveralSources));
      while (!TakeSign(",") && !TakeKeyword("join")) {
        if (AtEnd()) return Malformed(message::kPartiqlUnexpectedTerm);
        Advance();
      }
      PartiqlNode other;
      if (!ParseTerm(&other)) return false;
      TakeAlias();
      if (TakeKeyword("on") && !ParseTerm(&other)) return false;
    }
    return true;
  }

  [[nodiscard]] bool ParseSource() {
    do {
      const bool is_name = current().kind == PartiqlTokenKind::kIdentifier ||
                           current().kind == PartiqlTokenKind::kQuotedIdentifier;
      if (!is_name) {
        return Malformed(tree_.source.empty() ? message::kPartiqlSimplePath
                                              : message::kPartiqlPathDot);
      }
      tree_.source.push_back(current().text);
      Advance();
    } while (TakeSign("."));
    if (tree_.verb != PartiqlVerb::kInsert) TakeAlias();
    return true;
  }

  void TakeAlias() {
    const bool as = TakeKeyword("as");
    if (!as && current().kind != PartiqlTokenKind::kIdentifier &&
        current().kind != PartiqlTokenKind::kQuotedIdentifier) {
      return;
    }
    Refuse(std::string(message::kPartiqlAlias));
    Advance();
  }

  [[nodiscard]] bool ParseWhere() {
    if (!TakeKeyword("where")) return true;
    return ParseTerm(&tree_.where.emplace());
  }

  [[nodiscard]] bool ParseSelectClauses() {
    if (TakeKeyword("order") && !ParseOrderBy()) return false;
    if (TakeKeyword("group") && !(TakeKeyword("by") && ParseUnsupportedClause("GROUP BY")))
      return failed() ? false : MalformedExpected("BY");
    if (TakeKeyword("having") && !ParseUnsupportedClause("HAVING")) return false;
    if (TakeKeyword("limit") && !ParseUnsupportedClause("LIMIT")) return false;
    return true;
  }

  [[nodiscard]] bool ParseUnsupportedClause(std::string_view name) {
    const PartiqlSpan place = current().span;
    PartiqlNode ignored;
    do {
      if (!ParseTerm(&ignored)) return false;
    } while (TakeSign(","));
    Refuse(fmt::format(message::kPartiqlAt, fmt::format(message::kPartiqlClause, name),
                       place.ToString()));
    return true;
  }

  [[nodiscard]] bool ParseOrderBy() {
    if (!TakeKeyword("by")) return MalformedExpected("BY");
    do {
      PartiqlOrderNode& order = tree_.order_by.emplace_back();
      if (!ParseTerm(&order.by)) return false;
      order.descending = TakeKeyword("desc");
      if (!order.descending) TakeKeyword("asc");
    } while (TakeSign(","));
    return true;
  }

  [[nodiscard]] bool ParseInsert() {
    tree_.verb = PartiqlVerb::kInsert;
    if (!TakeKeyword("into")) return Malformed(message::kPartiqlUnexpectedKeyword);
    const PartiqlSpan place = current().span;
    if (!ParseSource()) return false;
    if (tree_.source.size() > 1)
      Refuse(fmt::format(message::kPartiqlInsertIntoIndex, place.ToString()));
    const bool one = TakeKeyword("value");
    if (!one && current().kind == PartiqlTokenKind::kIdentifier)
      return Malformed(message::kPartiqlLeftover);
    if (!one) {
      Refuse(std::string(message::kPartiqlInsertSeveral));
      TakeKeyword("values");
    }
    if (!ParseTerm(&tree_.item.emplace()) || !ParseReturning()) return false;
    if (tree_.returning != PartiqlReturning::kNone)
      Refuse(std::string(message::kPartiqlReturningInsert));
    return true;
  }

  [[nodiscard]] bool ParseUpdate() {
    tree_.verb = PartiqlVerb::kUpdate;
    return ParseSource() && ParseChanges() && ParseWhere() && ParseReturning();
  }

  [[nodiscard]] bool ParseFromFirst() {
    tree_.verb = PartiqlVerb::kUpdate;
    return ParseReadSource() && ParseWhere() && ParseChanges() && ParseReturning();
  }

  [[nodiscard]] bool ParseDelete() {
    tree_.verb = PartiqlVerb::kDelete;
    if (!TakeKeyword("from")) return MalformedExpected("FROM after DELETE");
    if (!ParseSource() || !ParseWhere() || !ParseReturning()) return false;
    if (tree_.returning != PartiqlReturning::kNone &&
        tree_.returning != PartiqlReturning::kAllOld) {
      Refuse(fmt::format(message::kPartiqlReturningDelete, returning_text_));
    }
    return true;
  }

  [[nodiscard]] bool ParseChanges() {
    if (!current().IsKeyword("set") && !current().IsKeyword("remove"))
      return Malformed(message::kPartiqlNoStatement);
    while (true) {
      if (TakeKeyword("set")) {
        if (!ParseAssignments()) return false;
      } else if (TakeKeyword("remove")) {
        if (!ParseSimplePath(&tree_.changes.emplace_back().target)) return false;
      } else {
        return true;
      }
    }
  }

  [[nodiscard]] bool ParseAssignments() {
    do {
      PartiqlChangeNode& change = tree_.changes.emplace_back();
      if (!ParseSimplePath(&change.target)) return false;
      if (!TakeSign("=")) return MalformedExpected("'='");
      if (!ParseTerm(&change.value.emplace())) return false;
    } while (TakeSign(","));
    return true;
  }

  [[nodiscard]] bool ParseReturning() {
    if (!TakeKeyword("returning")) return true;
    const bool all = TakeKeyword("all");
    if (!all && !TakeKeyword("modified"))
      return MalformedExpected("( MODIFIED | ALL ) ( NEW | OLD ) in each returning element.");
    const bool old_item = TakeKeyword("old");
    if (!old_item && !TakeKeyword("new"))
      return MalformedExpected("( MODIFIED | ALL ) ( NEW | OLD ) in each returning element.");
    returning_text_ = fmt::format("{} {} *", all ? "ALL" : "MODIFIED", old_item ? "OLD" : "NEW");
    tree_.returning =
        all ? (old_item ? PartiqlReturning::kAllOld : PartiqlReturning::kAllNew)
            : (old_item ? PartiqlReturning::kModifiedOld : PartiqlReturning::kModifiedNew);
    if (TakeSign("*")) return true;
    PartiqlNode ignored;
    if (!ParseTerm(&ignored)) return false;
    Refuse(std::string(message::kPartiqlReturningStar));
    return true;
  }

  [[nodiscard]] bool ParseExists() {
    Advance();
    Advance();
    if (!TakeKeyword("select")) {
      PartiqlNode ignored;
      if (!ParseTerm(&ignored)) return false;
      Refuse(std::string(message::kPartiqlTransactionExists));
    } else if (!ParseSelect()) {
      return false;
    }
    tree_.verb = PartiqlVerb::kExists;
    return TakeSign(")") || MalformedExpected("RIGHT_PAREN");
  }

  bool AtEnd() const { return current().kind == PartiqlTokenKind::kEnd || current().IsSign(";"); }

  // The first reason counts.
  void Refuse(std::string reason) {
    if (tree_.refusal.empty()) tree_.refusal = std::move(reason);
  }

  PartiqlTree tree_;
  std::string returning_text_;
};

}  // namespace

model::ApiResult<PartiqlTree> ParsePartiql(std::string_view text) {
  std::optional<std::vector<PartiqlToken>> tokens;
  if (text.size() <= kMaxPartiqlBytes) tokens = ReadPartiqlTokens(text);
  if (!tokens) return model::ApiError::Validation(fmt::format(message::kPartiqlMalformed, ""));
  return PartiqlStatementParser(*std::move(tokens)).Parse();
}

}  // namespace partita::expr
