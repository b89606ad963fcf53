#include "model/base64.h"

#include <array>
#include <cstdint>

namespace partita::model {
namespace {

constexpr char kAlphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
constexpr uint32_t kStranger =
    0x80;  // a bit that no six-bit value has, and that survives or-ing four of them

constexpr std::array<uint8_t, 256> MakeValues() {
  std::array<uint8_t, 256> values{};
  values.fill(kStranger);
  for (uint8_t i = 0; i < 64; ++i) values[static_cast<uint8_t>(kAlphabet[i])] = i;
  return values;
}
constexpr std::array<uint8_t, 256> kValues = MakeValues();

uint32_t Byte(const char* at, int i) { return static_cast<uint8_t>(at[i]); }
uint32_t Value(const char* at, int i) { return kValues[static_cast<uint8_t>(at[i])]; }

}  // namespace

void AppendBase64(std::string_view bytes, std::string* out) {
  const size_t start = out->size();
  out->resize(start + Base64Size(bytes.size()));
  WriteBase64(bytes, out->data() + start);
}

void WriteBase64(std::string_view bytes, char* to) {
  const char* from = bytes.data();
  size_t left = bytes.size();
  for (; left >= 3; left -= 3, from += 3, to += 4) {
    const uint32_t bits = Byte(from, 0) << 16 | Byte(from, 1) << 8 | Byte(from, 2);
    to[0] = kAlphabet[bits >> 18];
    to[1] = kAlphabet[bits >> 12 & 63];
    to[2] = kAlphabet[bits >> 6 & 63];
    to[3] = kAlphabet[bits & 63];
  }
  if (left == 0) return;
  const uint32_t bits = Byte(from, 0) << 16 | (left == 2 ? Byte(from, 1) << 8 : 0);
  to[0] = kAlphabet[bits >> 18];
  to[1] = kAlphabet[bits >> 12 & 63];
  to[2] = left == 2 ? kAlphabet[bits >> 6 & 63] : '=';
  to[3] = '=';
}

bool DecodeBase64(std::string_view text, std::string* out) {
  if (text.size() % 4 != 0) return false;
  if (text.empty()) return true;
  const size_t padding = text.back() != '=' ? 0 : text[text.size() - 2] != '=' ? 1 : 2;
  const size_t start = out->size();
  out->resize(start + text.size() / 4 * 3);
  char* to = out->data() + start;
  const char* from = text.data();
  const char* const last_quad = from + text.size() - 4;
  uint32_t seen = 0;
  for (; from < last_quad; from += 4, to += 3) {
    const uint32_t a = Value(from, 0), b = Value(from, 1), c = Value(from, 2), d = Value(from, 3);
    seen |= a | b | c | d;
    to[0] = static_cast<char>(a << 2 | b >> 4);
    to[1] = static_cast<char>(b << 4 | c >> 2);
    to[2] = static_cast<char>(c << 6 | d);
  }
  const uint32_t a = Value(from, 0), b = Value(from, 1);
  const uint32_t c = padding == 2 ? 0 : Value(from, 2), d = padding == 0 ? Value(from, 3) : 0;
  to[0] = static_cast<char>(a << 2 | b >> 4);
  to[1] = static_cast<char>(b << 4 | c >> 2);
  to[2] = static_cast<char>(c << 6 | d);
  const bool stray_bits = (padding == 2 && (b & 15) != 0) || (padding == 1 && (c & 3) != 0);
  out->resize(out->size() - padding);
  return ((seen | a | b | c | d) & kStranger) == 0 && !stray_bits;
}

}  // namespace partita::model
