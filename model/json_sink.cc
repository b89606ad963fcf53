#include "model/json_sink.h"

#include <array>
#include <cstdint>

namespace partita::model {
namespace {

// GCC and Clang compile this to the vector instructions of the machine, 16 bytes at a time.
using Block = uint8_t __attribute__((vector_size(16)));
constexpr size_t kBlock = sizeof(Block);
constexpr size_t kLongestEscape = 6;  // \u001f

// How a byte stands in a JSON string: 0 as it is, 'u' as \u00XX, else after a backslash.
constexpr std::array<char, 256> MakeEscapes() {
  std::array<char, 256> escapes{};
  for (int c = 0; c < 0x20; ++c) escapes[c] = 'u';
  escapes['\b'] = 'b';
  escapes['\f'] = 'f';
  escapes['\n'] = 'n';
  escapes['\r'] = 'r';
  escapes['\t'] = 't';
  escapes['"'] = '"';
  escapes['\\'] = '\\';
  return escapes;
}
constexpr std::array<char, 256> kEscapes = MakeEscapes();

// Whether one of its bytes is a control character, a quote or a backslash.
bool NeedsEscape(Block block) {
  const auto found = (block < uint8_t{0x20}) | (block == uint8_t{'"'}) | (block == uint8_t{'\\'});
  uint64_t halves[2];
  static_assert(sizeof halves == sizeof found);
  std::memcpy(halves, &found, sizeof halves);
  return (halves[0] | halves[1]) != 0;
}

char* WriteEscape(char c, char* to) {
  constexpr char kHex[] = "0123456789abcdef";
  const char escape = kEscapes[static_cast<uint8_t>(c)];
  if (escape != 'u') {
    *to++ = '\\';
    *to++ = escape;
    return to;
  }
  std::memcpy(to, "\\u00", 4);
  to[4] = kHex[c >> 4 & 15];
  to[5] = kHex[c & 15];
  return to + kLongestEscape;
}

inline char* WriteByte(char c, char* to) {
  if (kEscapes[static_cast<uint8_t>(c)] != 0) [[unlikely]]
    return WriteEscape(c, to);
  *to = c;
  return to + 1;
}

}  // namespace

void JsonSink::MoveTo(size_t written, size_t room) {
  out_->resize(written + room);
  at_ = out_->data() + written;
  end_ = out_->data() + out_->size();
}

void JsonSink::String(std::string_view text) {
  char* to = Room(text.size() + 2 + kBlock * kLongestEscape);
  *to++ = '"';
  while (text.size() >= kBlock) {
    Block block;
    std::memcpy(&block, text.data(), kBlock);
    if (!NeedsEscape(block)) [[likely]] {
      std::memcpy(to, &block, kBlock);
      to += kBlock;
    } else {
      for (size_t i = 0; i < kBlock; ++i) to = WriteByte(text[i], to);
      at_ = to;  // the escapes took more room than was asked for
      to = Room(text.size() + 2 + kBlock * kLongestEscape);
    }
    text.remove_prefix(kBlock);
  }
  for (const char c : text) to = WriteByte(c, to);
  *to++ = '"';
  at_ = to;
}

}  // namespace partita::model
