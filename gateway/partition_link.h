// The gateway's end of the channel to one owner — a partition or the registry: who asked what, and
// who waits for it.
//
// A question becomes a frame with a request id; the reply that repeats the id goes to whoever waits
// under it. The owner may die: then everybody who waits is told kUnknown at once (it may have done
// what was asked) and later questions are kUnavailable until Connect() brings the channel of its
// next life. The number of open questions and the bytes that wait for room in the ring are bounded:
// beyond, a question is kUnavailable too.
//
// A request id is the waiter's place in a table (low 20 bits) and a count that moves with each
// question, so a late or invented reply finds nobody.
//
// Thread safety: the gateway's one thread.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "gateway/api_call.h"
#include "gateway/call_tracker.h"
#include "gateway/edge.h"
#include "metrics/channel_meter.h"
#include "shm/channel.h"
#include "wire/message_kind.h"

namespace partita::gateway {

struct LinkLimits {
  size_t open_questions = 1u << 16;
  size_t outbox_bytes = 64u << 20;
};

class PartitionLink {
 public:
  // `peer` is its name for messages: "partition 3".
  // `slot` stands in the hops of calls (kRegistryHop: the registry); `tracker`, if there is one,
  // outlives the link.
  explicit PartitionLink(std::string peer, const LinkLimits& limits = {},
                         uint16_t slot = kNoSingleSlot, CallTracker* tracker = nullptr);

  void Connect(std::unique_ptr<shm::Channel> channel);
  void Disconnect();
  bool connected() const { return channel_ != nullptr; }
  // Of the channel that is there, or was there last.
  uint32_t channel_epoch() const { return epoch_; }

  void Ask(wire::MessageKind kind, const Edge::EncodePayload& encode, OnReply on_reply);

  // Hands what was asked since the last Flush to the peer. Once or twice a turn.
  void Flush();
  // Gives up to `max_replies` replies to their waiters. kCorrupt: the peer broke the protocol; the
  // link is disconnected.
  base::Result<size_t> Drain(size_t max_replies);
  // True when Drain() or Flush() would do something.
  bool HasWork() const;
  size_t open_questions() const { return open_; }
  uint64_t questions() const { return questions_; }  // that have ever got a request id
  // Has the channel counted as that peer's.
  void Count(shm::Role role, uint32_t index, metrics::ChannelMeter* meter) const;

 private:
  struct Waiter {
    uint64_t request_id = 0;  // 0: free
    OnReply on_reply;
    std::shared_ptr<ApiCall> call;  // whose question it is; null: nobody's
    uint32_t hop = 0;               // its place among the call's questions
  };
  struct Refusal {
    base::Error error;
    Waiter waiter;
  };

  uint64_t Wait(Waiter waiter);            // the request id
  Waiter TakeWaiter(uint64_t request_id);  // on_reply is null: nobody waits under it
  void OnMessage(std::string_view message);
  void RefuseLater(base::Error error, Waiter waiter);
  void GiveRefusals();

  std::string peer_;
  LinkLimits limits_;
  std::unique_ptr<shm::Channel> channel_;  // null: the peer is not there
  uint32_t epoch_ = 0;
  std::vector<Waiter> waiters_;
  std::vector<uint32_t> free_;  // places in waiters_
  size_t open_ = 0;
  uint64_t questions_ = 0;
  std::string frame_;      // reused
  std::string violation_;  // of the peer, found while receiving; empty: none
  // Told in the next turn: an answer never comes from within Ask().
  std::vector<Refusal> refused_;
  const uint16_t slot_;
  CallTracker* const tracker_;
};

}  // namespace partita::gateway
