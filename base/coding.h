// Bytes of our own formats: little-endian fixed integers, LEB128 varints, length-prefixed strings.
//
// ByteWriter appends to a string its caller owns, so that a hot path can reuse the memory.
// ByteReader never reads past its end: the first piece that is missing makes it fail for good,
// every later read returns zero or empty, and the caller asks ok() once at the end. Views returned
// by the reader live as long as the bytes it reads.
#pragma once

#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>

namespace partita::base {

static_assert(__BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__, "formats are written with memcpy");

// Big-endian 64 bits, where memcmp order must be numeric order (keys).
inline void PutBigEndian64(char* to, uint64_t value) {
  value = __builtin_bswap64(value);
  std::memcpy(to, &value, sizeof value);
}
inline uint64_t GetBigEndian64(const char* from) {
  uint64_t value;
  std::memcpy(&value, from, sizeof value);
  return __builtin_bswap64(value);
}

class ByteWriter {
 public:
  explicit ByteWriter(std::string* out) : out_(out) {}

  void U8(uint8_t value) { out_->push_back(static_cast<char>(value)); }
  void U16(uint16_t value) { Fixed(value); }
  void U32(uint32_t value) { Fixed(value); }
  void U64(uint64_t value) { Fixed(value); }
  void Bool(bool value) { U8(value ? 1 : 0); }
  void Varint(uint64_t value) {
    while (value >= 0x80) {
      U8(static_cast<uint8_t>(value | 0x80));
      value >>= 7;
    }
    U8(static_cast<uint8_t>(value));
  }
  // Signed values near zero stay short.
  void ZigZag(int64_t value) {
    Varint((static_cast<uint64_t>(value) << 1) ^ static_cast<uint64_t>(value >> 63));
  }
  void Raw(std::string_view bytes) { out_->append(bytes); }
  // Varint length, then the bytes.
  void Bytes(std::string_view bytes) {
    Varint(bytes.size());
    Raw(bytes);
  }

  size_t size() const { return out_->size(); }
  std::string* out() { return out_; }

 private:
  template <typename T>
  void Fixed(T value) {
    out_->append(reinterpret_cast<const char*>(&value), sizeof value);
  }

  std::string* out_;
};

class ByteReader {
 public:
  explicit ByteReader(std::string_view bytes) : rest_(bytes) {}

  uint8_t U8() { return Fixed<uint8_t>(); }
  uint16_t U16() { return Fixed<uint16_t>(); }
  uint32_t U32() { return Fixed<uint32_t>(); }
  uint64_t U64() { return Fixed<uint64_t>(); }
  // Only 0 and 1 are booleans: anything else fails.
  bool Bool() {
    const uint8_t value = U8();
    if (value > 1) Fail();
    return value == 1;
  }
  uint64_t Varint() {
    uint64_t value = 0;
    for (int shift = 0; shift < 64; shift += 7) {
      const uint8_t byte = U8();
      if (shift == 63 && byte > 1) break;
      if (shift != 0 && byte == 0) break;  // longer than it need be: one value, one encoding
      value |= static_cast<uint64_t>(byte & 0x7f) << shift;
      if ((byte & 0x80) == 0) return ok_ ? value : 0;
    }
    Fail();
    return 0;
  }
  int64_t ZigZag() {
    const uint64_t value = Varint();
    return static_cast<int64_t>(value >> 1) ^ -static_cast<int64_t>(value & 1);
  }
  std::string_view Raw(size_t size) {
    if (size > rest_.size()) {
      Fail();
      return {};
    }
    const std::string_view bytes = rest_.substr(0, size);
    rest_.remove_prefix(size);
    return bytes;
  }
  std::string_view Bytes() {
    const uint64_t size = Varint();
    return Raw(size);
  }

  // True while everything asked for was there.
  bool ok() const { return ok_; }
  // True when everything was there and nothing is left: what a decoder of a whole message demands.
  bool Finished() const { return ok_ && rest_.empty(); }
  std::string_view rest() const { return rest_; }
  void Fail() {
    ok_ = false;
    rest_ = {};
  }

 private:
  template <typename T>
  T Fixed() {
    T value = 0;
    if (rest_.size() < sizeof value) {
      Fail();
      return 0;
    }
    std::memcpy(&value, rest_.data(), sizeof value);
    rest_.remove_prefix(sizeof value);
    return value;
  }

  std::string_view rest_;
  bool ok_ = true;
};

}  // namespace partita::base
