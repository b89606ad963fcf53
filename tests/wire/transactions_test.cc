// The messages of transactions: each comes back as it was, each prefix of it is refused.
#include <gtest/gtest.h>

#include <functional>
#include <string>

#include "wire/claim_token.h"
#include "wire/decide_transaction.h"
#include "wire/finish_transaction.h"
#include "wire/forget_transactions.h"
#include "wire/keep_token.h"
#include "wire/list_transactions.h"
#include "wire/prepare_transaction.h"
#include "wire/read_transaction.h"
#include "wire/write_transaction.h"

namespace partita::wire {
namespace {

const std::string kId(kTransactionIdBytes, 'i');
const std::string kHash(kPayloadHashBytes, 'h');

std::string BytesOf(const std::function<void(base::ByteWriter*)>& encode) {
  std::string bytes;
  base::ByteWriter writer(&bytes);
  encode(&writer);
  return bytes;
}

// Decodes all of it and encodes it again; and no prefix is taken for a whole message.
template <typename Decode, typename Encoder>
void ExpectRoundTrip(const std::string& bytes, Decode decode, Encoder encode) {
  base::ByteReader reader(bytes);
  const auto decoded = decode(&reader);
  ASSERT_TRUE(reader.Finished());
  EXPECT_EQ(BytesOf([&](base::ByteWriter* writer) { encode(decoded, writer); }), bytes);
  for (size_t size = 0; size < bytes.size(); ++size) {
    base::ByteReader cut(std::string_view(bytes).substr(0, size));
    decode(&cut);
    EXPECT_FALSE(cut.Finished()) << size;
  }
}

template <typename Message, typename Decode>
void ExpectRoundTrip(const Message& message, Decode decode) {
  ExpectRoundTrip(BytesOf([&](base::ByteWriter* writer) { Encode(message, writer); }), decode,
                  [](const auto& one, base::ByteWriter* writer) { Encode(one, writer); });
}

TEST(TransactionMessages, ComeBackAsTheyWere) {
  const std::vector<TransactionAction> actions{{ActionKind::kPut, "put"},
                                               {ActionKind::kCheck, "check"}};
  ExpectRoundTrip(WriteTransactionRequest{.id = kId,
                                          .deadline_ns = 77,
                                          .token = "token",
                                          .payload_hash = kHash,
                                          .participants = {1, 63},
                                          .judge_only = true,
                                          .actions = actions},
                  DecodeWriteTransactionRequest);
  ExpectRoundTrip(WriteTransactionReply{.replayed = true, .earlier = kId, .unfinished = {2}},
                  DecodeWriteTransactionReply);
  WriteTransactionReply written;
  written.results = {{.old_size = 1, .new_size = 2, .indexes = {{3, 4}}}};
  ExpectRoundTrip(written, DecodeWriteTransactionReply);
  ExpectRoundTrip(PrepareTransactionRequest{kId, 5, actions}, DecodePrepareTransactionRequest);
  ExpectRoundTrip(DecideTransactionRequest{kId}, DecodeDecideTransactionRequest);
  ExpectRoundTrip(DecideTransactionReply{true}, DecodeDecideTransactionReply);
  ExpectRoundTrip(FinishTransactionRequest{kId, true}, DecodeFinishTransactionRequest);
  ExpectRoundTrip(ListTransactionsRequest{5}, DecodeListTransactionsRequest);
  ExpectRoundTrip(ListTransactionsReply{{{kId, 1}}, {{kId, {0, 2}}}, true},
                  DecodeListTransactionsReply);
  ExpectRoundTrip(ReadTransactionRequest{false, {{7, "key"}, {8, "other"}}},
                  DecodeReadTransactionRequest);
  ExpectRoundTrip(ClaimTokenRequest{"token", kHash, kId, 9, true}, DecodeClaimTokenRequest);
  ExpectRoundTrip(ClaimTokenReply{true, kId, {1}}, DecodeClaimTokenReply);
  ExpectRoundTrip(KeepTokenRequest{"token", kHash, false}, DecodeKeepTokenRequest);
}

TEST(TransactionMessages, ListsOfIdsComeBack) {
  const std::string bytes =
      BytesOf([](base::ByteWriter* writer) { EncodeForgetTransactions({kId, kId}, writer); });
  base::ByteReader reader(bytes);
  EXPECT_EQ(DecodeForgetTransactions(&reader).size(), 2u);
  EXPECT_TRUE(reader.Finished());
}

TEST(TransactionMessages, EntriesOfAReadComeBack) {
  const std::string bytes = BytesOf([](base::ByteWriter* writer) {
    writer->U64(3);
    EncodeReadEntry({.locked = true, .version = 4}, writer);
    EncodeReadEntry({.version = 5, .found = true, .item_size = 6, .item = "item"}, writer);
  });
  base::ByteReader reader(bytes);
  const ReadTransactionReply reply = DecodeReadTransactionReply(2, &reader);
  ASSERT_TRUE(reader.Finished());
  EXPECT_EQ(reply.epoch, 3u);
  EXPECT_TRUE(reply.entries[0].locked);
  EXPECT_FALSE(reply.entries[0].found);
  EXPECT_EQ(reply.entries[1].item, "item");
}

TEST(TransactionMessages, RefuseWhatIsOutOfRange) {
  const auto refused = [](const std::string& bytes, auto decode) {
    base::ByteReader reader(bytes);
    decode(&reader);
    return !reader.ok();
  };
  EXPECT_TRUE(refused(BytesOf([](base::ByteWriter* writer) { writer->Bytes("short id"); }),
                      DecodeDecideTransactionRequest));
  EXPECT_TRUE(refused(BytesOf([](base::ByteWriter* writer) { EncodeSlots({64}, writer); }),
                      DecodeSlots));
  EXPECT_TRUE(refused(BytesOf([](base::ByteWriter* writer) {
                        EncodeActions(std::vector<TransactionAction>(101), writer);
                      }),
                      DecodeActions));
  EXPECT_TRUE(refused(BytesOf([](base::ByteWriter* writer) {
                        Encode(WriteTransactionRequest{.id = kId, .token = "t"}, writer);
                      }),
                      DecodeWriteTransactionRequest));
}

}  // namespace
}  // namespace partita::wire
