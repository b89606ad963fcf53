#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "house.h"
#include "model/item_codec.h"
#include "model/item_size.h"
#include "model/limits.h"
#include "wire/outcome.h"
#include "wire/schema_rollout.h"
#include "wire/table_statistics.h"

namespace partita::partitiond {
namespace {

using model::ApiErrorType;
using wire::ReturnValues;

class Operations : public testing::Test {
 protected:
  Operations() { house_.Start(); }
  ~Operations() override { EXPECT_TRUE(house_.Stop().ok()); }

  Gateway& gateway() { return house_.gateway(); }
  Reply Put(const std::string& title, const std::string& text, wire::WriteOptions options = {}) {
    return gateway().Wait(gateway().Put(title, text, options));
  }
  Reply Update(const std::string& title, const std::string& update,
               wire::WriteOptions options = {}) {
    return gateway().Wait(gateway().Update(title, update, options));
  }
  std::optional<std::string> Get(const std::string& title) {
    return gateway().Wait(gateway().Get(title)).item();
  }

  House house_;
};

TEST_F(Operations, GetItemReturnsWhatPutItemStored) {
  EXPECT_EQ(Get("a"), std::nullopt);
  const wire::WriteResult first = Put("a", "one").write_result();
  EXPECT_EQ(first.old_size, 0u);
  EXPECT_EQ(first.new_size, model::ItemSize(Song("a", "one")));
  EXPECT_EQ(Get("a"), Encoded(Song("a", "one")));
  const wire::WriteResult second = Put("a", "three").write_result();
  EXPECT_EQ(second.old_size, model::ItemSize(Song("a", "one")));
  EXPECT_FALSE(second.has_attributes);
  EXPECT_EQ(Get("a"), Encoded(Song("a", "three")));
}

TEST_F(Operations, PutItemReturnsTheOldItemWhenAsked) {
  const wire::WriteOptions all_old{.return_values = ReturnValues::kAllOld};
  EXPECT_FALSE(Put("a", "one", all_old).write_result().has_attributes);
  const Reply reply = Put("a", "two", all_old);
  EXPECT_TRUE(reply.write_result().has_attributes);
  EXPECT_EQ(reply.write_result().attributes, Encoded(Song("a", "one")));
}

TEST_F(Operations, AFailedConditionLeavesTheItemAndShowsItOnlyWhenAsked) {
  Put("a", "one");
  const std::string absent = ConditionProgram("attribute_not_exists(title)");
  const model::ApiStatus silent = Put("a", "two", {.condition = absent}).outcome();
  ASSERT_FALSE(silent.ok());
  EXPECT_EQ(silent.error().type, ApiErrorType::kConditionalCheckFailed);
  EXPECT_EQ(silent.error().message, "The conditional request failed");
  EXPECT_EQ(silent.error().item, "");
  const model::ApiStatus shown =
      Put("a", "two", {.condition = absent, .return_old_on_condition_failure = true}).outcome();
  EXPECT_EQ(shown.error().item, Encoded(Song("a", "one")));
  EXPECT_EQ(Get("a"), Encoded(Song("a", "one")));
}

TEST_F(Operations, AConditionIsJudgedAgainstTheItemBefore) {
  const std::string is_one = ConditionProgram("lyric = :one", {{":one", "one"}});
  EXPECT_FALSE(Put("a", "two", {.condition = is_one}).outcome().ok());
  Put("a", "one");
  EXPECT_TRUE(Put("a", "two", {.condition = is_one}).outcome().ok());
  EXPECT_FALSE(Put("a", "three", {.condition = is_one}).outcome().ok());
}

TEST_F(Operations, WritesOfOneTurnSeeEachOther) {
  const std::string absent = ConditionProgram("attribute_not_exists(title)");
  const uint64_t first = gateway().Put("a", "one", {.condition = absent});
  const uint64_t second = gateway().Put("a", "two", {.condition = absent});
  EXPECT_TRUE(gateway().Wait(first).outcome().ok());
  EXPECT_FALSE(gateway().Wait(second).outcome().ok());
  EXPECT_EQ(Get("a"), Encoded(Song("a", "one")));
}

TEST_F(Operations, DeleteItemRemovesAndSucceedsOnNothing) {
  Put("a", "one");
  const uint64_t id = gateway().Delete("a", {.return_values = ReturnValues::kAllOld});
  const Reply reply = gateway().Wait(id);
  EXPECT_EQ(reply.write_result().attributes, Encoded(Song("a", "one")));
  EXPECT_EQ(reply.write_result().new_size, 0u);
  EXPECT_EQ(Get("a"), std::nullopt);
  const Reply again =
      gateway().Wait(gateway().Delete("a", {.return_values = ReturnValues::kAllOld}));
  EXPECT_EQ(again.write_result().old_size, 0u);
  EXPECT_FALSE(again.write_result().has_attributes);
}

TEST_F(Operations, UpdateItemStartsANewItemFromItsKey) {
  const Reply reply = Update("a", UpdateProgram("SET lyric = :one", {{":one", "one"}}),
                             {.return_values = ReturnValues::kAllNew});
  EXPECT_EQ(reply.write_result().attributes, Encoded(Song("a", "one")));
  EXPECT_EQ(Get("a"), Encoded(Song("a", "one")));
}

TEST_F(Operations, InANewItemARemoveMayLeadNowhereInAnOldOneItMayNot) {
  const std::string remove = UpdateProgram("REMOVE lyric.verse");
  EXPECT_TRUE(Update("a", remove).outcome().ok());
  model::Item key;
  key.Set("title", {std::string("a")});
  EXPECT_EQ(Get("a"), Encoded(key));
  EXPECT_FALSE(Update("a", remove).outcome().ok());
}

TEST_F(Operations, UpdateItemRefusesAnIndexKeyOfTheWrongType) {
  Put("a", "one");
  model::TableSchema table = Music();
  table.indexes.emplace_back().name = "by_release";
  table.indexes.back().id = 1;
  table.indexes.back().status = model::IndexStatus::kActive;
  table.indexes.back().key.partition = {{"released", model::AttributeType::kN}};
  house_.Publish({table});
  const Reply refused = Update("a", UpdateProgram("SET released = :v", {{":v", "not a number"}}));
  ASSERT_FALSE(refused.outcome().ok());
  EXPECT_EQ(refused.outcome().error().type, ApiErrorType::kValidation);
  EXPECT_THAT(refused.outcome().error().message, testing::HasSubstr("Index Key released"));
  EXPECT_EQ(Get("a"), Encoded(Song("a", "one")));
}

TEST_F(Operations, UpdateItemWithoutAProgramMakesSureTheItemIsThere) {
  EXPECT_TRUE(Update("a", "").outcome().ok());
  model::Item key;
  key.Set("title", {std::string("a")});
  EXPECT_EQ(Get("a"), Encoded(key));
  Put("b", "one");
  EXPECT_TRUE(Update("b", "").outcome().ok());
  EXPECT_EQ(Get("b"), Encoded(Song("b", "one")));
}

TEST_F(Operations, UpdateItemReturnsWhatWasAskedFor) {
  Put("a", "one");
  const auto attributes = [&](const std::string& text, ReturnValues wanted) {
    const Reply reply =
        Update("a", UpdateProgram("SET lyric = :v", {{":v", text}}), {.return_values = wanted});
    const auto item = model::DecodeItem(reply.write_result().attributes);
    return item.ok() ? *item : model::Item();
  };
  const auto fragment = [](const std::string& text) {
    model::Item item;
    item.Set("lyric", {text});
    return item;
  };
  EXPECT_EQ(attributes("two", ReturnValues::kUpdatedOld), fragment("one"));
  EXPECT_EQ(attributes("three", ReturnValues::kUpdatedNew), fragment("three"));
  EXPECT_EQ(attributes("four", ReturnValues::kAllOld), Song("a", "three"));
  EXPECT_EQ(attributes("five", ReturnValues::kAllNew), Song("a", "five"));
  EXPECT_EQ(attributes("six", ReturnValues::kNone), model::Item());
}

TEST_F(Operations, AnUpdateThatCannotBeAppliedLeavesNothing) {
  Put("a", "one");
  const model::ApiStatus refused =
      Update("a", UpdateProgram("SET gone.deep = :v", {{":v", "x"}})).outcome();
  ASSERT_FALSE(refused.ok());
  EXPECT_EQ(refused.error().type, ApiErrorType::kValidation);
  EXPECT_EQ(Get("a"), Encoded(Song("a", "one")));
}

TEST_F(Operations, AnItemMayGrowTo400KbAndNoFurther) {
  const size_t rest = model::ItemSize(Song("a", ""));
  const std::string largest(model::kMaxItemBytes - rest, 'x');
  EXPECT_TRUE(Update("a", UpdateProgram("SET lyric = :v", {{":v", largest}})).outcome().ok());
  const model::ApiStatus refused =
      Update("a", UpdateProgram("SET lyric = :v", {{":v", largest + "x"}})).outcome();
  ASSERT_FALSE(refused.ok());
  EXPECT_EQ(refused.error().message, "Item size to update has exceeded the maximum allowed size");
  EXPECT_EQ(Get("a"), Encoded(Song("a", largest)));
}

TEST_F(Operations, ATableThatIsUnknownOrGoingIsNotFound) {
  const model::ApiStatus unknown = gateway().Wait(gateway().Get("a", 8)).outcome();
  ASSERT_FALSE(unknown.ok());
  EXPECT_EQ(unknown.error().type, ApiErrorType::kResourceNotFound);
  EXPECT_EQ(unknown.error().message, "Requested resource not found");
  model::TableSchema going = Music();
  going.status = model::TableStatus::kDeleting;
  house_.Publish({going});
  EXPECT_EQ(Put("a", "one").outcome().error().type, ApiErrorType::kResourceNotFound);
}

TEST_F(Operations, AKindThatIsNotAPartitionsIsAnsweredAndDoesNoHarm) {
  const Reply reply =
      gateway().Wait(gateway().Ask(wire::MessageKind::kCreateTable, [](base::ByteWriter*) {}));
  EXPECT_EQ(reply.outcome().error().type, ApiErrorType::kInternalServerError);
  const Reply cut = gateway().Wait(
      gateway().Ask(wire::MessageKind::kPutItem, [](base::ByteWriter* w) { w->U8(1); }));
  EXPECT_EQ(cut.outcome().error().type, ApiErrorType::kInternalServerError);
  EXPECT_TRUE(Put("a", "one").outcome().ok());
}

TEST_F(Operations, TableStatisticsCountItemsAndBytes) {
  Put("a", "one");
  Put("b", "three");
  const Reply reply = gateway().Wait(
      gateway().Ask(wire::MessageKind::kTableStatistics, [](base::ByteWriter* writer) {
        wire::Encode(wire::TableStatisticsRequest{.table = kTable}, writer);
      }));
  base::ByteReader reader(reply.payload);
  ASSERT_TRUE(wire::DecodeOutcome(&reader).ok());
  const wire::TableStatisticsReply statistics = wire::DecodeTableStatisticsReply(&reader);
  EXPECT_EQ(statistics.item_count, 2u);
  EXPECT_EQ(statistics.size_bytes,
            model::ItemSize(Song("a", "one")) + model::ItemSize(Song("b", "three")));
}

TEST_F(Operations, SchemaRolloutAcknowledgesTheVersionThatWasRead) {
  house_.Publish({Music(), Music(8, "other")});
  const Reply reply =
      gateway().Wait(gateway().Ask(wire::MessageKind::kSchemaRollout, [](base::ByteWriter* writer) {
        wire::Encode(wire::SchemaRollout{.version = 2}, writer);
      }));
  base::ByteReader reader(reply.payload);
  ASSERT_TRUE(wire::DecodeOutcome(&reader).ok());
  EXPECT_EQ(wire::DecodeSchemaRollout(&reader).version, 2u);
  EXPECT_TRUE(gateway().Wait(gateway().Put("a", "one", {}, 8)).outcome().ok());
}

}  // namespace
}  // namespace partita::partitiond
