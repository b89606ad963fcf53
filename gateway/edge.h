// What an operation's handler may use of the gateway: the tables, the slots, the registry.
//
// Lifetime: longer than every ApiCall. Thread safety: the gateway's one thread.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "base/coding.h"
#include "base/result.h"
#include "base/sha256.h"
#include "gateway/settings.h"
#include "model/table_schema.h"
#include "wire/message_kind.h"
#include "wire/schema_snapshot.h"

namespace partita::gateway {

class CallTracker;
class CapacityObserver;
class Throttle;

// The reply's payload from its first byte (wire/outcome.h); lives until the callback returns. An
// error means the peer died or is not there: kUnknown, it may have done what was asked;
// kUnavailable, it has not been asked.
using OnReply = std::function<void(base::Result<base::ByteReader> reply)>;

class Edge {
 public:
  virtual ~Edge() = default;

  // The current table of that name (a plain name, no ARN); null: none. Reads the mirror's copy;
  // refreshed when its version moved.
  virtual std::shared_ptr<const model::TableSchema> FindTable(std::string_view name) = 0;
  // Everything published: tables sorted by name, slot map, account and region for ARNs.
  virtual std::shared_ptr<const wire::SchemaSnapshot> Schemas() = 0;

  virtual const Settings& settings() const = 0;

  virtual Throttle* throttle() { return nullptr; }  // null: nothing is limited
  virtual CallTracker* tracker() { return nullptr; }  // null: no call is followed
  virtual CapacityObserver* capacity_observer() { return nullptr; }  // null: nobody counts

  virtual uint32_t SlotOf(uint64_t hash) = 0;
  virtual uint32_t slots() = 0;
  virtual base::Sha256& sha256() = 0;

  // `encode` appends the payload to the frame under construction, at once. `on_reply` is called
  // exactly once, never before these return.
  using EncodePayload = std::function<void(base::ByteWriter*)>;
  virtual void AskPartition(uint32_t slot, wire::MessageKind kind, const EncodePayload& encode,
                            OnReply on_reply) = 0;
  virtual void AskRegistry(wire::MessageKind kind, const EncodePayload& encode,
                           OnReply on_reply) = 0;

  // Every participant of a transaction has carried out what this slot decided: it may forget the
  // decision. Told in bulk, sometime; whoever is never told finds out (transaction_resolver.h).
  virtual void DecisionCarriedOut(uint32_t /*slot*/, std::string_view /*transaction*/) {}
};

}  // namespace partita::gateway
