// ListTransactions between a resolver and a slot's owner: what has been waiting here for longer
// than it should.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "base/coding.h"
#include "wire/transaction_action.h"

namespace partita::wire {

inline constexpr size_t kMaxListed = 256;  // of each kind; the next question brings the rest

struct ListTransactionsRequest {
  int64_t min_age_ns = 0;  // counted from when this owner learnt of it, in this life
};

struct ListTransactionsReply {
  struct Prepared {
    std::string_view id = {};
    uint32_t decider = 0;
  };
  struct Committed {  // decided here, not yet forgotten
    std::string_view id = {};
    std::vector<uint32_t> participants = {};
  };
  std::vector<Prepared> prepared = {};
  std::vector<Committed> committed = {};
  bool has_expired = false;  // something for ForgetTransactions to sweep
};

void Encode(const ListTransactionsRequest& request, base::ByteWriter* writer);
ListTransactionsRequest DecodeListTransactionsRequest(base::ByteReader* reader);
void Encode(const ListTransactionsReply& reply, base::ByteWriter* writer);  // after outcome.h
ListTransactionsReply DecodeListTransactionsReply(base::ByteReader* reader);

}  // namespace partita::wire
