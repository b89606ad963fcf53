// The loop of the registry: requests that change tables, one by one, and the roll-out of what they
// changed.
//
// A change is committed to the catalog, then published in the mirror, then answered; then every
// partition is told and asked to acknowledge. When all have, the passing state (CREATING, UPDATING,
// DELETING) ends, by the same three steps; a new index becomes ACTIVE in the same way when every
// partition says that it has filled it. Nothing here is on the way of a request on items: while
// the registry is down, the mirror stays what it was.
//
// Thread safety: one object, one thread, one process.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "base/result.h"
#include "metrics/channel_meter.h"
#include "metrics/counter_block.h"
#include "model/api_error.h"
#include "registryd/backfills.h"
#include "registryd/catalog.h"
#include "registryd/peers.h"
#include "registryd/publisher.h"
#include "registryd/rollout.h"
#include "registryd/slot_marks.h"
#include "registryd/transitions.h"
#include "shm/handover.h"

namespace partita::registryd {

struct RegistryOptions {
  int handover_socket = shm::kHandoverFd;
  int stop_fd = -1;     // readable: the order to stop; -1: none comes
  int64_t hold_ns = 0;  // how long a passing state is held at least
  House house = {};
};

class Registry {
 public:
  // `birth.mirror` is there, mapped for writing.
  Registry(RegistryOptions options, shm::Birth birth, std::unique_ptr<Catalog> catalog);

  // Restores the slots' marks, publishes the catalog, carries on what was passing, says kReady and
  // works until told to stop or until the supervisor is gone. An error means that nobody knows what
  // the catalog's file says: only a new process can tell.
  base::Status Run();

 private:
  enum class Order { kGoOn, kStop, kSupervisorGone };

  base::Status Start();
  base::Status Turn(size_t* frames);
  void OnFrame(PeerId from, const wire::Frame& frame);
  void OnReply(PeerId from, const wire::Frame& frame);
  void OnAcknowledgement(PeerId from, base::ByteReader* reader);
  void OnProgress(PeerId from, uint64_t question, base::ByteReader* reader);
  model::ApiResult<model::TableSchema> Decide(const wire::Frame& frame) const;
  model::ApiResult<model::TableSchema> Execute(const wire::Frame& frame);
  void Reply(PeerId to, const wire::FrameHeader& request,
             const model::ApiResult<model::TableSchema>& outcome);
  base::Status CommitAndPublish(const CatalogChange& change);
  base::Status EndStates();
  base::Result<bool> Apply(const CatalogChange& change);
  void AskPartitions();
  void AskForReading(uint32_t slot);
  void AskForProgress(uint32_t slot);
  base::Result<uint64_t> Publish();
  base::Status OnceASecond();
  base::Status SaveMarks();
  void Sleep();

  const RegistryOptions options_;
  shm::Birth birth_;
  metrics::CounterBlock* const counters_;
  metrics::ChannelMeter channels_;
  std::unique_ptr<Catalog> catalog_;
  Publisher publisher_;
  Rollout rollout_;
  Transitions transitions_;
  Backfills backfills_;
  SlotMarks marks_;
  Peers peers_;

  Order order_ = Order::kGoOn;
  std::optional<base::Error> broken_;  // the process must end with this turn
  int64_t marks_saved_at_ns_ = 0;
  std::string frame_;  // being sent; its memory is kept
};

}  // namespace partita::registryd
