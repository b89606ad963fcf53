// The coordinator of one write transaction: which message follows which reply.
//
//   one slot, no token or the token's own slot     Write
//   one slot, the token lives elsewhere            Claim, then Write and at once Keep
//   several slots                                  (Claim,) Prepare on all but the decider, Write
//                                                  on the decider, Finish on the others
// It answers its caller when all of that is done. What it leaves behind when it or an owner dies,
// a resolver finds (transaction_resolver.h). docs/transactions.md has the states and the reasons.
//
// Lifetime: kept alive by the questions that are open. Thread safety: the gateway's one thread.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "gateway/transaction.h"
#include "wire/write_transaction.h"

namespace partita::gateway {

// A transaction that takes longer to its decision is aborted: the deciding slot refuses it. Keys
// stay locked no longer, and what is remembered of an aborted one may be forgotten soon after.
inline constexpr int64_t kTransactionDeadlineNs = 5'000'000'000;

class TransactionRun : public std::enable_shared_from_this<TransactionRun> {
 public:
  TransactionRun(std::unique_ptr<TransactionPlan> plan, OnTransaction on_done);
  void Start();

 private:
  // The actions of one slot.
  struct Part {
    uint32_t slot = 0;
    std::vector<size_t> actions;  // their places in the plan
    size_t bytes = 0;
  };
  using Reply = base::Result<base::ByteReader>;
  using Take = void (TransactionRun::*)(const Part& part, Reply reply);

  void GroupBySlot();
  void ChooseDecider();
  void HashPayload();
  std::vector<wire::TransactionAction> ActionsOf(const Part& part) const;

  void Claim();
  void ReleaseClaim();
  void WriteInOneSlot();
  void Keep(bool keep);
  void PrepareAll();
  void AllPrepared();
  void Decide();
  void OnDecided(Reply reply);
  void FinishAll(bool commit);
  void AllFinished(bool commit);
  void FinishEarlier();
  void Measure();
  void Done();

  void AskDecider(bool judge_only, OnReply on_reply);
  void TakeWritten(const Part& part, base::ByteReader reader);
  void TakeReplay(std::string_view earlier, const std::vector<uint32_t>& unfinished);
  void TakeRefusal(const Part& part, const model::ApiError& error);
  void PlaceResults(const Part& part, const std::vector<wire::WriteResult>& results);
  bool failed() const { return failure_.has_value() || cancelled_; }

  const std::unique_ptr<TransactionPlan> plan_;
  const OnTransaction on_done_;
  Edge* const edge_;
  const std::string id_;
  int64_t deadline_ns_ = 0;
  std::string payload_hash_;
  uint32_t home_ = 0;  // the token's slot
  std::vector<Part> participants_;
  Part decider_;  // perhaps without actions
  bool claimed_ = false;
  size_t waiting_ = 0;  // replies of the current step

  TransactionOutcome outcome_;
  std::vector<model::CancellationReason> reasons_;
  bool cancelled_ = false;
  std::optional<model::ApiError> failure_;  // beyond a cancellation
  std::string earlier_;                     // the transaction that used the token before
  std::vector<uint32_t> unfinished_;        // slots where it may still wait
};

}  // namespace partita::gateway
