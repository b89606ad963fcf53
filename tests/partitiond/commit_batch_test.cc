#include "partitiond/commit_batch.h"

#include <gtest/gtest.h>
#include <stdlib.h>
#include <unistd.h>

#include <filesystem>

#include "house.h"
#include "model/item_size.h"
#include "shm/mirror.h"
#include "wire/put_item.h"
#include "wire/schema_snapshot.h"

namespace partita::partitiond {
namespace {

class CommitBatchTest : public testing::Test {
 protected:
  CommitBatchTest() {
    std::string pattern =
        (std::filesystem::temp_directory_path() / "partita-batch-XXXXXX").string();
    directory_ = mkdtemp(pattern.data());
    store::StoreOptions options;
    options.path = directory_ / "slot-0000.db";
    store_ = store::ItemStore::Open(options).value();
    Publish();
    const shm::Segment segment = shm::Channel::Create("channel", 1).value();
    owner_ = Attach(segment, shm::ChannelSide::kSecond);
    gateway_ = Attach(segment, shm::ChannelSide::kFirst);
  }
  ~CommitBatchTest() override {
    store_.reset();
    std::filesystem::remove_all(directory_);
  }

  static shm::Segment Map(const shm::Segment& segment, shm::Access access) {
    return shm::Segment::Map(base::UniqueFd(dup(segment.fd())), 1, access).value();
  }
  static std::unique_ptr<shm::Channel> Attach(const shm::Segment& segment, shm::ChannelSide side) {
    return shm::Channel::Attach(Map(segment, shm::Access::kReadWrite), side, 1, nullptr).value();
  }
  void Publish() {
    const shm::Segment mirror = shm::MirrorPublisher::Create().value();
    shm::MirrorPublisher publisher(Map(mirror, shm::Access::kReadWrite));
    wire::SchemaSnapshot snapshot;
    snapshot.next_table_id = 100;
    snapshot.tables = {Music()};
    std::string bytes;
    wire::Encode(snapshot, &bytes);
    ASSERT_TRUE(publisher.Publish(bytes).ok());
    tables_ = std::make_unique<TableCache>(shm::MirrorReader(Map(mirror, shm::Access::kReadOnly)));
    ASSERT_TRUE(tables_->Refresh().ok());
  }
  void AddPut(const std::string& title, model::TableId table = kTable) {
    std::string frame;
    wire::StartFrame({.kind = wire::MessageKind::kPutItem, .request_id = 5}, &frame);
    base::ByteWriter writer(&frame);
    const std::string key = KeyOf(title);
    const std::string item = Encoded(Song(title, "x"));
    wire::Encode(wire::PutItemRequest{.table = table, .key = key, .item = item, .item_size = 10},
                 &writer);
    wire::FinishFrame(&frame);
    batch_.Add(owner_.get(), *FindOperation(wire::MessageKind::kPutItem), frame,
               /*taken_ns=*/1);
  }
  size_t RepliesAtTheGateway() {
    owner_->Flush();
    return gateway_->Receive(1000, [](std::string_view) {}).value();
  }
  Room room() {
    return {store_.get(), tables_.get(), &purge_, &index_backfill_, &transactions_, &tally_};
  }

  std::filesystem::path directory_;
  std::unique_ptr<store::ItemStore> store_;
  std::unique_ptr<TableCache> tables_;
  Purge purge_;
  IndexBackfill index_backfill_;
  Transactions transactions_;
  std::unique_ptr<shm::Channel> owner_;
  std::unique_ptr<shm::Channel> gateway_;
  CommitBatch batch_;
  std::optional<shm::Segment> counters_;
  Tally tally_{metrics::CountersOf(&counters_), 0};
};

TEST_F(CommitBatchTest, LetsNoReplyGoBeforeTheGateIsOpened) {
  AddPut("a");
  AddPut("b");
  EXPECT_EQ(RepliesAtTheGateway(), 0u);
  Room room = this->room();
  ASSERT_TRUE(batch_.Commit(room).ok());
  EXPECT_EQ(RepliesAtTheGateway(), 0u);
  batch_.SendReplies();
  EXPECT_EQ(RepliesAtTheGateway(), 2u);
  EXPECT_TRUE(batch_.empty());
  EXPECT_EQ(batch_.bytes(), 0u);
}

TEST_F(CommitBatchTest, IsOneTransactionWhateverIsRefusedInIt) {
  const uint64_t before = store_->mark().seq;
  for (int i = 0; i < 20; ++i) AddPut("song " + std::to_string(i), i % 4 == 0 ? 99 : kTable);
  Room room = this->room();
  ASSERT_TRUE(batch_.Commit(room).ok());
  batch_.SendReplies();
  EXPECT_EQ(store_->mark().seq, before + 1);
  EXPECT_EQ(store_->Statistics(kTable).item_count, 15u);
  EXPECT_EQ(store_->Statistics(99).item_count, 0u);
  EXPECT_EQ(RepliesAtTheGateway(), 20u);
}

}  // namespace
}  // namespace partita::partitiond
