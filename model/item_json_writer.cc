// Writes DynamoDB JSON, from trees and straight from encoded bytes.
#include <array>

#include "base/coding.h"
#include "model/base64.h"
#include "model/item_json.h"
#include "model/limits.h"

namespace partita::model {
namespace {

constexpr int kMaxDepth = kMaxNestingLevels + 1;  // as item_codec.h decodes

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

// Whether one of eight bytes is a control character, a quote or a backslash: exact for bytes below
// 0x80, which all three are.
bool NeedsEscape(uint64_t eight) {
  const uint64_t low =
      eight &
      Repeat(0x7F);  // no borrow between bytes: every subtraction below starts at 0x80 or above
  const uint64_t control = (low | Repeat(0x80)) - Repeat(0x20);
  const uint64_t quote = ((low ^ Repeat('"')) | Repeat(0x80)) - Repeat(1);
  const uint64_t backslash = ((low ^ Repeat('\\')) | Repeat(0x80)) - Repeat(1);
  return (~(control & quote & backslash) & ~eight & Repeat(0x80)) != 0;
}

void AppendEscape(char c, std::string* out) {
  const char escape = kEscapes[static_cast<uint8_t>(c)];
  if (escape != 'u') {
    out->append({'\\', escape});
    return;
  }
  constexpr char kHex[] = "0123456789abcdef";
  out->append("\\u00").append({kHex[c >> 4 & 15], kHex[c & 15]});
}

void AppendEscaped(std::string_view text, std::string* out) {
  size_t from = 0;
  size_t at = 0;
  while (at < text.size()) {
    if (text.size() - at >= 8) {
      uint64_t eight;
      std::memcpy(&eight, text.data() + at, sizeof eight);
      if (!NeedsEscape(eight)) {
        at += 8;
        continue;
      }
    }
    if (kEscapes[static_cast<uint8_t>(text[at])] != 0) {
      out->append(text.substr(from, at - from));
      AppendEscape(text[at], out);
      from = at + 1;
    }
    ++at;
  }
  out->append(text.substr(from));
}

void AppendQuotedBase64(std::string_view bytes, std::string* out) {
  out->push_back('"');
  AppendBase64(bytes, out);
  out->push_back('"');
}

void AppendQuotedNumber(const Number& number, std::string* out) {
  out->push_back('"');
  number.AppendTo(out);
  out->push_back('"');
}

// "{"S":" and its kin.
void OpenValue(AttributeType type, std::string* out) {
  out->append("{\"").append(AttributeTypeName(type)).append("\":");
}

template <typename Members, typename AppendMember>
void AppendArray(const Members& members, AppendMember append, std::string* out) {
  out->push_back('[');
  bool first = true;
  for (const auto& member : members) {
    if (!first) out->push_back(',');
    first = false;
    append(member, out);
  }
  out->push_back(']');
}

// The same from bytes. Every function is false, with its reader failed, when the bytes are corrupt.
class EncodedWriter {
 public:
  EncodedWriter(std::string_view bytes, std::string* out) : reader_(bytes), out_(out) {}

  bool WriteItem(int depth) {
    out_->push_back('{');
    const uint64_t count = reader_.Varint();
    for (uint64_t i = 0; i < count && reader_.ok(); ++i) {
      if (i != 0) out_->push_back(',');
      AppendJsonString(reader_.Bytes(), out_);
      out_->push_back(':');
      if (!WriteValue(depth)) return false;
    }
    out_->push_back('}');
    return reader_.ok();
  }

  bool Finished() const { return reader_.Finished(); }

 private:
  bool WriteValue(int depth) {
    const uint8_t tag = reader_.U8();
    if (tag < 1 || tag > static_cast<uint8_t>(AttributeType::kBS) || depth > kMaxDepth)
      return false;
    const AttributeType type = static_cast<AttributeType>(tag);
    OpenValue(type, out_);
    const bool done = WriteContent(type, depth);
    out_->push_back('}');
    return done && reader_.ok();
  }

  bool WriteContent(AttributeType type, int depth) {
    switch (type) {
      case AttributeType::kS:
      case AttributeType::kB:
      case AttributeType::kN:
        return WriteScalar(type);
      case AttributeType::kBool:
        out_->append(reader_.Bool() ? "true" : "false");
        return true;
      case AttributeType::kNull:
        out_->append("true");
        return true;
      case AttributeType::kM:
        return WriteItem(depth + 1);
      case AttributeType::kL:
        return WriteArray([&] { return WriteValue(depth + 1); });
      case AttributeType::kSS:
        return WriteArray([&] { return WriteScalar(AttributeType::kS); });
      case AttributeType::kNS:
        return WriteArray([&] { return WriteScalar(AttributeType::kN); });
      case AttributeType::kBS:
        break;
    }
    return WriteArray([&] { return WriteScalar(AttributeType::kB); });
  }

  bool WriteScalar(AttributeType type) {
    if (type == AttributeType::kS) {
      AppendJsonString(reader_.Bytes(), out_);
    } else if (type == AttributeType::kB) {
      AppendQuotedBase64(reader_.Bytes(), out_);
    } else {
      const auto number = Number::Decode(&reader_);
      if (!number.ok()) return false;
      AppendQuotedNumber(*number, out_);
    }
    return reader_.ok();
  }

  template <typename WriteOne>
  bool WriteArray(WriteOne write_one) {
    out_->push_back('[');
    const uint64_t count = reader_.Varint();
    for (uint64_t i = 0; i < count; ++i) {
      if (i != 0) out_->push_back(',');
      if (!write_one()) return false;
    }
    out_->push_back(']');
    return true;
  }

  base::ByteReader reader_;
  std::string* out_;
};

void AppendContent(const AttributeValue& value, std::string* out) {
  switch (value.type()) {
    case AttributeType::kS:
      AppendJsonString(*value.As<std::string>(), out);
      return;
    case AttributeType::kN:
      AppendQuotedNumber(*value.As<Number>(), out);
      return;
    case AttributeType::kB:
      AppendQuotedBase64(value.As<Binary>()->bytes, out);
      return;
    case AttributeType::kBool:
      out->append(*value.As<bool>() ? "true" : "false");
      return;
    case AttributeType::kNull:
      out->append("true");
      return;
    case AttributeType::kM:
      AppendItemJson(*value.As<AttributeMap>(), out);
      return;
    case AttributeType::kL:
      AppendArray(*value.As<List>(), AppendValueJson, out);
      return;
    case AttributeType::kSS:
      AppendArray(value.As<StringSet>()->members, AppendJsonString, out);
      return;
    case AttributeType::kNS:
      AppendArray(value.As<NumberSet>()->members, AppendQuotedNumber, out);
      return;
    case AttributeType::kBS:
      AppendArray(value.As<BinarySet>()->members, AppendQuotedBase64, out);
      return;
  }
}

}  // namespace

void AppendJsonString(std::string_view text, std::string* out) {
  out->push_back('"');
  AppendEscaped(text, out);
  out->push_back('"');
}

void AppendValueJson(const AttributeValue& value, std::string* out) {
  OpenValue(value.type(), out);
  AppendContent(value, out);
  out->push_back('}');
}

void AppendItemJson(const Item& item, std::string* out) {
  out->push_back('{');
  for (const Attribute& attribute : item) {
    if (&attribute != item.begin()) out->push_back(',');
    AppendJsonString(attribute.name, out);
    out->push_back(':');
    AppendValueJson(attribute.value, out);
  }
  out->push_back('}');
}

bool AppendEncodedItemJson(std::string_view item, std::string* out) {
  EncodedWriter writer(item, out);
  return writer.WriteItem(1) && writer.Finished();
}

}  // namespace partita::model
