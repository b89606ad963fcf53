// A small language for tests of a partition: the supervisor, the registry's mirror and two
// gateways, played by the test; the partition is the real one, in a thread or in a process of its
// own.
#pragma once

#include <gtest/gtest.h>

#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "model/api_error.h"
#include "model/attribute_value.h"
#include "partitiond/partition.h"
#include "shm/handover.h"
#include "wire/frame.h"
#include "wire/write_options.h"

namespace partita::partitiond {

inline constexpr model::TableId kTable = 7;

model::TableSchema Music(model::TableId id = kTable, std::string name = "music");
model::Item Song(const std::string& title, const std::string& text);
std::string KeyOf(const std::string& title);
std::string Encoded(const model::Item& item);

// Compiled expressions as bytes; the values are strings by their placeholders.
using Values = std::map<std::string, std::string>;
std::string ConditionProgram(const std::string& text, const Values& values = {});
std::string UpdateProgram(const std::string& text, const Values& values = {});

// A reply, taken apart.
struct Reply {
  wire::MessageKind kind{};
  std::string payload;

  model::ApiStatus outcome() const;
  wire::WriteResult write_result() const;   // of a write that was done
  std::optional<std::string> item() const;  // of a GetItem
};

// The gateway's end of its channel.
class Gateway {
 public:
  explicit Gateway(std::unique_ptr<shm::Channel> channel) : channel_(std::move(channel)) {}

  // Each sends one request and returns its id; nothing is rung before Flush or Wait.
  uint64_t Get(const std::string& title, model::TableId table = kTable);
  uint64_t Put(const std::string& title, const std::string& text, wire::WriteOptions options = {},
               model::TableId table = kTable);
  uint64_t Delete(const std::string& title, wire::WriteOptions options = {});
  uint64_t Update(const std::string& title, const std::string& update,
                  wire::WriteOptions options = {});
  uint64_t Ask(wire::MessageKind kind, const std::function<void(base::ByteWriter*)>& payload);
  void SendRaw(std::string_view bytes) { channel_->Send(bytes); }

  uint32_t epoch() const { return channel_->epoch(); }
  void Flush() { channel_->Flush(); }
  // Takes what has come; false: the channel is broken.
  bool Receive();
  // Until the reply to `id` is there, at most ten seconds.
  Reply Wait(uint64_t id);
  bool Has(uint64_t id) const { return answers_.contains(id); }
  size_t answers() const { return answers_.size(); }

 private:
  std::unique_ptr<shm::Channel> channel_;
  std::map<uint64_t, Reply> answers_;
  uint64_t next_id_ = 1;
};

class House {
 public:
  House();
  ~House();

  void Publish(std::vector<model::TableSchema> tables, model::TableId next_table_id = 100);

  // A new life of the partition, with fresh channels to both gateways; in a thread or forked.
  void Start();
  void StartProcess(const std::function<void()>& before = {});
  // How Run ended.
  base::Status Stop();
  base::Status Join();
  void Kill();
  int WaitForExit();
  void SupervisorDies() { supervisor_end_.Reset(); }

  Gateway& gateway(size_t index = 0) { return *gateways_[index]; }
  // The gateway has died and lives again: a new channel of a new epoch.
  void ReplaceGateway(size_t index);
  // What the partition said to the supervisor; none within a second.
  std::optional<shm::HandoverHeader> Heard();

  shm::ProcessEntry& entry() { return control_block_->partition[0]; }
  // For the next lives.
  store::StoreOptions& store_options() { return store_options_; }
  std::string path() const { return directory_ / "slot-0000.db"; }
  int pid() const { return pid_; }

 private:
  base::Status Live(int handover_socket, int stop_fd);
  void HandOver();
  void HandOverChannel(size_t index);

  std::filesystem::path directory_;
  store::StoreOptions store_options_;
  shm::Segment control_segment_;
  shm::ControlBlock* control_block_;
  shm::Segment mirror_;
  std::unique_ptr<shm::MirrorPublisher> publisher_;
  base::UniqueFd bell_;
  base::UniqueFd supervisor_end_;
  base::UniqueFd child_end_;
  base::UniqueFd stop_;
  std::vector<std::unique_ptr<Gateway>> gateways_;
  uint32_t epoch_ = 0;
  std::thread thread_;
  base::Status ended_;
  int pid_ = 0;
};

}  // namespace partita::partitiond
