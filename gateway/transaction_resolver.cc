#include "gateway/transaction_resolver.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "base/kill_point.h"
#include "base/log.h"
#include "gateway/api/reply.h"
#include "wire/decide_transaction.h"
#include "wire/finish_transaction.h"
#include "wire/forget_transactions.h"

namespace partita::gateway {

using api::OpenReply;

namespace {

void AskToFinish(Edge* edge, uint32_t slot, std::string_view id, bool commit, OnReply on_reply) {
  wire::FinishTransactionRequest request{id, commit};
  edge->AskPartition(
      slot, wire::MessageKind::kFinishTransaction,
      [&request](base::ByteWriter* writer) { wire::Encode(request, writer); },
      std::move(on_reply));
}

std::string NameOf(uint32_t slot, std::string_view id) { return fmt::format("{} {}", slot, id); }

// What several replies have in common.
struct Gathering {
  size_t waiting = 0;
  bool all_done = true;
};

}  // namespace

TransactionResolver::TransactionResolver(Edge* edge, TakeCarriedOut carried_out)
    : edge_(edge), carried_out_(std::move(carried_out)) {}

void TransactionResolver::Tick() {
  for (uint32_t slot = 0; slot < edge_->slots(); ++slot) {
    const std::vector<std::string> ids = carried_out_(slot);
    if (!ids.empty()) Forget(edge_, slot, ids);
    List(edge_, slot, state_);
  }
}

void TransactionResolver::List(Edge* edge, uint32_t slot, const std::shared_ptr<State>& state) {
  if (!state->listing.insert(slot).second) return;
  edge->AskPartition(
      slot, wire::MessageKind::kListTransactions,
      [](base::ByteWriter* writer) {
        wire::Encode(wire::ListTransactionsRequest{kAbandonedAfterNs}, writer);
      },
      [edge, slot, state](base::Result<base::ByteReader> reply) {
        state->listing.erase(slot);
        auto reader = OpenReply(std::move(reply));
        if (!reader.ok()) return;
        const auto listed = wire::DecodeListTransactionsReply(&*reader);
        if (reader->Finished()) OnListed(edge, slot, state, listed);
      });
}

void TransactionResolver::OnListed(Edge* edge, uint32_t slot, const std::shared_ptr<State>& state,
                                   const wire::ListTransactionsReply& listed) {
  for (const auto& prepared : listed.prepared) {
    if (prepared.decider < edge->slots())
      Resolve(edge, slot, prepared.decider, std::string(prepared.id), state);
  }
  for (const auto& committed : listed.committed) {
    CarryOut(edge, slot, std::string(committed.id), committed.participants, state);
  }
  if (listed.has_expired) Forget(edge, slot, {});
}

void TransactionResolver::Resolve(Edge* edge, uint32_t slot, uint32_t decider, std::string id,
                                  const std::shared_ptr<State>& state) {
  const std::string name = NameOf(slot, id);
  if (!state->in_progress.insert(name).second) return;
  const auto on_finished = [state, name](base::Result<base::ByteReader>) {
    state->in_progress.erase(name);
  };
  wire::DecideTransactionRequest request{id};
  edge->AskPartition(
      decider, wire::MessageKind::kDecideTransaction,
      [&request](base::ByteWriter* writer) { wire::Encode(request, writer); },
      [edge, slot, id, state, name, on_finished](base::Result<base::ByteReader> reply) {
        auto reader = OpenReply(std::move(reply));
        if (!reader.ok()) {
          state->in_progress.erase(name);
          return;
        }
        const bool committed = wire::DecodeDecideTransactionReply(&*reader).committed;
        if (!reader->Finished()) {
          state->in_progress.erase(name);
          return;
        }
        PARTITA_KILL_POINT("resolver_decided");
        base::Log(base::LogLevel::kInfo, "an abandoned transaction in slot {} is {}", slot,
                  committed ? "carried out" : "undone");
        AskToFinish(edge, slot, id, committed, on_finished);
      });
}

void TransactionResolver::CarryOut(Edge* edge, uint32_t slot, std::string id,
                                   const std::vector<uint32_t>& participants,
                                   const std::shared_ptr<State>& state) {
  const std::string name = NameOf(slot, id);
  const bool known = std::all_of(participants.begin(), participants.end(),
                                 [edge](uint32_t one) { return one < edge->slots(); });
  if (participants.empty() || !known || !state->in_progress.insert(name).second) return;
  const auto gathering = std::make_shared<Gathering>();
  gathering->waiting = participants.size();
  for (const uint32_t participant : participants) {
    AskToFinish(edge, participant, id, true,
                [edge, slot, id, state, name, gathering](base::Result<base::ByteReader> reply) {
                  gathering->all_done &= OpenReply(std::move(reply)).ok();
                  if (--gathering->waiting > 0) return;
                  state->in_progress.erase(name);
                  PARTITA_KILL_POINT("resolver_carried_out");
                  if (gathering->all_done) Forget(edge, slot, {id});
                });
  }
}

void TransactionResolver::Forget(Edge* edge, uint32_t slot, const std::vector<std::string>& ids) {
  for (size_t first = 0; first == 0 || first < ids.size(); first += wire::kMaxForgotten) {
    const size_t last = std::min(ids.size(), first + wire::kMaxForgotten);
    const std::vector<std::string> some(ids.begin() + first, ids.begin() + last);
    edge->AskPartition(
        slot, wire::MessageKind::kForgetTransactions,
        [&some](base::ByteWriter* writer) { wire::EncodeForgetTransactions(some, writer); },
        [](base::Result<base::ByteReader>) {});
  }
}

}  // namespace partita::gateway
