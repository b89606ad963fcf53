// The Edge of a gateway process: tables from the mirror, questions to the slots' owners and to the
// registry.
//
// Thread safety: the gateway's one thread.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string_view>
#include <vector>

#include "base/sha256.h"
#include "gateway/edge.h"
#include "gateway/partition_link.h"
#include "gateway/table_view.h"
#include "metrics/channel_meter.h"
#include "shm/channel.h"
#include "shm/control_block.h"

namespace partita::gateway {

class Router final : public Edge {
 public:
  // Told when a peer broke the protocol of its channel of that epoch; its link is disconnected by
  // then.
  using OnBadChannel = std::function<void(shm::Role role, uint32_t index, uint32_t epoch)>;

  // `tracker` follows the calls and outlives the router; null: nobody does.
  Router(uint32_t slots, TableView tables, Settings settings, OnBadChannel on_bad_channel,
         CallTracker* tracker = nullptr);

  // A channel of the peer's new life; the end of its life. Roles that are no owner's are ignored.
  void Connect(shm::Role role, uint32_t index, std::unique_ptr<shm::Channel> channel);
  void Disconnect(shm::Role role, uint32_t index);

  void Flush();
  void Drain();
  bool HasWork() const;
  bool ready() const { return tables_.published(); }

  std::shared_ptr<const model::TableSchema> FindTable(std::string_view name) override;
  std::shared_ptr<const wire::SchemaSnapshot> Schemas() override;
  const Settings& settings() const override { return settings_; }
  // Outlives the router; null: nothing is limited.
  void LimitBy(Throttle* throttle) { throttle_ = throttle; }
  Throttle* throttle() override { return throttle_; }
  CallTracker* tracker() override { return tracker_; }
  // Outlives the router; null: nobody counts.
  void TellConsumption(CapacityObserver* observer) { capacity_observer_ = observer; }
  CapacityObserver* capacity_observer() override { return capacity_observer_; }
  // Has the channels counted.
  void Count(metrics::ChannelMeter* meter) const;
  uint32_t SlotOf(uint64_t hash) override;
  uint32_t slots() override { return static_cast<uint32_t>(partitions_.size()); }
  base::Sha256& sha256() override { return sha256_; }
  void AskPartition(uint32_t slot, wire::MessageKind kind, const EncodePayload& encode,
                    OnReply on_reply) override;
  void AskRegistry(wire::MessageKind kind, const EncodePayload& encode, OnReply on_reply) override;
  void DecisionCarriedOut(uint32_t slot, std::string_view transaction) override;
  // What an owner has been asked through this router.
  struct Load {
    size_t waiting = 0;  // questions without an answer
    uint64_t asked = 0;  // in the life of this process
  };
  Load LoadOf(uint32_t slot) const {
    return {partitions_[slot].open_questions(), partitions_[slot].questions()};
  }
  // What was told since this was last asked.
  std::vector<std::string> TakeCarriedOut(uint32_t slot);

 private:
  PartitionLink* LinkTo(shm::Role role, uint32_t index);  // null: no owner
  void DrainOne(PartitionLink* link, shm::Role role, uint32_t index);

  TableView tables_;
  const Settings settings_;
  Throttle* throttle_ = nullptr;
  CapacityObserver* capacity_observer_ = nullptr;
  CallTracker* const tracker_;
  OnBadChannel on_bad_channel_;
  model::SlotMap slot_map_;
  std::vector<PartitionLink> partitions_;  // by slot
  std::vector<std::vector<std::string>> carried_out_;  // by slot
  PartitionLink registry_;
  base::Sha256 sha256_;
};

}  // namespace partita::gateway
