#include "shm/assembler.h"

#include <cstring>

namespace partita::shm {
namespace {

// A buffer larger than this is not kept for the next message.
constexpr size_t kKeptBytes = 1u << 20;

}  // namespace

base::Result<std::optional<std::string_view>> Assembler::Take(uint32_t tag,
                                                              std::string_view payload) {
  const uint32_t flags = tag & kFlagsMask;
  if ((tag & ~kFlagsMask) != epoch_bits_) return base::Error::Corrupt("a record of another epoch");
  if ((flags & ~(kFirstFlag | kLastFlag)) != 0) return base::Error::Corrupt("unknown flags");
  const bool first = (flags & kFirstFlag) != 0;
  const bool last = (flags & kLastFlag) != 0;
  if (first == total_.has_value()) return base::Error::Corrupt("a fragment out of order");
  if (first && last) return std::optional(payload);
  PARTITA_TRY(first ? Begin(payload) : Append(payload));
  if (last != (bytes_.size() == *total_)) {
    return base::Error::Corrupt("a message of another length than announced");
  }
  if (!last) return std::optional<std::string_view>();
  total_.reset();
  return std::optional<std::string_view>(bytes_);
}

base::Status Assembler::Begin(std::string_view payload) {
  uint64_t total;
  if (payload.size() < sizeof total) return base::Error::Corrupt("a message without its length");
  std::memcpy(&total, payload.data(), sizeof total);
  if (total > kMaxMessageBytes) return base::Error::Corrupt("a message longer than any may be");
  total_ = total;
  bytes_.clear();
  bytes_.reserve(total);  // address space; pages are touched as bytes come
  return Append(payload.substr(sizeof total));
}

base::Status Assembler::Append(std::string_view payload) {
  if (payload.size() > *total_ - bytes_.size()) {
    return base::Error::Corrupt("more of a message than announced");
  }
  bytes_.append(payload);
  return {};
}

void Assembler::Done() {
  if (!total_ && bytes_.capacity() > kKeptBytes) bytes_ = std::string();
}

}  // namespace partita::shm
