#include "model/json_sink.h"

#include <array>
#include <cstdint>

namespace partita::model {
namespace {

constexpr size_t kWord = sizeof(uint64_t);
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

constexpr uint64_t Repeat(uint8_t byte) { return 0x0101010101010101u * byte; }

// Whether one of eight bytes is a control character, a quote or a backslash. Bytes from 0x80 on are
// none of them; of the others every subtraction below starts at 0x80 or above, so nothing borrows
// from its neighbour.
bool NeedsEscape(uint64_t eight) {
  const uint64_t low = eight & Repeat(0x7F);
  const uint64_t control = (low | Repeat(0x80)) - Repeat(0x20);
  const uint64_t quote = ((low ^ Repeat('"')) | Repeat(0x80)) - Repeat(1);
  const uint64_t backslash = ((low ^ Repeat('\\')) | Repeat(0x80)) - Repeat(1);
  return (~(control & quote & backslash) & ~eight & Repeat(0x80)) != 0;
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
  char* to = Room(text.size() + 2 + kWord * kLongestEscape);
  *to++ = '"';
  while (text.size() >= kWord) {
    uint64_t eight;
    std::memcpy(&eight, text.data(), kWord);
    if (!NeedsEscape(eight)) [[likely]] {
      std::memcpy(to, &eight, kWord);
      to += kWord;
    } else {
      for (size_t i = 0; i < kWord; ++i) to = WriteByte(text[i], to);
      at_ = to;  // the escapes took more room than was asked for
      to = Room(text.size() + 2 + kWord * kLongestEscape);
    }
    text.remove_prefix(kWord);
  }
  for (const char c : text) to = WriteByte(c, to);
  *to++ = '"';
  at_ = to;
}

}  // namespace partita::model
