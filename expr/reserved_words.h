// The words that DynamoDB refuses as attribute names written in the text of an expression.
//
// Source: AWS "Reserved words in DynamoDB" (573 words, any case).
#pragma once

#include <string_view>

namespace partita::expr {

bool IsReservedWord(std::string_view name);

}  // namespace partita::expr
