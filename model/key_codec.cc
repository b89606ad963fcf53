#include "model/key_codec.h"

#include <cstring>

#include "base/check.h"

namespace partita::model {
namespace {

void EncodeTerminated(std::string_view bytes, std::string* out) {
  EncodeKeyPrefix(bytes, out);
  out->append("\x00\x01", 2);
}

// Appends the bytes up to the end mark; false: no end mark, or a 0x00 followed by a stranger.
bool DecodeTerminated(base::ByteReader* reader, std::string* out) {
  while (true) {
    const std::string_view rest = reader->rest();
    const size_t zero = rest.find('\0');
    if (zero == std::string_view::npos || zero + 1 == rest.size()) return false;
    const uint8_t mark = static_cast<uint8_t>(rest[zero + 1]);
    if (mark != 0x01 && mark != 0xFF) return false;
    out->append(rest.substr(0, mark == 0xFF ? zero + 1 : zero));
    reader->Raw(zero + 2);
    if (mark == 0x01) return true;
  }
}

}  // namespace

void EncodeKeyPrefix(std::string_view prefix, std::string* out) {
  while (!prefix.empty()) {
    const size_t zero = prefix.find('\0');
    if (zero == std::string_view::npos) {
      out->append(prefix);
      return;
    }
    out->append(prefix.substr(0, zero)).append("\x00\xFF", 2);
    prefix.remove_prefix(zero + 1);
  }
}

void EncodeKeyValue(const AttributeValue& value, std::string* out) {
  if (const auto* text = value.As<std::string>()) {
    EncodeTerminated(*text, out);
  } else if (const auto* number = value.As<Number>()) {
    number->EncodeTo(out);
  } else {
    const auto* binary = value.As<Binary>();
    PARTITA_CHECK(binary != nullptr, "a key is a string, a number or a binary");
    EncodeTerminated(binary->bytes, out);
  }
}

base::Result<AttributeValue> DecodeKeyValue(AttributeType type, base::ByteReader* reader) {
  if (type == AttributeType::kN) {
    const auto number = Number::Decode(reader);
    if (!number.ok()) return base::Error::Corrupt("a key's number is malformed");
    return AttributeValue{*number};
  }
  std::string bytes;
  if (!DecodeTerminated(reader, &bytes)) return base::Error::Corrupt("a key's bytes are malformed");
  if (type == AttributeType::kB) return AttributeValue{Binary{std::move(bytes)}};
  if (type == AttributeType::kS) return AttributeValue{std::move(bytes)};
  return base::Error::Corrupt("no key has this type");
}

}  // namespace partita::model
