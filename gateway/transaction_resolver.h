// Brings transactions to their end whose coordinator died or lost an owner half-way.
//
// Once a second it asks every slot what has been waiting there for too long (ListTransactions):
//   prepared    the deciding slot says how it ends, or ends it now (DecideTransaction); then the
//               slot finishes it
//   committed   every participant finishes it; then the deciding slot may forget
// and tells deciding slots what the coordinators of this gateway have carried out to the end. Every
// step may be repeated, by this gateway and by others at the same time, and changes nothing then.
//
// Thread safety: the gateway's one thread.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "gateway/edge.h"
#include "wire/list_transactions.h"

namespace partita::gateway {

// Longer than a transaction takes, unless the disk is in trouble; then it is aborted, which is
// safe.
inline constexpr int64_t kAbandonedAfterNs = 2'000'000'000;
inline constexpr uint64_t kResolveIntervalMs = 1'000;

class TransactionResolver {
 public:
  // Gives the transactions that were carried out since it was last asked, of one deciding slot.
  using TakeCarriedOut = std::function<std::vector<std::string>(uint32_t slot)>;

  TransactionResolver(Edge* edge, TakeCarriedOut carried_out);

  // Every kResolveIntervalMs.
  void Tick();

 private:
  // Shared with the questions that are open: the resolver may end before their replies come.
  struct State {
    std::set<uint32_t> listing;         // slots with an open ListTransactions
    std::set<std::string> in_progress;  // slot and transaction
  };

  static void List(Edge* edge, uint32_t slot, const std::shared_ptr<State>& state);
  static void OnListed(Edge* edge, uint32_t slot, const std::shared_ptr<State>& state,
                       const wire::ListTransactionsReply& listed);
  static void Resolve(Edge* edge, uint32_t slot, uint32_t decider, std::string id,
                      const std::shared_ptr<State>& state);
  static void CarryOut(Edge* edge, uint32_t slot, std::string id,
                       const std::vector<uint32_t>& participants,
                       const std::shared_ptr<State>& state);
  static void Forget(Edge* edge, uint32_t slot, const std::vector<std::string>& ids);

  Edge* const edge_;
  const TakeCarriedOut carried_out_;
  const std::shared_ptr<State> state_ = std::make_shared<State>();
};

}  // namespace partita::gateway
