// SHA-256 by OpenSSL, with the digest fetched once and the context reused (four times faster than
// the one-shot call).
#pragma once

#include <array>
#include <cstdint>
#include <initializer_list>
#include <memory>
#include <string_view>

namespace partita::base {

using Sha256Digest = std::array<uint8_t, 32>;

// Thread safety: one object, one thread.
class Sha256 {
 public:
  Sha256();
  ~Sha256();
  Sha256(const Sha256&) = delete;
  Sha256& operator=(const Sha256&) = delete;

  // The digest of the pieces as if they were one string.
  Sha256Digest Hash(std::initializer_list<std::string_view> pieces);

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace partita::base
