// Which ClientRequestTokens belong to a transaction that is running right now.
//
// In memory only: a second transaction under the same token hears that the first is in progress.
// That neither is carried out twice does not depend on it (write_transaction.cc). A claim ends when
// its transaction does, at the latest at its deadline.
// Thread safety: one object, one thread.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>

namespace partita::partitiond {

class TokenClaims {
 public:
  struct Claim {
    std::string payload_hash;
    std::string transaction;
    int64_t deadline_ns = 0;
  };

  // Null: nobody has it now.
  const Claim* Find(const std::string& token, int64_t now_ns) const;
  void Add(const std::string& token, Claim claim, int64_t now_ns);
  // Only if it is this transaction's.
  void End(const std::string& token, std::string_view transaction);
  // Whoever's it is.
  void End(const std::string& token) { claims_.erase(token); }
  void EndAll() { claims_.clear(); }

 private:
  std::unordered_map<std::string, Claim> claims_;
  size_t drop_expired_at_ = 1024;  // claims; doubled when most of them are alive
};

}  // namespace partita::partitiond
