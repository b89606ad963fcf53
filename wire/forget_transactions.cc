#include "wire/forget_transactions.h"

#include "wire/transaction_action.h"

namespace partita::wire {

void EncodeForgetTransactions(const std::vector<std::string>& ids, base::ByteWriter* writer) {
  writer->Varint(ids.size());
  for (const std::string& id : ids) EncodeTransactionId(id, writer);
}

std::vector<std::string_view> DecodeForgetTransactions(base::ByteReader* reader) {
  std::vector<std::string_view> ids;
  const uint64_t count = reader->Varint();
  if (count > kMaxForgotten) reader->Fail();
  for (uint64_t i = 0; i < count && reader->ok(); ++i) ids.push_back(DecodeTransactionId(reader));
  return ids;
}

}  // namespace partita::wire
