// A small language for tests of the registry: the supervisor, one gateway and two partitions,
// played by the test; the registry is the real one, in a thread.
#pragma once

#include <gtest/gtest.h>

#include <array>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "registryd/registry.h"
#include "shm/handover.h"
#include "wire/frame.h"
#include "wire/schema_snapshot.h"

namespace partita::registryd {

inline constexpr uint32_t kSlots = 2;

// What a gateway sends to create a table.
model::TableSchema Wanted(std::string name);
// Within ten seconds.
bool Eventually(const std::function<bool()>& holds);

class TestHouse {
 public:
  TestHouse();
  ~TestHouse();

  // A life of the registry; returns when it is ready.
  void Start(int64_t hold_ms = 0);
  base::Status Stop();

  // Requests of the gateway; what came back.
  model::ApiResult<model::TableSchema> Create(const model::TableSchema& wanted);
  model::ApiResult<model::TableSchema> Delete(const std::string& name);
  model::ApiResult<model::TableSchema> Ask(wire::MessageKind kind,
                                           const std::function<void(base::ByteWriter*)>& payload);

  // What a partition answers from now on when it is asked how far an index is filled; until then it
  // refuses to say. How often it was asked.
  void SaysFilled(uint32_t slot, bool done) { filled_[slot] = done; }
  int progress_questions(uint32_t slot) const { return progress_questions_[slot]; }

  // The version a partition was asked to read; none within `ms`.
  std::optional<uint64_t> Asked(uint32_t slot, int ms = 5000);
  void Acknowledge(uint32_t slot, uint64_t version);
  // Every partition acknowledges everything, and answers what it is asked of indexes, until the
  // condition holds.
  bool AcknowledgeUntil(const std::function<bool()>& holds);
  void PartitionDies(uint32_t slot);
  void PartitionLives(uint32_t slot);

  // What everybody reads in the mirror.
  wire::SchemaSnapshot Published() const;
  std::optional<model::TableSchema> PublishedTable(const std::string& name) const;

  shm::ProcessEntry& partition(uint32_t slot) { return control_block_->partition[slot]; }

 private:
  std::unique_ptr<shm::Channel> HandOverChannel(shm::Role role, uint32_t index);
  void HandOver();
  base::Status Live(int64_t hold_ms);
  void AnswerProgress(uint32_t slot, const wire::Frame& question);

  std::filesystem::path directory_;
  shm::Segment control_segment_;
  shm::ControlBlock* control_block_;
  shm::Segment mirror_;
  std::unique_ptr<shm::MirrorReader> reader_;
  base::UniqueFd bell_;
  base::UniqueFd supervisor_end_;
  base::UniqueFd child_end_;
  base::UniqueFd stop_;
  std::unique_ptr<shm::Channel> gateway_;
  std::vector<std::unique_ptr<shm::Channel>> partitions_;
  std::array<std::optional<bool>, kSlots> filled_;
  std::array<int, kSlots> progress_questions_{};
  uint32_t epoch_ = 0;
  uint64_t next_request_ = 1;
  std::thread thread_;
  base::Status ended_;
};

}  // namespace partita::registryd
