#include "partitiond/tokens.h"

#include <vector>

#include "base/clock.h"
#include "model/api_message.h"

namespace partita::partitiond {

using store::RecordTable;

namespace {

constexpr size_t kSweptWithEach = 4;

uint64_t NowMs() { return static_cast<uint64_t>(base::WallMicros()) / 1000; }

// A date in the future is the clock's fault: then it is kept.
bool HasExpired(const TokenRecord& record, uint64_t now_ms) {
  return record.kept_at_ms + kTokenLifeMs <= now_ms;
}

// The names of the oldest tokens, if they have expired.
base::Result<std::vector<std::string>> ExpiredTokens(store::ItemStore* store, size_t at_most) {
  std::vector<std::string> expired;
  const uint64_t now = NowMs();
  PARTITA_TRY(store->WalkRecords(
      RecordTable::kTokens, [&](std::string_view token, std::string_view bytes) {
        const auto record = DecodeTokenRecord(bytes);
        if (expired.size() >= at_most || (record.ok() && !HasExpired(*record, now))) return false;
        expired.emplace_back(token);
        return true;
      }));
  return expired;
}

}  // namespace

model::ApiError TokenMismatch() {
  return model::ApiError::Of(model::ApiErrorType::kIdempotentParameterMismatch,
                             std::string(model::message::kTokenMismatch));
}

Attempt<std::optional<KnownToken>> FindToken(store::ItemStore* store, std::string_view token,
                                             std::string_view payload_hash) {
  PARTITA_ASSIGN(const std::optional<std::string> bytes,
                 Step(store->GetRecord(RecordTable::kTokens, token)));
  if (!bytes) return std::optional<KnownToken>();
  PARTITA_ASSIGN(const TokenRecord record, Step(DecodeTokenRecord(*bytes)));
  if (HasExpired(record, NowMs())) return std::optional<KnownToken>();
  if (record.payload_hash != payload_hash) return Failure(TokenMismatch());
  return std::optional<KnownToken>({record.state, std::string(record.transaction)});
}

base::Status RememberToken(store::ItemStore* store, std::string_view token, TokenState state,
                           std::string_view payload_hash, std::string_view transaction) {
  PARTITA_TRY(SweepTokens(store, kSweptWithEach));
  return store->PutRecord(RecordTable::kTokens, token,
                          EncodeRecord(TokenRecord{NowMs(), state, payload_hash, transaction}));
}

base::Status SweepTokens(store::ItemStore* store, size_t at_most) {
  PARTITA_ASSIGN(const std::vector<std::string> expired, ExpiredTokens(store, at_most));
  for (const std::string& token : expired)
    PARTITA_TRY(store->DeleteRecord(RecordTable::kTokens, token));
  return {};
}

base::Result<bool> HasExpiredToken(store::ItemStore* store) {
  PARTITA_ASSIGN(const std::vector<std::string> expired, ExpiredTokens(store, 1));
  return !expired.empty();
}

}  // namespace partita::partitiond
