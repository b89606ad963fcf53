#include "house.h"

#include <poll.h>
#include <stdlib.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <chrono>

#include "wire/backfill_progress.h"
#include "wire/outcome.h"
#include "wire/schema_rollout.h"
#include "wire/table_change.h"

namespace partita::registryd {
namespace {

using Clock = std::chrono::steady_clock;

template <typename T>
T Must(base::Result<T> result) {
  EXPECT_TRUE(result.ok()) << (result.ok() ? "" : result.error().message);
  return std::move(result).value();
}

void Must(const base::Status& status) { ASSERT_TRUE(status.ok()) << status.error().message; }

std::filesystem::path NewDirectory() {
  std::string pattern =
      (std::filesystem::temp_directory_path() / "partita-registryd-XXXXXX").string();
  return mkdtemp(pattern.data());
}

void Pause() { std::this_thread::sleep_for(std::chrono::microseconds(300)); }

}  // namespace

model::TableSchema Wanted(std::string name) {
  model::TableSchema table;
  table.name = std::move(name);
  table.key.partition = {{"pk", model::AttributeType::kS}};
  table.attribute_definitions = table.key.partition;
  table.billing_mode = model::BillingMode::kPayPerRequest;
  return table;
}

bool Eventually(const std::function<bool()>& holds) {
  const auto until = Clock::now() + std::chrono::seconds(10);
  while (Clock::now() < until) {
    if (holds()) return true;
    Pause();
  }
  return false;
}

TestHouse::TestHouse()
    : directory_(NewDirectory()),
      control_segment_(Must(shm::ControlBlock::Create(kSlots, 1))),
      control_block_(Must(shm::ControlBlock::In(control_segment_))),
      mirror_(Must(shm::MirrorPublisher::Create())),
      bell_(Must(shm::Doorbell::CreateEventFd())) {
  reader_ = std::make_unique<shm::MirrorReader>(Must(shm::Segment::Map(
      Must(mirror_.DuplicateReadOnly()), shm::kMirrorBytes, shm::Access::kReadOnly)));
}

TestHouse::~TestHouse() {
  supervisor_end_.Reset();
  if (thread_.joinable()) thread_.join();
  std::filesystem::remove_all(directory_);
}

std::unique_ptr<shm::Channel> TestHouse::HandOverChannel(shm::Role role, uint32_t index) {
  const shm::Segment segment = Must(shm::Channel::Create("channel", ++epoch_));
  auto own = Must(shm::Segment::Map(base::UniqueFd(dup(segment.fd())), 1, shm::Access::kReadWrite));
  auto button = std::make_shared<shm::DoorbellButton>(&control_block_->registry.doorbell,
                                                      base::UniqueFd(dup(bell_.get())));
  auto channel = Must(
      shm::Channel::Attach(std::move(own), shm::ChannelSide::kFirst, epoch_, std::move(button)));
  const base::UniqueFd peer_bell = Must(shm::Doorbell::CreateEventFd());
  Must(shm::SendHandover(supervisor_end_.get(),
                         {.kind = shm::HandoverKind::kChannel,
                          .role = role,
                          .side = shm::ChannelSide::kSecond,
                          .index = index,
                          .epoch = epoch_},
                         {segment.fd(), peer_bell.get()}));
  return channel;
}

void TestHouse::HandOver() {
  std::array<int, 2> ends{};
  ASSERT_EQ(socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends.data()), 0);
  supervisor_end_.Reset(ends[0]);
  child_end_.Reset(ends[1]);
  stop_.Reset(eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK));
  Must(shm::SendHandover(supervisor_end_.get(),
                         {.kind = shm::HandoverKind::kSelf, .role = shm::Role::kRegistry},
                         {control_segment_.fd(), bell_.get()}));
  Must(shm::SendHandover(supervisor_end_.get(),
                         {.kind = shm::HandoverKind::kMirror, .role = shm::Role::kRegistry},
                         {mirror_.fd()}));
  gateway_ = HandOverChannel(shm::Role::kGateway, 0);
  partitions_.clear();
  for (uint32_t slot = 0; slot < kSlots; ++slot)
    partitions_.push_back(HandOverChannel(shm::Role::kPartition, slot));
  Must(shm::SendHandover(supervisor_end_.get(),
                         {.kind = shm::HandoverKind::kGo, .role = shm::Role::kRegistry}, {}));
}

base::Status TestHouse::Live(int64_t hold_ms) {
  PARTITA_ASSIGN(shm::Birth birth, shm::ReceiveBirth(child_end_.get()));
  PARTITA_ASSIGN(auto catalog, Catalog::Open(directory_ / "catalog.db"));
  RegistryOptions options;
  options.handover_socket = child_end_.get();
  options.stop_fd = stop_.get();
  options.hold_ns = hold_ms * 1'000'000;
  options.house = {.slots = kSlots, .account_id = "000000000000", .region = "eu-central-1"};
  Registry registry(std::move(options), std::move(birth), std::move(catalog));
  return registry.Run();
}

void TestHouse::Start(int64_t hold_ms) {
  HandOver();
  thread_ = std::thread([this, hold_ms] { ended_ = Live(hold_ms); });
  const auto ready = shm::ReceiveHandover(supervisor_end_.get());
  ASSERT_TRUE(ready.ok());
  ASSERT_EQ(ready->header.kind, shm::HandoverKind::kReady);
}

base::Status TestHouse::Stop() {
  const uint64_t one = 1;
  EXPECT_EQ(write(stop_.get(), &one, sizeof one), static_cast<ssize_t>(sizeof one));
  thread_.join();
  return ended_;
}

model::ApiResult<model::TableSchema> TestHouse::Ask(
    wire::MessageKind kind, const std::function<void(base::ByteWriter*)>& payload) {
  std::string request;
  wire::StartFrame({.kind = kind, .request_id = next_request_++}, &request);
  base::ByteWriter writer(&request);
  payload(&writer);
  wire::FinishFrame(&request);
  gateway_->Send(request);
  gateway_->Flush();
  std::optional<std::string> reply;
  EXPECT_TRUE(Eventually([&] {
    EXPECT_TRUE(
        gateway_->Receive(1, [&](std::string_view bytes) { reply = std::string(bytes); }).ok());
    return reply.has_value();
  }));
  const std::optional<wire::Frame> frame = wire::DecodeFrame(*reply);
  EXPECT_TRUE(frame && frame->header.is_reply() && frame->header.request_id == next_request_ - 1);
  base::ByteReader reader(frame->payload);
  PARTITA_TRY(wire::DecodeOutcome(&reader));
  return Must(wire::DecodeTableReply(&reader));
}

model::ApiResult<model::TableSchema> TestHouse::Create(const model::TableSchema& wanted) {
  return Ask(wire::MessageKind::kCreateTable,
             [&](base::ByteWriter* writer) { wanted.EncodeTo(writer); });
}

model::ApiResult<model::TableSchema> TestHouse::Delete(const std::string& name) {
  return Ask(wire::MessageKind::kDeleteTable,
             [&](base::ByteWriter* writer) { writer->Bytes(name); });
}

std::optional<uint64_t> TestHouse::Asked(uint32_t slot, int ms) {
  std::optional<uint64_t> version;
  const auto until = Clock::now() + std::chrono::milliseconds(ms);
  while (!version && Clock::now() < until) {
    EXPECT_TRUE(partitions_[slot]
                    ->Receive(1,
                              [&](std::string_view bytes) {
                                const auto frame = wire::DecodeFrame(bytes);
                                ASSERT_TRUE(frame.has_value());
                                if (frame->header.kind == wire::MessageKind::kBackfillProgress)
                                  return AnswerProgress(slot, *frame);
                                EXPECT_EQ(frame->header.kind, wire::MessageKind::kSchemaRollout);
                                base::ByteReader reader(frame->payload);
                                version = wire::DecodeSchemaRollout(&reader).version;
                                EXPECT_TRUE(reader.Finished());
                              })
                    .ok());
    if (!version) Pause();
  }
  return version;
}

void TestHouse::AnswerProgress(uint32_t slot, const wire::Frame& question) {
  ++progress_questions_[slot];
  std::string reply;
  wire::StartFrame({.kind = wire::MessageKind::kBackfillProgress,
                    .flags = wire::kReplyBit,
                    .request_id = question.header.request_id},
                   &reply);
  base::ByteWriter writer(&reply);
  if (filled_[slot]) {
    wire::EncodeDone(&writer);
    wire::Encode(wire::BackfillProgressReply{.done = *filled_[slot], .scanned = 1, .total = 2},
                 &writer);
  } else {
    wire::EncodeRefused(model::ApiError::Of(model::ApiErrorType::kInternalServerError), &writer);
  }
  wire::FinishFrame(&reply);
  partitions_[slot]->Send(reply);
  partitions_[slot]->Flush();
}

void TestHouse::Acknowledge(uint32_t slot, uint64_t version) {
  std::string reply;
  wire::StartFrame(
      {.kind = wire::MessageKind::kSchemaRollout, .flags = wire::kReplyBit, .request_id = version},
      &reply);
  base::ByteWriter writer(&reply);
  wire::EncodeDone(&writer);
  wire::Encode(wire::SchemaRollout{.version = version}, &writer);
  wire::FinishFrame(&reply);
  partitions_[slot]->Send(reply);
  partitions_[slot]->Flush();
}

bool TestHouse::AcknowledgeUntil(const std::function<bool()>& holds) {
  return Eventually([&] {
    for (uint32_t slot = 0; slot < kSlots; ++slot) {
      if (const auto version = Asked(slot, 1)) Acknowledge(slot, *version);
    }
    return holds();
  });
}

void TestHouse::PartitionDies(uint32_t slot) {
  Must(shm::SendHandover(
      supervisor_end_.get(),
      {.kind = shm::HandoverKind::kPeerGone, .role = shm::Role::kPartition, .index = slot}, {}));
}

void TestHouse::PartitionLives(uint32_t slot) {
  partitions_[slot] = HandOverChannel(shm::Role::kPartition, slot);
}

wire::SchemaSnapshot TestHouse::Published() const {
  return Must(wire::DecodeSchemaSnapshot(Must(reader_->Read()).bytes));
}

std::optional<model::TableSchema> TestHouse::PublishedTable(const std::string& name) const {
  for (const model::TableSchema& table : Published().tables) {
    if (table.name == name) return table;
  }
  return std::nullopt;
}

}  // namespace partita::registryd
