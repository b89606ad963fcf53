// One action of a transaction between an edge and a slot's owner.
//
//   actions := count varint, action*
//   action  := kind u8, request bytes
// The request is the one that the single operation has: put_item.h, update_item.h, delete_item.h; a
// condition check is a deletion that deletes nothing. ReturnValues is kNone in all of them.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "base/coding.h"
#include "wire/write_options.h"

namespace partita::wire {

enum class ActionKind : uint8_t { kPut = 1, kUpdate = 2, kDelete = 3, kCheck = 4 };

struct TransactionAction {
  ActionKind kind = ActionKind::kCheck;
  std::string_view request = {};
};

void EncodeActions(const std::vector<TransactionAction>& actions, base::ByteWriter* writer);
// At most model::kMaxTransactionActions.
std::vector<TransactionAction> DecodeActions(base::ByteReader* reader);

// What the actions did, one each in their order; without attributes.
void EncodeResults(const std::vector<WriteResult>& results, base::ByteWriter* writer);
std::vector<WriteResult> DecodeResults(base::ByteReader* reader);

// A transaction over several slots has a name: 16 random bytes. Two are never the same.
inline constexpr size_t kTransactionIdBytes = 16;
void EncodeTransactionId(std::string_view id, base::ByteWriter* writer);
std::string_view DecodeTransactionId(base::ByteReader* reader);

// Slots by number: at most model::kMaxSlots.
void EncodeSlots(const std::vector<uint32_t>& slots, base::ByteWriter* writer);
std::vector<uint32_t> DecodeSlots(base::ByteReader* reader);

}  // namespace partita::wire
