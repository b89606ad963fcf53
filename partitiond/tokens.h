// ClientRequestTokens that have been used: for ten minutes, on disk.
//
// Source: TransactWriteItems, "ClientRequestToken": valid for ten minutes after the first request
// that uses it is finished; the same token with other parameters is a mismatch.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"
#include "partitiond/failure.h"
#include "partitiond/transaction_record.h"
#include "store/item_store.h"

namespace partita::partitiond {

inline constexpr uint64_t kTokenLifeMs = 10 * 60 * 1000;

struct KnownToken {
  TokenState state = TokenState::kCarriedOut;
  std::string transaction;
};

// None: it has not been used, or long ago. Refused: it stands for another payload
// (IdempotentParameterMismatchException).
Attempt<std::optional<KnownToken>> FindToken(store::ItemStore* store, std::string_view token,
                                             std::string_view payload_hash);

// Inside a batch. Each token that comes sweeps a few that have expired.
base::Status RememberToken(store::ItemStore* store, std::string_view token, TokenState state,
                           std::string_view payload_hash, std::string_view transaction);
base::Status SweepTokens(store::ItemStore* store, size_t at_most);
base::Result<bool> HasExpiredToken(store::ItemStore* store);

model::ApiError TokenMismatch();

}  // namespace partita::partitiond
