// Versions of all keys, also of those without an item: a reader that sees the same version twice
// knows that nothing was written under the key in between.
//
// A fixed number of counters, each shared by many keys: two keys that share one only make a reader
// look again. Versions mean nothing beyond one life of the process; its epoch goes with them.
// Thread safety: one object, one thread.
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <memory>
#include <string_view>

namespace partita::partitiond {

class WriteClock {
 public:
  // `key`: model::ItemKey::bytes, which has the table in its hash.
  void Bump(std::string_view key) { ++(*counters_)[Place(key)]; }
  uint32_t Version(std::string_view key) const { return (*counters_)[Place(key)]; }

 private:
  static constexpr size_t kCounters = 1u << 16;  // 256 KiB
  static size_t Place(std::string_view key) {
    return std::hash<std::string_view>()(key) % kCounters;
  }

  std::unique_ptr<std::array<uint32_t, kCounters>> counters_ =
      std::make_unique<std::array<uint32_t, kCounters>>();
};

}  // namespace partita::partitiond
