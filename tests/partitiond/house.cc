#include "house.h"

#include <poll.h>
#include <stdlib.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <chrono>
#include <csignal>

#include "expr/condition.h"
#include "expr/placeholders.h"
#include "expr/update.h"
#include "model/item_codec.h"
#include "model/item_size.h"
#include "model/key_codec.h"
#include "wire/delete_item.h"
#include "wire/get_item.h"
#include "wire/outcome.h"
#include "wire/put_item.h"
#include "wire/schema_snapshot.h"
#include "wire/update_item.h"

namespace partita::partitiond {
namespace {

constexpr size_t kGateways = 2;

template <typename T>
T Must(base::Result<T> result) {
  EXPECT_TRUE(result.ok()) << (result.ok() ? "" : result.error().message);
  return std::move(result).value();
}

void Must(const base::Status& status) { ASSERT_TRUE(status.ok()) << status.error().message; }

model::AttributeValue Text(const std::string& text) { return {text}; }

std::filesystem::path NewDirectory() {
  std::string pattern =
      (std::filesystem::temp_directory_path() / "partita-partitiond-XXXXXX").string();
  return mkdtemp(pattern.data());
}

}  // namespace

model::TableSchema Music(model::TableId id, std::string name) {
  model::TableSchema table;
  table.id = id;
  table.name = std::move(name);
  table.uuid = "11111111-2222-3333-4444-555555555555";
  table.status = model::TableStatus::kActive;
  table.key.partition = {{"title", model::AttributeType::kS}};
  table.attribute_definitions = table.key.partition;
  return table;
}

model::Item Song(const std::string& title, const std::string& text) {
  model::Item item;
  item.Set("title", Text(title));
  item.Set("lyric", Text(text));
  return item;
}

std::string KeyOf(const std::string& title) {
  std::string key(8, '\0');  // the hash: a partition that owns all slots does not look at it
  model::EncodeKeyValue(Text(title), &key);
  return key;
}

std::string Encoded(const model::Item& item) {
  std::string bytes;
  model::EncodeItem(item, &bytes);
  return bytes;
}

std::string ConditionProgram(const std::string& text, const Values& values) {
  expr::Placeholders placeholders;
  for (const auto& [name, value] : values) placeholders.AddValue(name, Text(value));
  const auto condition = expr::Condition::Compile(text, "ConditionExpression", &placeholders);
  EXPECT_TRUE(condition.ok()) << text;
  std::string program;
  condition->EncodeTo(&program);
  return program;
}

std::string UpdateProgram(const std::string& text, const Values& values) {
  expr::Placeholders placeholders;
  for (const auto& [name, value] : values) placeholders.AddValue(name, Text(value));
  const auto update = expr::Update::Compile(text, &placeholders);
  EXPECT_TRUE(update.ok()) << text;
  std::string program;
  update->EncodeTo(&program);
  return program;
}

model::ApiStatus Reply::outcome() const {
  base::ByteReader reader(payload);
  return wire::DecodeOutcome(&reader);
}

wire::WriteResult Reply::write_result() const {
  base::ByteReader reader(payload);
  EXPECT_TRUE(wire::DecodeOutcome(&reader).ok());
  const wire::WriteResult result = wire::DecodeWriteResult(&reader);
  EXPECT_TRUE(reader.Finished());
  return result;
}

std::optional<std::string> Reply::item() const {
  base::ByteReader reader(payload);
  EXPECT_TRUE(wire::DecodeOutcome(&reader).ok());
  const wire::GetItemReply reply = wire::DecodeGetItemReply(&reader);
  EXPECT_TRUE(reader.Finished());
  return reply.found ? std::optional(std::string(reply.item)) : std::nullopt;
}

uint64_t Gateway::Ask(wire::MessageKind kind,
                      const std::function<void(base::ByteWriter*)>& payload) {
  std::string frame;
  wire::StartFrame({.kind = kind, .request_id = next_id_}, &frame);
  base::ByteWriter writer(&frame);
  payload(&writer);
  wire::FinishFrame(&frame);
  channel_->Send(frame);
  return next_id_++;
}

uint64_t Gateway::Get(const std::string& title, model::TableId table) {
  const std::string key = KeyOf(title);
  return Ask(wire::MessageKind::kGetItem, [&](base::ByteWriter* writer) {
    wire::Encode(wire::GetItemRequest{.table = table, .key = key}, writer);
  });
}

uint64_t Gateway::Put(const std::string& title, const std::string& text, wire::WriteOptions options,
                      model::TableId table) {
  const std::string key = KeyOf(title);
  const model::Item song = Song(title, text);
  const std::string item = Encoded(song);
  return Ask(wire::MessageKind::kPutItem, [&](base::ByteWriter* writer) {
    wire::Encode(wire::PutItemRequest{.table = table,
                                      .key = key,
                                      .item = item,
                                      .item_size = model::ItemSize(song),
                                      .options = options},
                 writer);
  });
}

uint64_t Gateway::Delete(const std::string& title, wire::WriteOptions options) {
  const std::string key = KeyOf(title);
  return Ask(wire::MessageKind::kDeleteItem, [&](base::ByteWriter* writer) {
    wire::Encode(wire::DeleteItemRequest{.table = kTable, .key = key, .options = options}, writer);
  });
}

uint64_t Gateway::Update(const std::string& title, const std::string& update,
                         wire::WriteOptions options) {
  const std::string key = KeyOf(title);
  model::Item attributes;
  attributes.Set("title", Text(title));
  const std::string key_attributes = Encoded(attributes);
  return Ask(wire::MessageKind::kUpdateItem, [&](base::ByteWriter* writer) {
    wire::Encode(wire::UpdateItemRequest{.table = kTable,
                                         .key = key,
                                         .key_attributes = key_attributes,
                                         .update = update,
                                         .options = options},
                 writer);
  });
}

bool Gateway::Receive() {
  const auto received = channel_->Receive(1000, [&](std::string_view bytes) {
    const auto frame = wire::DecodeFrame(bytes);
    ASSERT_TRUE(frame.has_value()) << wire::WhyInvalid(bytes);
    EXPECT_TRUE(frame->header.is_reply());
    EXPECT_TRUE(answers_
                    .emplace(frame->header.request_id,
                             Reply{frame->header.kind, std::string(frame->payload)})
                    .second)
        << "answered twice";
  });
  channel_->Flush();
  return received.ok();
}

Reply Gateway::Wait(uint64_t id) {
  Flush();
  const auto until = std::chrono::steady_clock::now() + std::chrono::seconds(10);
  while (!answers_.contains(id) && std::chrono::steady_clock::now() < until) {
    if (!Receive()) break;
    if (!answers_.contains(id)) std::this_thread::sleep_for(std::chrono::microseconds(200));
  }
  EXPECT_TRUE(answers_.contains(id)) << "no answer";
  return answers_[id];
}

House::House()
    : directory_(NewDirectory()),
      control_segment_(Must(shm::ControlBlock::Create(1, kGateways))),
      control_block_(Must(shm::ControlBlock::In(control_segment_))),
      mirror_(Must(shm::MirrorPublisher::Create())),
      bell_(Must(shm::Doorbell::CreateEventFd())) {
  publisher_ = std::make_unique<shm::MirrorPublisher>(Must(shm::Segment::Map(
      base::UniqueFd(dup(mirror_.fd())), shm::kMirrorBytes, shm::Access::kReadWrite)));
  store_options_.ballast_bytes = 64 << 10;
  Publish({Music()});
}

House::~House() {
  SupervisorDies();
  if (thread_.joinable()) thread_.join();
  if (pid_ != 0) Kill();
  std::filesystem::remove_all(directory_);
}

void House::Publish(std::vector<model::TableSchema> tables, model::TableId next_table_id) {
  wire::SchemaSnapshot snapshot;
  snapshot.next_table_id = next_table_id;
  snapshot.tables = std::move(tables);
  std::string bytes;
  wire::Encode(snapshot, &bytes);
  Must(publisher_->Publish(bytes));
}

void House::HandOver() {
  std::array<int, 2> ends{};
  ASSERT_EQ(socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends.data()), 0);
  supervisor_end_.Reset(ends[0]);
  child_end_.Reset(ends[1]);
  stop_.Reset(eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK));
  ++epoch_;
  Must(shm::SendHandover(
      supervisor_end_.get(),
      {.kind = shm::HandoverKind::kSelf, .role = shm::Role::kPartition, .epoch = epoch_},
      {control_segment_.fd(), bell_.get()}));
  const base::UniqueFd mirror = Must(mirror_.DuplicateReadOnly());
  Must(shm::SendHandover(supervisor_end_.get(),
                         {.kind = shm::HandoverKind::kMirror, .role = shm::Role::kRegistry},
                         {mirror.get()}));
  gateways_.resize(kGateways);
  for (size_t index = 0; index < kGateways; ++index) HandOverChannel(index);
  Must(shm::SendHandover(supervisor_end_.get(),
                         {.kind = shm::HandoverKind::kGo, .role = shm::Role::kPartition}, {}));
}

void House::HandOverChannel(size_t index) {
  const shm::Segment segment = Must(shm::Channel::Create("channel", epoch_));
  auto own = Must(shm::Segment::Map(base::UniqueFd(dup(segment.fd())), 1, shm::Access::kReadWrite));
  auto button =
      std::make_shared<shm::DoorbellButton>(&entry().doorbell, base::UniqueFd(dup(bell_.get())));
  gateways_[index] = std::make_unique<Gateway>(Must(
      shm::Channel::Attach(std::move(own), shm::ChannelSide::kFirst, epoch_, std::move(button))));
  const base::UniqueFd gateway_bell = Must(shm::Doorbell::CreateEventFd());
  Must(shm::SendHandover(supervisor_end_.get(),
                         {.kind = shm::HandoverKind::kChannel,
                          .role = shm::Role::kGateway,
                          .side = shm::ChannelSide::kSecond,
                          .index = static_cast<uint32_t>(index),
                          .epoch = epoch_},
                         {segment.fd(), gateway_bell.get()}));
}

void House::ReplaceGateway(size_t index) {
  Must(shm::SendHandover(supervisor_end_.get(),
                         {.kind = shm::HandoverKind::kPeerGone,
                          .role = shm::Role::kGateway,
                          .index = static_cast<uint32_t>(index)},
                         {}));
  ++epoch_;
  HandOverChannel(index);
}

std::optional<shm::HandoverHeader> House::Heard() {
  pollfd readable{supervisor_end_.get(), POLLIN, 0};
  if (poll(&readable, 1, 1000) <= 0) return std::nullopt;
  auto message = shm::ReceiveHandover(supervisor_end_.get());
  if (!message.ok()) return std::nullopt;
  return message->header;
}

base::Status House::Live(int handover_socket, int stop_fd) {
  PARTITA_ASSIGN(shm::Birth birth, shm::ReceiveBirth(handover_socket));
  store::StoreOptions options = store_options_;
  options.path = path();
  options.acknowledged = {birth.entry->durable_epoch.load(), birth.entry->durable_seq.load()};
  PARTITA_ASSIGN(auto store, store::ItemStore::Open(options));
  Partition partition({.handover_socket = handover_socket, .stop_fd = stop_fd}, std::move(birth),
                      std::move(store));
  return partition.Run();
}

void House::Start() {
  HandOver();
  thread_ = std::thread([this] { ended_ = Live(child_end_.get(), stop_.get()); });
}

void House::StartProcess(const std::function<void()>& before) {
  HandOver();
  pid_ = fork();
  if (pid_ == 0) {
    supervisor_end_.Reset();
    if (before) before();
    const base::Status ended = Live(child_end_.get(), stop_.get());
    _exit(ended.ok() ? 0 : 1);
  }
  child_end_.Reset();
}

base::Status House::Stop() {
  const uint64_t one = 1;
  EXPECT_EQ(write(stop_.get(), &one, sizeof one), static_cast<ssize_t>(sizeof one));
  return Join();
}

base::Status House::Join() {
  thread_.join();
  return ended_;
}

void House::Kill() {
  kill(pid_, SIGKILL);
  WaitForExit();
}

int House::WaitForExit() {
  int status = 0;
  waitpid(pid_, &status, 0);
  pid_ = 0;
  return status;
}

}  // namespace partita::partitiond
