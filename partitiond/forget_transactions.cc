#include "wire/forget_transactions.h"

#include "base/kill_point.h"
#include "partitiond/operation.h"
#include "partitiond/tokens.h"
#include "wire/outcome.h"

namespace partita::partitiond {
namespace {

constexpr size_t kSweptPerMessage = 256;  // of each kind; small rows, one commit

}  // namespace

Attempt<void> ForgetTransactions(Room& room, base::ByteReader* payload, base::ByteWriter* reply) {
  const std::vector<std::string_view> ids = wire::DecodeForgetTransactions(payload);
  PARTITA_TRY(ExpectWholeRequest(*payload));
  for (const std::string_view id : ids) {
    PARTITA_TRY(Step(room.transactions->Forget(room.store, id)));
  }
  PARTITA_TRY(Step(room.transactions->SweepAborted(room.store, kSweptPerMessage)));
  PARTITA_TRY(Step(SweepTokens(room.store, kSweptPerMessage)));
  PARTITA_KILL_POINT("transactions_forgotten");
  wire::EncodeDone(reply);
  return {};
}

}  // namespace partita::partitiond
