// The coordinator and the resolver against slots that follow the protocol and die anywhere: before
// or after each message, on either side.
#include "gateway/transaction.h"

#include <gtest/gtest.h>

#include <deque>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "gateway/transaction_read.h"
#include "gateway/transaction_resolver.h"
#include "wire/claim_token.h"
#include "wire/decide_transaction.h"
#include "wire/finish_transaction.h"
#include "wire/forget_transactions.h"
#include "wire/keep_token.h"
#include "wire/list_transactions.h"
#include "wire/outcome.h"
#include "wire/prepare_transaction.h"
#include "wire/read_transaction.h"
#include "wire/write_transaction.h"

namespace partita::gateway {
namespace {

using model::ApiErrorType;
using wire::MessageKind;

constexpr uint32_t kSlots = 3;

enum class Death { kNone, kOwnerBefore, kOwnerAfter, kCoordinator };

// What a slot has on disk.
struct Slot {
  std::map<std::string, size_t> prepared;  // actions
  std::map<std::string, uint32_t> decider;
  std::map<std::string, std::optional<std::vector<uint32_t>>> decisions;  // none: aborted
  std::map<std::string, std::string> tokens;                              // to the transaction
  size_t applied = 0;                                                     // actions
  bool refuses = false;    // every action fails its condition
  uint64_t version = 1;
  int locked_looks = 0;    // so many reads find a lock
  bool moves = false;      // every read finds a new version
};

class Slots : public Edge {
 public:
  std::shared_ptr<const model::TableSchema> FindTable(std::string_view) override { return nullptr; }
  std::shared_ptr<const wire::SchemaSnapshot> Schemas() override { return nullptr; }
  const Settings& settings() const override { return settings_; }
  uint32_t SlotOf(uint64_t hash) override { return static_cast<uint32_t>(hash % kSlots); }
  uint32_t slots() override { return kSlots; }
  base::Sha256& sha256() override { return sha256_; }
  void AskRegistry(MessageKind, const EncodePayload&, OnReply) override {}
  void DecisionCarriedOut(uint32_t slot, std::string_view transaction) override {
    carried_out[slot].emplace_back(transaction);
  }

  void AskPartition(uint32_t slot, MessageKind kind, const EncodePayload& encode,
                    OnReply on_reply) override {
    const bool dies = ++asked == die_at;
    if (coordinator_dead || (dies && death == Death::kCoordinator)) {
      coordinator_dead = true;
      return;
    }
    std::string payload;
    base::ByteWriter writer(&payload);
    encode(&writer);
    kinds.push_back(kind);
    std::optional<std::string> reply;
    if (!dies || death != Death::kOwnerBefore) reply = Run(&slot_[slot], kind, payload);
    if (dies && death != Death::kNone) reply.reset();
    replies_.push_back([this, reply, on_reply] {
      if (coordinator_dead) return;
      if (reply) return on_reply(base::ByteReader(*reply));
      on_reply(base::Error::Unknown("died"));
    });
  }

  void Pump() {
    while (!replies_.empty()) {
      const auto reply = std::move(replies_.front());
      replies_.pop_front();
      reply();
    }
  }

  // A new gateway looks after what is left.
  void Resolve() {
    coordinator_dead = false;
    replies_.clear();
    die_at = 0;
    TransactionResolver resolver(this, [this](uint32_t slot) {
      return std::exchange(carried_out[slot], {});
    });
    for (int tick = 0; tick < 3; ++tick) {
      resolver.Tick();
      Pump();
    }
  }

  Slot slot_[kSlots];
  int asked = 0;
  int die_at = 0;
  Death death = Death::kNone;
  bool coordinator_dead = false;
  std::vector<MessageKind> kinds;
  std::map<uint32_t, std::vector<std::string>> carried_out;

 private:
  static std::string Cancelled(size_t actions) {
    model::ApiError error = model::ApiError::Of(ApiErrorType::kTransactionCanceled);
    error.reasons.resize(actions);
    for (auto& reason : error.reasons) reason.code = "ConditionalCheckFailed";
    std::string bytes;
    base::ByteWriter writer(&bytes);
    wire::EncodeRefused(error, &writer);
    return bytes;
  }

  std::string Run(Slot* slot, MessageKind kind, std::string_view payload) {
    base::ByteReader reader(payload);
    std::string reply;
    base::ByteWriter writer(&reply);
    wire::EncodeDone(&writer);
    switch (kind) {
      case MessageKind::kPrepareTransaction:
        return Prepare(slot, wire::DecodePrepareTransactionRequest(&reader));
      case MessageKind::kWriteTransaction:
        return Write(slot, wire::DecodeWriteTransactionRequest(&reader));
      case MessageKind::kFinishTransaction: {
        const auto request = wire::DecodeFinishTransactionRequest(&reader);
        const std::string id(request.id);
        if (slot->prepared.contains(id) && request.commit) slot->applied += slot->prepared[id];
        slot->prepared.erase(id);
        wire::EncodeResults({}, &writer);
        return reply;
      }
      case MessageKind::kDecideTransaction: {
        const std::string id(wire::DecodeDecideTransactionRequest(&reader).id);
        slot->decisions.try_emplace(id);
        wire::Encode(wire::DecideTransactionReply{slot->decisions[id].has_value()}, &writer);
        return reply;
      }
      case MessageKind::kForgetTransactions:
        for (const auto id : wire::DecodeForgetTransactions(&reader))
          slot->decisions.erase(std::string(id));
        return reply;
      case MessageKind::kListTransactions:
        wire::Encode(List(slot), &writer);
        return reply;
      case MessageKind::kClaimToken: {
        const auto request = wire::DecodeClaimTokenRequest(&reader);
        wire::ClaimTokenReply claimed;
        const auto known = slot->tokens.find(std::string(request.token));
        if (known != slot->tokens.end() && !request.release) {
          claimed = {.replayed = true, .earlier = known->second};
          if (slot->decisions.contains(known->second))
            claimed.unfinished = *slot->decisions[known->second];
        }
        wire::Encode(claimed, &writer);
        return reply;
      }
      case MessageKind::kReadTransaction: {
        const auto request = wire::DecodeReadTransactionRequest(&reader);
        writer.U64(1);
        const bool locked = slot->locked_looks > 0 && slot->locked_looks-- > 0;
        if (slot->moves) ++slot->version;
        for (size_t i = 0; i < request.keys.size(); ++i) {
          wire::EncodeReadEntry({.locked = locked, .version = slot->version}, &writer);
        }
        return reply;
      }
      default:
        return reply;
    }
  }

  static std::string Prepare(Slot* slot, const wire::PrepareTransactionRequest& request) {
    if (slot->refuses) return Cancelled(request.actions.size());
    slot->prepared[std::string(request.id)] = request.actions.size();
    slot->decider[std::string(request.id)] = request.decider;
    std::string reply;
    base::ByteWriter writer(&reply);
    wire::EncodeDone(&writer);
    wire::EncodeResults(std::vector<wire::WriteResult>(request.actions.size()), &writer);
    return reply;
  }

  static std::string Write(Slot* slot, const wire::WriteTransactionRequest& request) {
    if (slot->refuses && !request.actions.empty()) return Cancelled(request.actions.size());
    std::string reply;
    base::ByteWriter writer(&reply);
    const std::string id(request.id);
    if (slot->decisions.contains(id)) {
      wire::EncodeRefused(model::ApiError::Of(ApiErrorType::kTransactionConflict), &writer);
      return reply;
    }
    wire::EncodeDone(&writer);
    wire::WriteTransactionReply done;
    done.results.resize(request.actions.size());
    wire::Encode(done, &writer);
    if (request.judge_only) return reply;
    slot->applied += request.actions.size();
    if (!request.token.empty()) slot->tokens[std::string(request.token)] = id;
    if (!request.participants.empty()) slot->decisions[id] = request.participants;
    return reply;
  }

  wire::ListTransactionsReply List(Slot* slot) {
    wire::ListTransactionsReply listed;
    for (const auto& [id, actions] : slot->prepared)
      listed.prepared.push_back({id, slot->decider[id]});
    for (const auto& [id, participants] : slot->decisions) {
      if (participants) listed.committed.push_back({id, *participants});
    }
    return listed;
  }

  Settings settings_;
  base::Sha256 sha256_;
  std::deque<std::function<void()>> replies_;
};

using Outcome = std::optional<model::ApiResult<TransactionOutcome>>;

// Two actions in each of the slots.
void Start(Slots* slots, uint32_t in_slots, std::string_view token, Outcome* outcome) {
  auto plan = std::make_unique<TransactionPlan>(slots);
  for (uint64_t hash = 0; hash < 2 * kSlots; ++hash) {
    if (hash % kSlots < in_slots) plan->Put(hash, {.table = 1, .key = "key", .item = "item"});
  }
  if (!token.empty()) plan->UseToken(token);
  RunTransaction(std::move(plan), [outcome](model::ApiResult<TransactionOutcome> done) {
    *outcome = std::move(done);
  });
  slots->Pump();
}

// Whole or absent, nothing prepared, no decision to carry out; true: whole.
bool IsWhole(const Slots& slots, uint32_t in_slots) {
  size_t applied = 0;
  for (const Slot& slot : slots.slot_) {
    applied += slot.applied;
    EXPECT_TRUE(slot.prepared.empty());
    for (const auto& [id, participants] : slot.decisions) EXPECT_FALSE(participants.has_value());
  }
  EXPECT_TRUE(applied == 0 || applied == 2 * in_slots) << applied;
  return applied != 0;
}

TEST(Transaction, InOneSlotIsOneMessage) {
  Slots slots;
  Outcome outcome;
  Start(&slots, 1, "", &outcome);
  ASSERT_TRUE(outcome && outcome->ok());
  EXPECT_EQ(slots.asked, 1);
  EXPECT_TRUE(IsWhole(slots, 1));
}

TEST(Transaction, OverSlotsEndsWithNothingLeftBehind) {
  Slots slots;
  Outcome outcome;
  Start(&slots, 3, "", &outcome);
  ASSERT_TRUE(outcome && outcome->ok());
  EXPECT_EQ(slots.asked, 5);  // two prepare, one decides, two finish
  slots.Resolve();
  EXPECT_TRUE(IsWhole(slots, 3));
}

TEST(Transaction, EveryActionThatFailsHasItsReason) {
  for (uint32_t refusing = 0; refusing < kSlots; ++refusing) {
    Slots slots;
    slots.slot_[refusing].refuses = true;
    Outcome outcome;
    Start(&slots, 3, "", &outcome);
    ASSERT_TRUE(outcome && !outcome->ok());
    const model::ApiError& error = outcome->error();
    ASSERT_EQ(error.type, ApiErrorType::kTransactionCanceled);
    ASSERT_EQ(error.reasons.size(), 6u);
    for (size_t i = 0; i < 6; ++i) {
      EXPECT_EQ(error.reasons[i].code, i % kSlots == refusing ? "ConditionalCheckFailed" : "None");
    }
    EXPECT_FALSE(IsWhole(slots, 3));
  }
  Slots slots;
  for (Slot& slot : slots.slot_) slot.refuses = true;
  Outcome outcome;
  Start(&slots, 3, "", &outcome);
  for (const auto& reason : outcome->error().reasons)
    EXPECT_EQ(reason.code, "ConditionalCheckFailed");
}

// One death at every message, of either side; then somebody resolves what is left.
TEST(Transaction, IsWholeOrAbsentWhoeverDiesAtWhicheverMessage) {
  for (const std::string token : {"", "one", "two", "three"}) {
    for (const Death death : {Death::kOwnerBefore, Death::kOwnerAfter, Death::kCoordinator}) {
      for (int at = 1; at <= 9; ++at) {
        SCOPED_TRACE(token + " death " + std::to_string(static_cast<int>(death)) + " at " +
                     std::to_string(at));
        Slots slots;
        slots.death = death;
        slots.die_at = at;
        Outcome outcome;
        Start(&slots, 3, token, &outcome);
        EXPECT_EQ(outcome.has_value(), !slots.coordinator_dead);
        const bool succeeded = outcome && outcome->ok();
        if (outcome && !outcome->ok()) {
          EXPECT_EQ(outcome->error().type, ApiErrorType::kInternalServerError);
        }
        slots.Resolve();
        const bool whole = IsWhole(slots, 3);
        EXPECT_TRUE(whole || !succeeded);
        if (token.empty()) continue;
        // The retry knows.
        Outcome retried;
        Start(&slots, 3, token, &retried);
        ASSERT_TRUE(retried && retried->ok());
        EXPECT_EQ((*retried)->replayed, whole);
        slots.Resolve();
        EXPECT_TRUE(IsWhole(slots, 3));
      }
    }
  }
}

TEST(Transaction, ARetryMakesSureThatEverythingIsAppliedBeforeItSaysSo) {
  Slots slots;
  slots.death = Death::kOwnerBefore;
  slots.die_at = 6;  // claim, two prepare, one decides, one finishes, and this one does not
  Outcome first, second;
  Start(&slots, 3, "token", &first);
  ASSERT_FALSE(first->ok());
  slots.die_at = 0;
  Start(&slots, 3, "token", &second);
  ASSERT_TRUE(second->ok() && (*second)->replayed);
  for (const Slot& slot : slots.slot_) EXPECT_EQ(slot.applied, 2u);
}

TEST(Transaction, ADeciderThatHasAbortedItSaysNo) {
  Slots slots;
  Outcome outcome;
  auto plan = std::make_unique<TransactionPlan>(&slots);
  for (uint64_t hash = 0; hash < 3; ++hash) plan->Put(hash, {.table = 1, .key = "k", .item = "i"});
  RunTransaction(std::move(plan),
                 [&](model::ApiResult<TransactionOutcome> done) { outcome = std::move(done); });
  // Both participants have prepared, nobody has told the coordinator: somebody else resolves.
  for (Slot& slot : slots.slot_) {
    for (const auto& [id, actions] : slot.prepared) slots.slot_[slot.decider[id]].decisions[id];
  }
  slots.Pump();
  ASSERT_TRUE(outcome && !outcome->ok());
  EXPECT_EQ(outcome->error().type, ApiErrorType::kInternalServerError);
  EXPECT_FALSE(IsWhole(slots, 3));
}

using ReadOutcome = std::optional<model::ApiResult<std::vector<ItemRead>>>;

ReadOutcome Read(Slots* slots, uint32_t in_slots) {
  ReadOutcome outcome;
  std::vector<KeyToRead> keys;
  for (uint32_t slot = 0; slot < in_slots; ++slot) keys.push_back({slot, 1, "key"});
  ReadTransaction(slots, std::move(keys), [&](model::ApiResult<std::vector<ItemRead>> items) {
    outcome = std::move(items);
  });
  slots->Pump();
  return outcome;
}

TEST(TransactionRead, OfOneSlotIsOneMessageOfSeveralTwoEach) {
  Slots slots;
  EXPECT_TRUE(Read(&slots, 1)->ok());
  EXPECT_EQ(slots.asked, 1);
  EXPECT_TRUE(Read(&slots, 3)->ok());
  EXPECT_EQ(slots.asked, 7);
}

TEST(TransactionRead, LooksAgainWhileAKeyIsLockedOrMoves) {
  Slots slots;
  slots.slot_[0].locked_looks = 3;
  EXPECT_TRUE(Read(&slots, 1)->ok());
  EXPECT_EQ(slots.asked, 4);
  slots.slot_[2].moves = true;
  const ReadOutcome moving = Read(&slots, 3);
  ASSERT_FALSE(moving->ok());
  ASSERT_EQ(moving->error().type, ApiErrorType::kTransactionCanceled);
  EXPECT_EQ(moving->error().reasons[0].code, "None");
  EXPECT_EQ(moving->error().reasons[2].code, "TransactionConflict");
}

TEST(TransactionRead, ADeadOwnerIsAnInternalServerError) {
  Slots slots;
  slots.death = Death::kOwnerBefore;
  slots.die_at = 2;
  EXPECT_EQ(Read(&slots, 3)->error().type, ApiErrorType::kInternalServerError);
}

}  // namespace
}  // namespace partita::gateway
