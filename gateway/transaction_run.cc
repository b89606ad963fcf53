#include "gateway/transaction_run.h"

#include <sys/random.h>

#include <algorithm>
#include <map>
#include <utility>

#include "base/check.h"
#include "base/clock.h"
#include "base/kill_point.h"
#include "gateway/api/reply.h"
#include "gateway/transaction_read.h"
#include "wire/claim_token.h"
#include "wire/finish_transaction.h"
#include "wire/keep_token.h"
#include "wire/prepare_transaction.h"

namespace partita::gateway {

using api::InternalServerError;
using api::OpenReply;
using model::ApiError;
using model::ApiErrorType;

namespace {

std::string NewTransactionId() {
  std::string id(wire::kTransactionIdBytes, '\0');
  const ssize_t got = getrandom(id.data(), id.size(), 0);
  PARTITA_CHECK(got == static_cast<ssize_t>(id.size()), "the kernel gives no random bytes");
  return id;
}

std::string_view AsBytes(const base::Sha256Digest& digest) {
  return {reinterpret_cast<const char*>(digest.data()), digest.size()};
}

}  // namespace

TransactionRun::TransactionRun(std::unique_ptr<TransactionPlan> plan, OnTransaction on_done)
    : plan_(std::move(plan)),
      on_done_(std::move(on_done)),
      edge_(plan_->edge_),
      id_(NewTransactionId()),
      deadline_ns_(base::MonotonicNs() + kTransactionDeadlineNs),
      reasons_(plan_->actions_.size()) {
  outcome_.actions.resize(plan_->actions_.size());
}

void TransactionRun::Start() {
  GroupBySlot();
  const bool one_slot = participants_.size() == 1;
  if (!plan_->token_.empty()) HashPayload();
  const bool at_home = plan_->token_.empty() || (one_slot && participants_[0].slot == home_);
  ChooseDecider();
  if (!at_home) return Claim();
  if (one_slot) return WriteInOneSlot();
  PrepareAll();
}

void TransactionRun::GroupBySlot() {
  std::map<uint32_t, Part> parts;
  for (size_t i = 0; i < plan_->actions_.size(); ++i) {
    const TransactionPlan::Action& action = plan_->actions_[i];
    Part& part = parts[action.slot];
    part.slot = action.slot;
    part.actions.push_back(i);
    part.bytes += action.request.size();
  }
  for (auto& [slot, part] : parts) participants_.push_back(std::move(part));
}

// What the decider writes it writes once, the others twice: the token's slot, whose decision and
// memory of the token are then one commit, or else the one with the most to write.
void TransactionRun::ChooseDecider() {
  const bool token_decides = !plan_->token_.empty() && participants_.size() > 1;
  const auto chosen =
      token_decides ? std::find_if(participants_.begin(), participants_.end(),
                                   [this](const Part& part) { return part.slot == home_; })
                    : std::max_element(
                          participants_.begin(), participants_.end(),
                          [](const Part& a, const Part& b) { return a.bytes < b.bytes; });
  decider_.slot = home_;
  if (chosen == participants_.end()) return;
  decider_ = std::move(*chosen);
  participants_.erase(chosen);
}

void TransactionRun::HashPayload() {
  std::string payload;
  base::ByteWriter writer(&payload);
  for (const TransactionPlan::Action& action : plan_->actions_) {
    writer.U8(static_cast<uint8_t>(action.kind));
    writer.Bytes(action.request);
  }
  payload_hash_ = AsBytes(edge_->sha256().Hash({payload}));
  const base::Sha256Digest digest = edge_->sha256().Hash({plan_->token_});
  home_ = edge_->SlotOf(base::GetBigEndian64(AsBytes(digest).data()));
}

std::vector<wire::TransactionAction> TransactionRun::ActionsOf(const Part& part) const {
  std::vector<wire::TransactionAction> actions;
  for (const size_t i : part.actions)
    actions.push_back({plan_->actions_[i].kind, plan_->actions_[i].request});
  return actions;
}

// ---- the token

void TransactionRun::Claim() {
  wire::ClaimTokenRequest claim{plan_->token_, payload_hash_, id_, deadline_ns_, false};
  edge_->AskPartition(
      home_, wire::MessageKind::kClaimToken,
      [&claim](base::ByteWriter* writer) { wire::Encode(claim, writer); },
      [self = shared_from_this()](Reply reply) {
        auto reader = OpenReply(std::move(reply));
        if (!reader.ok()) {
          self->failure_ = reader.error();
          return self->Done();
        }
        const wire::ClaimTokenReply claimed = wire::DecodeClaimTokenReply(&*reader);
        if (!reader->Finished()) self->failure_ = InternalServerError();
        if (self->failure_) return self->Done();
        PARTITA_KILL_POINT("token_claimed");
        if (claimed.replayed) {
          self->TakeReplay(claimed.earlier, claimed.unfinished);
          return self->FinishEarlier();
        }
        self->claimed_ = true;
        if (self->participants_.empty()) return self->WriteInOneSlot();
        self->PrepareAll();
      });
}

// Behind everything else that was said to the home slot: a retry that comes after finds it free.
void TransactionRun::ReleaseClaim() {
  if (!std::exchange(claimed_, false)) return;
  wire::ClaimTokenRequest release{plan_->token_, payload_hash_, id_, deadline_ns_, true};
  edge_->AskPartition(
      home_, wire::MessageKind::kClaimToken,
      [&release](base::ByteWriter* writer) { wire::Encode(release, writer); }, [](Reply) {});
}

void TransactionRun::Keep(bool keep) {
  wire::KeepTokenRequest request{plan_->token_, payload_hash_, keep};
  edge_->AskPartition(
      home_, wire::MessageKind::kKeepToken,
      [&request](base::ByteWriter* writer) { wire::Encode(request, writer); },
      [self = shared_from_this(), keep](Reply reply) {
        auto reader = OpenReply(std::move(reply));
        if (!reader.ok() && keep) self->failure_ = reader.error();
        if (--self->waiting_ == 0) self->Done();
      });
}

// ---- one slot

void TransactionRun::WriteInOneSlot() {
  const bool elsewhere = std::exchange(claimed_, false);
  waiting_ = elsewhere ? 2 : 1;
  AskDecider(false, [self = shared_from_this(), elsewhere](Reply reply) {
    auto reader = OpenReply(std::move(reply));
    if (reader.ok()) {
      self->TakeWritten(self->decider_, *reader);
    } else {
      self->TakeRefusal(self->decider_, reader.error());
    }
    PARTITA_KILL_POINT("written_in_one_slot");
    // Nothing has happened under this token: it is free again.
    if (elsewhere && self->cancelled_) return self->Keep(false);
    if (--self->waiting_ == 0) self->Done();
  });
  if (elsewhere) Keep(true);
}

void TransactionRun::AskDecider(bool judge_only, OnReply on_reply) {
  wire::WriteTransactionRequest request;
  request.id = id_;
  request.deadline_ns = deadline_ns_;
  request.token = plan_->token_;
  request.payload_hash = payload_hash_;
  for (const Part& part : participants_) request.participants.push_back(part.slot);
  request.judge_only = judge_only;
  request.actions = ActionsOf(decider_);
  edge_->AskPartition(
      decider_.slot, wire::MessageKind::kWriteTransaction,
      [&request](base::ByteWriter* writer) { wire::Encode(request, writer); }, std::move(on_reply));
}

// ---- several slots

void TransactionRun::PrepareAll() {
  waiting_ = participants_.size();
  for (const Part& part : participants_) {
    wire::PrepareTransactionRequest request{id_, decider_.slot, ActionsOf(part)};
    edge_->AskPartition(
        part.slot, wire::MessageKind::kPrepareTransaction,
        [&request](base::ByteWriter* writer) { wire::Encode(request, writer); },
        [self = shared_from_this(), &part](Reply reply) {
          auto reader = OpenReply(std::move(reply));
          if (reader.ok()) {
            self->PlaceResults(part, wire::DecodeResults(&*reader));
            if (!reader->Finished()) self->failure_ = InternalServerError();
          } else {
            self->TakeRefusal(part, reader.error());
          }
          PARTITA_KILL_POINT("one_prepared");
          if (--self->waiting_ == 0) self->AllPrepared();
        });
  }
}

void TransactionRun::AllPrepared() {
  if (!failed()) return Decide();
  if (failure_ || decider_.actions.empty()) return FinishAll(false);
  // The client is told a reason for every action, also for those nobody has looked at yet.
  AskDecider(true, [self = shared_from_this()](Reply reply) {
    auto reader = OpenReply(std::move(reply));
    if (!reader.ok()) self->TakeRefusal(self->decider_, reader.error());
    self->FinishAll(false);
  });
}

void TransactionRun::Decide() {
  PARTITA_KILL_POINT("all_prepared");
  if (base::MonotonicNs() > deadline_ns_) {
    failure_ = InternalServerError();
    return FinishAll(false);
  }
  AskDecider(false,
             [self = shared_from_this()](Reply reply) { self->OnDecided(std::move(reply)); });
}

void TransactionRun::OnDecided(Reply reply) {
  PARTITA_KILL_POINT("decided");
  const bool never_asked = !reply.ok() && reply.error().kind == base::ErrorKind::kUnavailable;
  auto reader = OpenReply(std::move(reply));
  if (reader.ok()) {
    TakeWritten(decider_, *reader);
    return FinishAll(!outcome_.replayed);
  }
  // Whether it is decided is known only to the decider's disk: the resolver asks it.
  const bool unknown = reader.error().type == ApiErrorType::kInternalServerError && !never_asked;
  if (reader.error().type == ApiErrorType::kTransactionConflict) {
    failure_ = InternalServerError();  // too late; the client may try again at once
  } else {
    TakeRefusal(decider_, reader.error());
  }
  if (unknown) return Done();
  FinishAll(false);
}

void TransactionRun::FinishAll(bool commit) {
  waiting_ = participants_.size();
  wire::FinishTransactionRequest request{id_, commit};
  for (const Part& part : participants_) {
    edge_->AskPartition(
        part.slot, wire::MessageKind::kFinishTransaction,
        [&request](base::ByteWriter* writer) { wire::Encode(request, writer); },
        [self = shared_from_this(), &part, commit](Reply reply) {
          auto reader = OpenReply(std::move(reply));
          if (commit && !reader.ok()) self->failure_ = InternalServerError();
          if (commit && reader.ok()) self->PlaceResults(part, wire::DecodeResults(&*reader));
          PARTITA_KILL_POINT("one_finished");
          if (--self->waiting_ == 0) self->AllFinished(commit);
        });
  }
}

void TransactionRun::AllFinished(bool commit) {
  PARTITA_KILL_POINT("all_finished");
  if (commit && !failure_) edge_->DecisionCarriedOut(decider_.slot, id_);
  if (!commit && outcome_.replayed) return FinishEarlier();
  Done();
}

// The client is told that its writes are there: first make sure that they are, everywhere.
void TransactionRun::FinishEarlier() {
  waiting_ = unfinished_.size();
  if (waiting_ == 0) return Measure();
  wire::FinishTransactionRequest request{earlier_, true};
  for (const uint32_t slot : unfinished_) {
    edge_->AskPartition(
        slot, wire::MessageKind::kFinishTransaction,
        [&request](base::ByteWriter* writer) { wire::Encode(request, writer); },
        [self = shared_from_this()](Reply reply) {
          if (!OpenReply(std::move(reply)).ok()) self->failure_ = InternalServerError();
          if (--self->waiting_ == 0) self->Measure();
        });
  }
}

// ---- replies

void TransactionRun::TakeWritten(const Part& part, base::ByteReader reader) {
  const wire::WriteTransactionReply written = wire::DecodeWriteTransactionReply(&reader);
  if (!reader.Finished()) {
    failure_ = InternalServerError();
  } else if (written.replayed) {
    TakeReplay(written.earlier, written.unfinished);
  } else {
    PlaceResults(part, written.results);
  }
}

void TransactionRun::TakeReplay(std::string_view earlier, const std::vector<uint32_t>& unfinished) {
  outcome_.replayed = true;
  earlier_ = earlier;
  unfinished_ = unfinished;
}

void TransactionRun::TakeRefusal(const Part& part, const ApiError& error) {
  if (error.type != ApiErrorType::kTransactionCanceled ||
      error.reasons.size() != part.actions.size()) {
    failure_ = error.type == ApiErrorType::kTransactionCanceled ||
                       error.type == ApiErrorType::kTransactionConflict
                   ? InternalServerError()
                   : error;
    return;
  }
  cancelled_ = true;
  for (size_t i = 0; i < part.actions.size(); ++i) reasons_[part.actions[i]] = error.reasons[i];
}

// Sizes come with the first reply, index units with the one that writes.
void TransactionRun::PlaceResults(const Part& part, const std::vector<wire::WriteResult>& results) {
  for (size_t i = 0; i < std::min(part.actions.size(), results.size()); ++i) {
    wire::WriteResult& placed = outcome_.actions[part.actions[i]];
    placed.old_size = results[i].old_size;
    placed.new_size = results[i].new_size;
    placed.indexes = results[i].indexes;
  }
}

void TransactionRun::Measure() {
  if (!plan_->measure_replay_ || failure_) return Done();
  std::vector<KeyToRead> keys;
  for (const TransactionPlan::Action& action : plan_->actions_)
    keys.push_back({action.hash, action.table, action.key});
  MeasureItems(edge_, std::move(keys),
               [self = shared_from_this()](model::ApiResult<std::vector<ItemRead>> items) {
                 if (!items.ok()) return self->Done();  // the bill is the smaller for it
                 for (size_t i = 0; i < items->size(); ++i) {
                   self->outcome_.actions[i].new_size = (*items)[i].item_size;
                 }
                 self->Done();
               });
}

void TransactionRun::Done() {
  if (failed()) ReleaseClaim();
  if (failure_) return on_done_(*failure_);
  if (cancelled_) return on_done_(TransactionCancelled(std::move(reasons_)));
  on_done_(std::move(outcome_));
}

}  // namespace partita::gateway
