#include <gtest/gtest.h>

#include <string>

#include "libclient/include/partita/client.hpp"

namespace partita {
namespace {

std::string Json(const Item& item) {
  const internal::ValueHandle handle(internal::ToHandle(item));
  char* json = partita_item_to_json(handle.get());
  std::string text(json);
  partita_free(json);
  return text;
}

TEST(Values, OfAllTypesGoThroughTheCInterfaceAndBack) {
  const Item item{{"s", "text"},
                  {"n", Number{"-12.50"}},
                  {"i", 42},
                  {"b", Binary{std::string("\0\xff", 2)}},
                  {"t", true},
                  {"z", nullptr},
                  {"m", Item{{"in", List{"a", 1, Item{}}}}},
                  {"ss", StringSet{{"b", "a"}}},
                  {"ns", NumberSet{{"2", "1.0"}}},
                  {"bs", BinarySet{{"x"}}}};
  const internal::ValueHandle handle(internal::ToHandle(item));
  const Item back = internal::ItemOf(handle.get());
  EXPECT_EQ(back.at("n"), Value(Number{"-12.5"}));
  EXPECT_EQ(back.at("i"), Value(42));
  EXPECT_EQ(back.at("b"), item.at("b"));
  EXPECT_EQ(back.at("m"), item.at("m"));
  EXPECT_EQ(back.at("ss"), Value(StringSet{{"a", "b"}}));
  EXPECT_EQ(back.at("ns"), Value(NumberSet{{"1", "2"}}));
  EXPECT_EQ(Json({{"a", List{true, nullptr}}}), R"({"a":{"L":[{"BOOL":true},{"NULL":true}]}})");
}

TEST(Values, KnowWhatIsNoNumber) {
  EXPECT_EQ(partita_number("1e", 2), nullptr);
  EXPECT_NE(internal::FindNoNumber(Item{{"a", List{Number{"twelve"}}}}), nullptr);
  EXPECT_EQ(internal::FindNoNumber(Item{{"a", NumberSet{{"1", "2"}}}}), nullptr);
}

TEST(Values, RefuseWhatDoesNotFit) {
  const internal::ValueHandle list(partita_list());
  EXPECT_EQ(partita_map_put(list.get(), "a", 1, partita_null()), -1);
  EXPECT_EQ(partita_list_add(list.get(), nullptr), -1);
  const internal::ValueHandle numbers(partita_set(PARTITA_NUMBER_SET));
  EXPECT_EQ(partita_set_add(numbers.get(), "1", 1), 0);
  EXPECT_EQ(partita_set_add(numbers.get(), "1.0", 3), -1);
  EXPECT_EQ(partita_set_add(numbers.get(), "x", 1), -1);
  EXPECT_EQ(partita_value_count(numbers.get()), 1u);
  EXPECT_EQ(partita_list_at(list.get(), 0), nullptr);
}

TEST(Values, FromJsonSayWhyNot) {
  char* why = nullptr;
  const std::string no_type = R"({"a": {"X": 1}})";
  EXPECT_EQ(partita_item_from_json(no_type.data(), no_type.size(), &why), nullptr);
  EXPECT_THAT(why, testing::HasSubstr("must contain exactly one of the supported datatypes"));
  partita_free(why);
}

}  // namespace
}  // namespace partita
