#include "gateway/table_view.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <utility>

namespace partita::gateway {
namespace {

class TableViewTest : public ::testing::Test {
 protected:
  TableViewTest()
      : segment_(shm::MirrorPublisher::Create().value()),
        view_(shm::MirrorReader(shm::Segment::Map(segment_.DuplicateReadOnly().value(),
                                                  shm::kMirrorBytes, shm::Access::kReadOnly)
                                    .value())),
        publisher_(std::move(segment_)) {}

  void Publish(std::initializer_list<const char*> names) {
    wire::SchemaSnapshot snapshot;
    snapshot.slot_map.slots = 2;
    snapshot.next_table_id = 100;
    snapshot.account_id = "123456789012";
    for (const char* name : names) {
      snapshot.tables.emplace_back().name = name;
      snapshot.tables.back().id = snapshot.tables.size();
      snapshot.tables.back().status = model::TableStatus::kActive;
      snapshot.tables.back().key.partition = {{"pk", model::AttributeType::kS}};
    }
    std::string bytes;
    Encode(snapshot, &bytes);
    ASSERT_TRUE(publisher_.Publish(bytes).ok());
  }

  shm::Segment segment_;
  TableView view_;
  shm::MirrorPublisher publisher_;
};

TEST_F(TableViewTest, HasNoTableBeforeAnythingIsPublished) {
  EXPECT_FALSE(view_.published());
  EXPECT_EQ(view_.FindTable("t"), nullptr);
  EXPECT_TRUE(view_.Schemas()->tables.empty());
}

TEST_F(TableViewTest, FindsATableByItsWholeName) {
  Publish({"alpha", "beta", "gamma"});
  EXPECT_TRUE(view_.published());
  ASSERT_NE(view_.FindTable("beta"), nullptr);
  EXPECT_EQ(view_.FindTable("beta")->id, 2u);
  EXPECT_EQ(view_.FindTable("bet"), nullptr);
  EXPECT_EQ(view_.FindTable("betaa"), nullptr);
  EXPECT_EQ(view_.FindTable("zeta"), nullptr);
}

TEST_F(TableViewTest, SeesTheNextVersionWithoutBeingTold) {
  Publish({"old"});
  const auto held = view_.FindTable("old");
  ASSERT_NE(held, nullptr);
  Publish({"new"});
  EXPECT_EQ(view_.FindTable("old"), nullptr);
  EXPECT_NE(view_.FindTable("new"), nullptr);
  EXPECT_EQ(held->name, "old") << "what was handed out lives on";
}

TEST_F(TableViewTest, KeepsTheFormerSchemasWhenTheNewBytesAreNotOurs) {
  Publish({"kept"});
  ASSERT_NE(view_.FindTable("kept"), nullptr);
  ASSERT_TRUE(publisher_.Publish("nonsense").ok());
  EXPECT_NE(view_.FindTable("kept"), nullptr);
}

}  // namespace
}  // namespace partita::gateway
