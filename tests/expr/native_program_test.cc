#include <gtest/gtest.h>

#include <string>

#include "expr/key_terms.h"
#include "expr/program.h"
#include "expr/program_check.h"

namespace partita::expr {
namespace {

using model::AttributeValue;
using model::Number;

AttributeValue Text(std::string text) { return {std::move(text)}; }

std::string Encoded(const KeyTerms& terms) {
  std::string bytes;
  base::ByteWriter writer(&bytes);
  Encode(terms, &writer);
  return bytes;
}

bool Accepts(const KeyTerms& terms) {
  const std::string bytes = Encoded(terms);
  base::ByteReader reader(bytes);
  DecodeKeyTerms(&reader);
  return reader.Finished();
}

TEST(KeyTerms, ComeBackAsTheyWere) {
  const KeyTerms terms{{"pk", KeyOperator::kEqual, {Text("a")}},
                       {"sk", KeyOperator::kBetween, {Text("a"), Text("b")}}};
  const std::string bytes = Encoded(terms);
  base::ByteReader reader(bytes);
  const KeyTerms decoded = DecodeKeyTerms(&reader);
  ASSERT_TRUE(reader.Finished());
  ASSERT_EQ(decoded.size(), 2u);
  EXPECT_EQ(decoded[1].attribute, "sk");
  EXPECT_EQ(decoded[1].op, KeyOperator::kBetween);
  EXPECT_EQ(decoded[1].values, terms[1].values);
  for (size_t size = 0; size < bytes.size(); ++size) {
    base::ByteReader torn(std::string_view(bytes).substr(0, size));
    DecodeKeyTerms(&torn);
    EXPECT_FALSE(torn.Finished()) << size;
  }
}

TEST(KeyTerms, ThatTextCouldNotSayAreRefused) {
  EXPECT_FALSE(Accepts({}));
  EXPECT_FALSE(Accepts(KeyTerms(9, {"pk", KeyOperator::kEqual, {Text("a")}})));
  EXPECT_FALSE(Accepts({{"pk", KeyOperator::kEqual, {Text("a")}},
                        {"pk", KeyOperator::kEqual, {Text("b")}}}));
  EXPECT_FALSE(Accepts({{"sk", KeyOperator::kBetween, {Text("b"), Text("a")}}}));
  EXPECT_FALSE(Accepts({{"sk", KeyOperator::kBetween, {Text("a"), {Number::FromInt(1)}}}}));
  EXPECT_FALSE(Accepts({{"sk", KeyOperator::kBeginsWith, {{Number::FromInt(1)}}}}));
  EXPECT_FALSE(Accepts({{"sk", KeyOperator::kNotIndexable, {Text("a")}}}));
  EXPECT_TRUE(Accepts({{"sk", KeyOperator::kBeginsWith, {Text("a")}}}));
}

Condition Many(size_t parts) {
  auto root = std::make_unique<ConditionNode>();
  root->kind = ConditionKind::kAnd;
  for (size_t i = 1; i < parts; i += 2) {
    ConditionNode exists;
    exists.kind = ConditionKind::kAttributeExists;
    exists.operands.push_back({Path{{PathElement(std::string("a"))}}, false});
    root->children.push_back(std::move(exists));
  }
  return Condition(std::move(root));
}

TEST(ProgramCheck, BoundsTheNumberOfParts) {
  EXPECT_TRUE(CheckProgram(Many(kMaxProgramParts - 1)).ok());
  EXPECT_FALSE(CheckProgram(Many(kMaxProgramParts + 2)).ok());
}

Condition Equals(Path path, AttributeValue value) {
  auto root = std::make_unique<ConditionNode>();
  root->kind = ConditionKind::kEqual;
  root->operands = {{std::move(path), false}, {std::move(value), false}};
  return Condition(std::move(root));
}

TEST(ProgramCheck, RefusesNamesAndConstantsThatNoClientMaySend) {
  const Path a{{PathElement(std::string("a"))}};
  EXPECT_TRUE(CheckProgram(Equals(a, Text("x"))).ok());
  EXPECT_FALSE(CheckProgram(Equals(a, Text("\xff"))).ok());
  EXPECT_FALSE(CheckProgram(Equals(Path{{PathElement(std::string())}}, Text("x"))).ok());
  EXPECT_FALSE(CheckProgram(Equals(Path{{PathElement(std::string("\xc0"))}}, Text("x"))).ok());
  AttributeValue deep{Number()};
  for (int level = 0; level < 32; ++level) deep = {model::List{deep}};
  EXPECT_FALSE(CheckProgram(Equals(a, deep)).ok());
  EXPECT_TRUE(CheckProgram(Equals(a, deep.As<model::List>()->front())).ok());
}

TEST(Projection, AsBytesComesBackOrIsRefused) {
  const Projection projection({Path{{PathElement(std::string("a")), PathElement(uint32_t{3})}},
                               Path{{PathElement(std::string("b"))}}});
  std::string bytes;
  projection.EncodeTo(&bytes);
  const auto decoded = Projection::Decode(bytes);
  ASSERT_TRUE(decoded.ok());
  EXPECT_EQ(decoded->paths(), projection.paths());
  EXPECT_FALSE(Projection::Decode(bytes + '\0').ok());
  EXPECT_FALSE(Projection::Decode("").ok());
  EXPECT_FALSE(Projection::Decode(std::string("\0", 1)).ok());
  std::string twice;
  Projection({projection.paths()[1], projection.paths()[1]}).EncodeTo(&twice);
  EXPECT_FALSE(Projection::Decode(twice).ok());
}

}  // namespace
}  // namespace partita::expr
