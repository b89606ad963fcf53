// What a slot writes down of transactions (store/transaction_rows.h), byte for byte.
//
//   prepared, by transaction id
//     record := format u8 (1), decider varint, effect count varint, effect*
//     effect := table u64, kind u8, key bytes, [kind 1: item_size varint, item bytes]
//     kind   := 0 nothing is written (a condition was checked, or nothing changes), 1 put, 2 delete
//   decisions, by transaction id
//     record := format u8 (1), committed bool, participants: count varint, slot varint*
//   tokens, by ClientRequestToken
//     record := format u8 (1), kept_at u64 (ms since 1970), state u8, payload hash (32 bytes),
//               transaction id (16 bytes)
//     state  := 1 carried out here, 2 it ran in another slot, which knows the outcome
// Integers little-endian; `bytes` with their length as a varint before them.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "model/table_schema.h"

namespace partita::partitiond {

enum class EffectKind : uint8_t { kNone = 0, kPut = 1, kDelete = 2 };

// What an action does to its item. Views into the request or the record it came from.
struct Effect {
  model::TableId table = 0;
  EffectKind kind = EffectKind::kNone;
  std::string_view key = {};
  uint64_t old_size = 0;   // DynamoDB size before; 0: there was no item. Not in the record
  uint64_t item_size = 0;  // after; 0: there is none
  std::string_view item = {};  // encoded; of kPut
};

struct PreparedRecord {
  uint32_t decider = 0;
  std::vector<Effect> effects = {};
};

struct DecisionRecord {
  bool committed = false;
  std::vector<uint32_t> participants = {};
};

enum class TokenState : uint8_t { kCarriedOut = 1, kElsewhere = 2 };

struct TokenRecord {
  uint64_t kept_at_ms = 0;
  TokenState state = TokenState::kCarriedOut;
  std::string_view payload_hash = {};
  std::string_view transaction = {};
};

std::string EncodeRecord(const PreparedRecord& record);
std::string EncodeRecord(const DecisionRecord& record);
std::string EncodeRecord(const TokenRecord& record);
// Views into `bytes`. kCorrupt: they are no such record.
base::Result<PreparedRecord> DecodePreparedRecord(std::string_view bytes);
base::Result<DecisionRecord> DecodeDecisionRecord(std::string_view bytes);
base::Result<TokenRecord> DecodeTokenRecord(std::string_view bytes);

}  // namespace partita::partitiond
