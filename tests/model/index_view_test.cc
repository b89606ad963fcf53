#include "model/index_view.h"

#include <gtest/gtest.h>

#include "model/item_codec.h"
#include "model/item_size.h"
#include "model/key_codec.h"

namespace partita::model {
namespace {

AttributeValue Text(const std::string& text) { return {text}; }
AttributeValue Numeric(const std::string& text) { return {*Number::Parse(text)}; }

TableSchema Table(ProjectionType projection, std::vector<std::string> more = {}) {
  TableSchema table;
  table.key.partition = {{"pk", AttributeType::kS}};
  IndexSchema index;
  index.id = 3;
  index.key.partition = {{"g", AttributeType::kS}};
  index.key.sort = {{"n", AttributeType::kN}};
  index.projection = projection;
  index.non_key_attributes = std::move(more);
  table.indexes.push_back(index);
  return table;
}

IndexView View(ProjectionType projection, std::vector<std::string> more = {}) {
  const TableSchema table = Table(projection, std::move(more));
  return IndexView(table, table.indexes[0]);
}

Item Sample() {
  Item item;
  item.Set("pk", Text("p"));
  item.Set("g", Text("g"));
  item.Set("n", Numeric("5"));
  item.Set("a", Text("aa"));
  item.Set("b", Text("bbb"));
  return item;
}

std::string Encoded(const Item& item) {
  std::string bytes;
  EncodeItem(item, &bytes);
  return bytes;
}

Item Projected(const IndexView& view, const Item& item) {
  std::string bytes;
  view.Project(Encoded(item), &bytes);
  return *DecodeItem(bytes);
}

TEST(IndexView, PutsAnItemWhereItsKeyValuesStandOneAfterTheOther) {
  std::string expected;
  EncodeKeyValue(Text("g"), &expected);
  EncodeKeyValue(Numeric("5"), &expected);
  EXPECT_EQ(View(ProjectionType::kAll).Entry(Encoded(Sample())), expected);
}

TEST(IndexView, LeavesOutItemsWithoutAKeyOrWithOneThatIsNone) {
  const IndexView view = View(ProjectionType::kAll);
  Item item = Sample();
  item.Set("n", Text("5"));
  EXPECT_FALSE(view.Entry(Encoded(item)).has_value());
  item = Sample();
  item.Set("g", Text(""));
  EXPECT_FALSE(view.Entry(Encoded(item)).has_value());
  item.Set("g", Text(std::string(2049, 'x')));
  EXPECT_FALSE(view.Entry(Encoded(item)).has_value());
  item.Set("g", Text(std::string(2048, 'x')));
  EXPECT_TRUE(view.Entry(Encoded(item)).has_value());
  item.Erase("g");
  EXPECT_FALSE(view.Entry(Encoded(item)).has_value());
}

TEST(IndexView, ProjectsKeysOrMoreOrEverything) {
  Item keys = Sample();
  keys.Erase("a");
  keys.Erase("b");
  EXPECT_EQ(Projected(View(ProjectionType::kKeysOnly), Sample()), keys);
  Item with_b = keys;
  with_b.Set("b", Text("bbb"));
  EXPECT_EQ(Projected(View(ProjectionType::kInclude, {"b", "absent"}), Sample()), with_b);
  EXPECT_EQ(Projected(View(ProjectionType::kAll), Sample()), Sample());
}

TEST(IndexView, CountsWhatItProjects) {
  const uint64_t size = ItemSize(Sample());
  const std::string bytes = Encoded(Sample());
  EXPECT_EQ(View(ProjectionType::kAll).Size(bytes, size), size);
  const IndexView view = View(ProjectionType::kInclude, {"b"});
  EXPECT_EQ(view.Size(bytes, size), ItemSize(Projected(view, Sample())));
}

TEST(IndexViews, AreThoseThatAWriteKeepsAndTheHiddenOneOfTheExpiryAttribute) {
  TableSchema table = Table(ProjectionType::kAll);
  EXPECT_EQ(IndexViewsOf(table).size(), 1u);
  table.indexes[0].status = IndexStatus::kDeleting;
  EXPECT_TRUE(IndexViewsOf(table).empty());
  table.ttl_attribute = "n";
  table.ttl_index_id = 9;
  const std::vector<IndexView> views = IndexViewsOf(table);
  ASSERT_EQ(views.size(), 1u);
  EXPECT_EQ(views[0].id(), 9u);
  std::string expected;
  EncodeKeyValue(Numeric("5"), &expected);
  EXPECT_EQ(views[0].Entry(Encoded(Sample())), expected);
}

}  // namespace
}  // namespace partita::model
