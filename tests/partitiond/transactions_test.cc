// What an owner does for transactions: in one slot, as a participant, as the decider; and what is
// left of it after kill -9.
#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

#include "base/clock.h"
#include "house.h"
#include "model/item_codec.h"
#include "wire/claim_token.h"
#include "wire/decide_transaction.h"
#include "wire/delete_item.h"
#include "wire/finish_transaction.h"
#include "wire/forget_transactions.h"
#include "wire/keep_token.h"
#include "wire/list_transactions.h"
#include "wire/outcome.h"
#include "wire/prepare_transaction.h"
#include "wire/put_item.h"
#include "wire/read_transaction.h"
#include "wire/write_transaction.h"

namespace partita::partitiond {
namespace {

using model::ApiErrorType;
using wire::MessageKind;

const std::string kId(16, 'a');
const std::string kOtherId(16, 'b');
const std::string kHash(32, 'h');
const std::string kOtherHash(32, 'o');

// A put of one song, as an action; the bytes must outlive it.
struct PutAction {
  PutAction(const std::string& title, const std::string& text, const std::string& condition = {})
      : key(KeyOf(title)), item(Encoded(Song(title, text))), program(condition) {
    wire::PutItemRequest put{kTable, key, item, 100, {}};
    put.options.condition = program;
    base::ByteWriter writer(&request);
    wire::Encode(put, &writer);
  }
  wire::TransactionAction action() const { return {wire::ActionKind::kPut, request}; }

  std::string key, item, program, request;
};

class TransactionsTest : public ::testing::Test {
 protected:
  void SetUp() override { house_.StartProcess(); }
  void Restart() {
    house_.Kill();
    house_.StartProcess();
  }

  Reply Ask(MessageKind kind, const std::function<void(base::ByteWriter*)>& payload) {
    return house_.gateway().Wait(house_.gateway().Ask(kind, payload));
  }
  Reply Write(wire::WriteTransactionRequest request) {
    if (request.id.empty()) request.id = kId;
    request.deadline_ns = base::MonotonicNs() + 5'000'000'000;
    return Ask(MessageKind::kWriteTransaction,
               [&](base::ByteWriter* writer) { wire::Encode(request, writer); });
  }
  Reply Prepare(const std::string& id, std::vector<wire::TransactionAction> actions) {
    return Ask(MessageKind::kPrepareTransaction, [&](base::ByteWriter* writer) {
      wire::Encode(wire::PrepareTransactionRequest{id, 1, std::move(actions)}, writer);
    });
  }
  Reply Finish(const std::string& id, bool commit) {
    return Ask(MessageKind::kFinishTransaction, [&](base::ByteWriter* writer) {
      wire::Encode(wire::FinishTransactionRequest{id, commit}, writer);
    });
  }
  bool Decide(const std::string& id) {
    const Reply reply = Ask(MessageKind::kDecideTransaction, [&](base::ByteWriter* writer) {
      wire::Encode(wire::DecideTransactionRequest{id}, writer);
    });
    base::ByteReader reader(reply.payload);
    EXPECT_TRUE(wire::DecodeOutcome(&reader).ok());
    return wire::DecodeDecideTransactionReply(&reader).committed;
  }
  model::ApiStatus PutSong(const std::string& title) {
    return house_.gateway().Wait(house_.gateway().Put(title, "single")).outcome();
  }
  // The song's text; "-" for none.
  std::string TextOf(const std::string& title) {
    const auto item = house_.gateway().Wait(house_.gateway().Get(title)).item();
    if (!item) return "-";
    return *model::DecodeItem(*item)->Find("lyric")->As<std::string>();
  }
  static wire::WriteTransactionReply Written(const Reply& reply) {
    base::ByteReader reader(reply.payload);
    EXPECT_TRUE(wire::DecodeOutcome(&reader).ok());
    return wire::DecodeWriteTransactionReply(&reader);
  }

  House house_;
  PutAction a_{"a", "one"};
  PutAction b_{"b", "two"};
};

ApiErrorType TypeOf(const Reply& reply) { return reply.outcome().error().type; }

TEST_F(TransactionsTest, InOneSlotAllAreWrittenOrNone) {
  ASSERT_TRUE(Write({.actions = {a_.action(), b_.action()}}).outcome().ok());
  EXPECT_EQ(TextOf("a") + TextOf("b"), "onetwo");
  const PutAction again("a", "three");
  const PutAction refused("b", "four", ConditionProgram("attribute_not_exists(title)"));
  const Reply reply = Write({.id = kOtherId, .actions = {again.action(), refused.action()}});
  ASSERT_EQ(TypeOf(reply), ApiErrorType::kTransactionCanceled);
  const model::ApiStatus outcome = reply.outcome();
  const auto& reasons = outcome.error().reasons;
  ASSERT_EQ(reasons.size(), 2u);
  EXPECT_EQ(reasons[0].code + reasons[1].code, "NoneConditionalCheckFailed");
  EXPECT_EQ(TextOf("a") + TextOf("b"), "onetwo");
}

TEST_F(TransactionsTest, APreparedKeyIsLockedUntilItIsFinished) {
  ASSERT_TRUE(Prepare(kId, {a_.action()}).outcome().ok());
  EXPECT_EQ(TextOf("a"), "-");
  EXPECT_EQ(PutSong("a").error().type, ApiErrorType::kTransactionConflict);
  const model::ApiStatus outcome = Prepare(kOtherId, {a_.action(), b_.action()}).outcome();
  EXPECT_EQ(outcome.error().reasons[0].code, "TransactionConflict");
  EXPECT_TRUE(PutSong("b").ok());
  ASSERT_TRUE(Finish(kId, true).outcome().ok());
  EXPECT_EQ(TextOf("a"), "one");
  EXPECT_TRUE(PutSong("a").ok());
  ASSERT_TRUE(Finish(kId, true).outcome().ok());  // once more changes nothing
  EXPECT_EQ(TextOf("a"), "single");
}

TEST_F(TransactionsTest, WhatIsPreparedSurvivesKill9WithItsLocks) {
  ASSERT_TRUE(Prepare(kId, {a_.action()}).outcome().ok());
  ASSERT_TRUE(Prepare(kOtherId, {b_.action()}).outcome().ok());
  Restart();
  EXPECT_EQ(PutSong("a").error().type, ApiErrorType::kTransactionConflict);
  ASSERT_TRUE(Finish(kId, true).outcome().ok());
  ASSERT_TRUE(Finish(kOtherId, false).outcome().ok());
  EXPECT_EQ(TextOf("a") + TextOf("b"), "one-");
  EXPECT_TRUE(PutSong("a").ok());
  EXPECT_TRUE(PutSong("b").ok());
}

TEST_F(TransactionsTest, WithoutADecisionItIsAbortedForGood) {
  EXPECT_FALSE(Decide(kId));
  EXPECT_EQ(TypeOf(Write({.participants = {1}, .actions = {a_.action()}})),
            ApiErrorType::kTransactionConflict);
  Restart();
  EXPECT_EQ(TypeOf(Write({.participants = {1}, .actions = {a_.action()}})),
            ApiErrorType::kTransactionConflict);
  EXPECT_EQ(TextOf("a"), "-");
}

TEST_F(TransactionsTest, ADecisionIsRememberedUntilItIsForgotten) {
  ASSERT_TRUE(Write({.participants = {1}, .actions = {a_.action()}}).outcome().ok());
  Restart();
  EXPECT_TRUE(Decide(kId));
  const Reply listed = Ask(MessageKind::kListTransactions, [](base::ByteWriter* writer) {
    wire::Encode(wire::ListTransactionsRequest{0}, writer);
  });
  base::ByteReader reader(listed.payload);
  ASSERT_TRUE(wire::DecodeOutcome(&reader).ok());
  const auto list = wire::DecodeListTransactionsReply(&reader);
  ASSERT_EQ(list.committed.size(), 1u);
  EXPECT_EQ(list.committed[0].participants, std::vector<uint32_t>{1});
  ASSERT_TRUE(Ask(MessageKind::kForgetTransactions, [](base::ByteWriter* writer) {
                wire::EncodeForgetTransactions({kId}, writer);
              }).outcome().ok());
  EXPECT_FALSE(Decide(kId));
}

TEST_F(TransactionsTest, AWriteBeyondItsDeadlineIsRefused) {
  wire::WriteTransactionRequest late{.id = kId, .participants = {1}, .actions = {a_.action()}};
  late.deadline_ns = base::MonotonicNs() - 1;
  const Reply reply = Ask(MessageKind::kWriteTransaction,
                          [&](base::ByteWriter* writer) { wire::Encode(late, writer); });
  EXPECT_EQ(TypeOf(reply), ApiErrorType::kTransactionConflict);
}

TEST_F(TransactionsTest, ATokenIsCarriedOutOnceAlsoAcrossKill9) {
  const wire::WriteTransactionRequest request{
      .id = kId, .token = "token", .payload_hash = kHash, .actions = {a_.action()}};
  EXPECT_FALSE(Written(Write(request)).replayed);
  ASSERT_TRUE(PutSong("a").ok());
  Restart();
  const Reply replay = Write(request);
  EXPECT_TRUE(Written(replay).replayed);
  EXPECT_EQ(TextOf("a"), "single");
  wire::WriteTransactionRequest other = request;
  other.payload_hash = kOtherHash;
  EXPECT_EQ(TypeOf(Write(other)), ApiErrorType::kIdempotentParameterMismatch);
}

TEST_F(TransactionsTest, ACancelledTransactionDoesNotUseItsToken) {
  const PutAction refused("a", "x", ConditionProgram("attribute_exists(title)"));
  const wire::WriteTransactionRequest request{
      .id = kId, .token = "token", .payload_hash = kHash, .actions = {refused.action()}};
  EXPECT_EQ(TypeOf(Write(request)), ApiErrorType::kTransactionCanceled);
  ASSERT_TRUE(PutSong("a").ok());
  EXPECT_FALSE(Written(Write(request)).replayed);
  EXPECT_EQ(TextOf("a"), "x");
}

TEST_F(TransactionsTest, AClaimedTokenIsInProgressUntilItIsGivenBack) {
  const auto claim = [&](const std::string& id, const std::string& hash, bool release) {
    return Ask(MessageKind::kClaimToken, [&](base::ByteWriter* writer) {
      wire::Encode(wire::ClaimTokenRequest{"token", hash, id, base::MonotonicNs() + 5'000'000'000,
                                           release},
                   writer);
    });
  };
  ASSERT_TRUE(claim(kId, kHash, false).outcome().ok());
  EXPECT_EQ(TypeOf(claim(kOtherId, kHash, false)), ApiErrorType::kTransactionInProgress);
  EXPECT_EQ(TypeOf(claim(kOtherId, kOtherHash, false)), ApiErrorType::kIdempotentParameterMismatch);
  ASSERT_TRUE(claim(kOtherId, kHash, true).outcome().ok());  // not its own
  EXPECT_EQ(TypeOf(claim(kOtherId, kHash, false)), ApiErrorType::kTransactionInProgress);
  ASSERT_TRUE(claim(kId, kHash, true).outcome().ok());
  EXPECT_TRUE(claim(kOtherId, kHash, false).outcome().ok());
}

TEST_F(TransactionsTest, AKeptTokenRefusesAnotherPayloadAndLetsItsOwnRun) {
  const auto keep = [&](bool yes) {
    return Ask(MessageKind::kKeepToken, [&](base::ByteWriter* writer) {
      wire::Encode(wire::KeepTokenRequest{"token", kHash, yes}, writer);
    });
  };
  ASSERT_TRUE(keep(true).outcome().ok());
  Restart();
  wire::WriteTransactionRequest request{
      .id = kId, .token = "token", .payload_hash = kOtherHash, .actions = {a_.action()}};
  EXPECT_EQ(TypeOf(Write(request)), ApiErrorType::kIdempotentParameterMismatch);
  ASSERT_TRUE(keep(false).outcome().ok());
  EXPECT_FALSE(Written(Write(request)).replayed);
}

TEST_F(TransactionsTest, AReadSeesVersionsMoveAndLocksHold) {
  const std::string key = KeyOf("a");
  const auto read = [&] {
    const Reply reply = Ask(MessageKind::kReadTransaction, [&](base::ByteWriter* writer) {
      wire::Encode(wire::ReadTransactionRequest{true, {{kTable, key}}}, writer);
    });
    base::ByteReader reader(reply.payload);
    EXPECT_TRUE(wire::DecodeOutcome(&reader).ok());
    auto decoded = wire::DecodeReadTransactionReply(1, &reader);
    decoded.entries[0].item = {};
    return std::tuple(decoded.epoch, decoded.entries[0].version, decoded.entries[0].locked,
                      decoded.entries[0].found);
  };
  const auto [epoch, version, locked, found] = read();
  EXPECT_FALSE(locked || found);
  ASSERT_TRUE(Prepare(kId, {a_.action()}).outcome().ok());
  EXPECT_EQ(read(), std::tuple(epoch, version, true, false));
  ASSERT_TRUE(Finish(kId, true).outcome().ok());
  EXPECT_NE(std::get<1>(read()), version);
  Restart();
  EXPECT_NE(std::get<0>(read()), epoch);
}

}  // namespace
}  // namespace partita::partitiond
