// Puts the messages of a channel together from its records (channel.h has the grammar).
//
// Thread safety: one thread. Memory: at most one message, of at most kMaxMessageBytes.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"

namespace partita::shm {

// The flags in the low byte of a record's tag; the other bits are the epoch's.
inline constexpr uint32_t kFirstFlag = 1;
inline constexpr uint32_t kLastFlag = 2;
inline constexpr uint32_t kFlagsMask = 0xff;
constexpr uint32_t EpochBits(uint32_t epoch) { return epoch << 8; }

// The longest frame (wire/frame.h: 32 MiB and a header) fits; what one peer can make us hold.
inline constexpr size_t kMaxMessageBytes = 33u << 20;

class Assembler {
 public:
  explicit Assembler(uint32_t epoch) : epoch_bits_(EpochBits(epoch)) {}

  // Takes the next record; `payload` is a private copy, not shared memory. The message it
  // completes, if it does, lies in `payload` or in the assembler until Done(). kCorrupt: no channel
  // says this.
  base::Result<std::optional<std::string_view>> Take(uint32_t tag, std::string_view payload);
  // The message last returned is not needed any more: a large buffer is given back.
  void Done();

 private:
  base::Status Begin(std::string_view payload);
  base::Status Append(std::string_view payload);

  const uint32_t epoch_bits_;
  std::optional<uint64_t> total_;  // the announced size of the message under way, if there is one
  std::string bytes_;              // what came of it
};

}  // namespace partita::shm
