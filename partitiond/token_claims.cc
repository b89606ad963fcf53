#include "partitiond/token_claims.h"

#include <algorithm>
#include <utility>

namespace partita::partitiond {

const TokenClaims::Claim* TokenClaims::Find(const std::string& token, int64_t now_ns) const {
  const auto found = claims_.find(token);
  if (found == claims_.end() || found->second.deadline_ns < now_ns) return nullptr;
  return &found->second;
}

void TokenClaims::Add(const std::string& token, Claim claim, int64_t now_ns) {
  if (claims_.size() >= drop_expired_at_) {
    std::erase_if(claims_, [now_ns](const auto& one) { return one.second.deadline_ns < now_ns; });
    drop_expired_at_ = std::max<size_t>(1024, claims_.size() * 2);
  }
  claims_.insert_or_assign(token, std::move(claim));
}

void TokenClaims::End(const std::string& token, std::string_view transaction) {
  const auto found = claims_.find(token);
  if (found != claims_.end() && found->second.transaction == transaction) claims_.erase(found);
}

}  // namespace partita::partitiond
