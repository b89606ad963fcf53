#include "gateway/router.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "base/check.h"
#include "base/log.h"

namespace partita::gateway {
namespace {

// Of one owner in one turn: the clients' bytes wait no longer than so many replies take.
constexpr size_t kRepliesPerTurn = 256;

}  // namespace

Router::Router(uint32_t slots, TableView tables, Settings settings, OnBadChannel on_bad_channel,
               CallTracker* tracker)
    : tables_(std::move(tables)),
      settings_(settings),
      tracker_(tracker),
      on_bad_channel_(std::move(on_bad_channel)),
      slot_map_{slots},
      carried_out_(slots),
      registry_("the registry", {}, kRegistryHop, tracker) {
  PARTITA_CHECK(slots >= 1 && slots <= model::kMaxSlots, "a number of slots that cannot be");
  partitions_.reserve(slots);
  for (uint32_t slot = 0; slot < slots; ++slot)
    partitions_.emplace_back(fmt::format("partition {}", slot), LinkLimits{},
                             static_cast<uint16_t>(slot), tracker);
}

PartitionLink* Router::LinkTo(shm::Role role, uint32_t index) {
  if (role == shm::Role::kRegistry) return &registry_;
  if (role == shm::Role::kPartition && index < partitions_.size()) return &partitions_[index];
  return nullptr;
}

void Router::Connect(shm::Role role, uint32_t index, std::unique_ptr<shm::Channel> channel) {
  if (PartitionLink* link = LinkTo(role, index)) link->Connect(std::move(channel));
}

void Router::Disconnect(shm::Role role, uint32_t index) {
  if (PartitionLink* link = LinkTo(role, index)) link->Disconnect();
}

void Router::Flush() {
  for (PartitionLink& link : partitions_) link.Flush();
  registry_.Flush();
}

void Router::Drain() {
  for (uint32_t slot = 0; slot < partitions_.size(); ++slot) {
    DrainOne(&partitions_[slot], shm::Role::kPartition, slot);
  }
  DrainOne(&registry_, shm::Role::kRegistry, 0);
}

void Router::Count(metrics::ChannelMeter* meter) const {
  for (uint32_t slot = 0; slot < partitions_.size(); ++slot)
    partitions_[slot].Count(shm::Role::kPartition, slot, meter);
  registry_.Count(shm::Role::kRegistry, 0, meter);
}

void Router::DrainOne(PartitionLink* link, shm::Role role, uint32_t index) {
  const auto drained = link->Drain(kRepliesPerTurn);
  if (drained.ok()) return;
  base::Log(base::LogLevel::kError, "channel given up: {}", drained.error().message);
  on_bad_channel_(role, index, link->channel_epoch());
}

bool Router::HasWork() const {
  const auto has_work = [](const PartitionLink& link) { return link.HasWork(); };
  return std::any_of(partitions_.begin(), partitions_.end(), has_work) || registry_.HasWork();
}

std::shared_ptr<const model::TableSchema> Router::FindTable(std::string_view name) {
  std::shared_ptr<const model::TableSchema> table = tables_.FindTable(name);
  CallTimeline* timeline = tracker_ == nullptr ? nullptr : tracker_->timeline();
  if (timeline != nullptr && timeline->table == 0 && table != nullptr) timeline->table = table->id;
  return table;
}

std::shared_ptr<const wire::SchemaSnapshot> Router::Schemas() { return tables_.Schemas(); }

uint32_t Router::SlotOf(uint64_t hash) { return slot_map_.SlotOf(hash); }

void Router::AskPartition(uint32_t slot, wire::MessageKind kind, const EncodePayload& encode,
                          OnReply on_reply) {
  PARTITA_CHECK(slot < partitions_.size(), "no such slot");
  partitions_[slot].Ask(kind, encode, std::move(on_reply));
}

void Router::AskRegistry(wire::MessageKind kind, const EncodePayload& encode, OnReply on_reply) {
  registry_.Ask(kind, encode, std::move(on_reply));
}

void Router::DecisionCarriedOut(uint32_t slot, std::string_view transaction) {
  carried_out_[slot].emplace_back(transaction);
}

std::vector<std::string> Router::TakeCarriedOut(uint32_t slot) {
  return std::exchange(carried_out_[slot], {});
}

}  // namespace partita::gateway
