#include "expr/key_terms.h"

#include <algorithm>

#include "expr/compare.h"
#include "model/item_codec.h"

namespace partita::expr {
namespace {

static_assert(static_cast<int>(KeyOperator::kBeginsWith) == 6, "operators are written as numbers");

bool MakesSense(const KeyTerm& term) {
  if (term.op == KeyOperator::kBetween) {
    const auto order = Order(term.values[0], term.values[1]);
    return order && *order <= 0;
  }
  return term.op != KeyOperator::kBeginsWith ||
         term.values[0].type() != model::AttributeType::kN;
}

KeyTerm DecodeKeyTerm(base::ByteReader* reader) {
  KeyTerm term;
  term.attribute = reader->Bytes();
  const uint8_t op = reader->U8();
  if (op > static_cast<uint8_t>(KeyOperator::kBeginsWith)) reader->Fail();
  term.op = static_cast<KeyOperator>(op);
  const int values = term.op == KeyOperator::kBetween ? 2 : 1;
  for (int i = 0; i < values && reader->ok(); ++i) {
    auto value = model::DecodeValue(reader);
    if (!value.ok()) {
      reader->Fail();
    } else {
      term.values.push_back(*std::move(value));
    }
  }
  if (reader->ok() && !MakesSense(term)) reader->Fail();
  return term;
}

}  // namespace

void Encode(const KeyTerms& terms, base::ByteWriter* writer) {
  writer->U8(static_cast<uint8_t>(terms.size()));
  for (const KeyTerm& term : terms) {
    writer->Bytes(term.attribute);
    writer->U8(static_cast<uint8_t>(term.op));
    for (const model::AttributeValue& value : term.values)
      model::EncodeValue(value, writer->out());
  }
}

KeyTerms DecodeKeyTerms(base::ByteReader* reader) {
  KeyTerms terms;
  const uint8_t count = reader->U8();
  if (count == 0 || count > kMaxKeyTerms) reader->Fail();
  for (uint8_t i = 0; i < count && reader->ok(); ++i) {
    KeyTerm term = DecodeKeyTerm(reader);
    const bool twice = std::any_of(terms.begin(), terms.end(), [&](const KeyTerm& other) {
      return other.attribute == term.attribute;
    });
    if (twice) reader->Fail();
    terms.push_back(std::move(term));
  }
  return terms;
}

}  // namespace partita::expr
