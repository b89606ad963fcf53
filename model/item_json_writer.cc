// Writes DynamoDB JSON, from trees and straight from encoded bytes.
#include "base/coding.h"
#include "model/base64.h"
#include "model/item_json.h"
#include "model/json_sink.h"
#include "model/limits.h"

namespace partita::model {
namespace {

constexpr int kMaxDepth = kMaxNestingLevels + 1;  // as item_codec.h decodes

// How a value starts, by type.
constexpr std::string_view kOpenings[] = {
    "",        "{\"S\":", "{\"N\":",  "{\"B\":",  "{\"BOOL\":", "{\"NULL\":",
    "{\"M\":", "{\"L\":", "{\"SS\":", "{\"NS\":", "{\"BS\":",
};

void WriteBool(bool value, JsonSink* sink) { sink->Raw(value ? "true" : "false"); }

void WriteQuotedNumber(const Number& number, JsonSink* sink) {
  char* const to = sink->Room(Number::kMaxTextBytes + 2);
  to[0] = '"';
  const size_t size = number.WriteTo(to + 1);
  to[size + 1] = '"';
  sink->Advance(size + 2);
}

void WriteQuotedBase64(std::string_view bytes, JsonSink* sink) {
  const size_t size = Base64Size(bytes.size());
  char* const to = sink->Room(size + 2);
  to[0] = '"';
  WriteBase64(bytes, to + 1);
  to[size + 1] = '"';
  sink->Advance(size + 2);
}

void WriteQuotedString(std::string_view text, JsonSink* sink) { sink->String(text); }

// From bytes. Every function is false when they are corrupt.
class EncodedWriter {
 public:
  EncodedWriter(std::string_view bytes, JsonSink* sink) : reader_(bytes), sink_(sink) {}

  bool WriteItem(int depth) {
    sink_->Char('{');
    const uint64_t count = reader_.Varint();
    for (uint64_t i = 0; i < count; ++i) {
      if (i != 0) sink_->Char(',');
      sink_->String(reader_.Bytes());
      sink_->Char(':');
      if (!WriteValue(depth)) return false;
    }
    sink_->Char('}');
    return reader_.ok();
  }

  bool Finished() const { return reader_.Finished(); }

 private:
  bool WriteValue(int depth) {
    const uint8_t tag = reader_.U8();
    if (tag == 0 || tag >= std::size(kOpenings) || depth > kMaxDepth) return false;
    sink_->Raw(kOpenings[tag]);
    if (!WriteContent(static_cast<AttributeType>(tag), depth)) return false;
    sink_->Char('}');
    return true;
  }

  bool WriteContent(AttributeType type, int depth) {
    switch (type) {
      case AttributeType::kS:
      case AttributeType::kB:
      case AttributeType::kN:
        return WriteScalar(type);
      case AttributeType::kBool:
        WriteBool(reader_.Bool(), sink_);
        return reader_.ok();
      case AttributeType::kNull:
        WriteBool(true, sink_);
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
      sink_->String(reader_.Bytes());
    } else if (type == AttributeType::kB) {
      WriteQuotedBase64(reader_.Bytes(), sink_);
    } else {
      const auto number = Number::Decode(&reader_);
      if (!number.ok()) return false;
      WriteQuotedNumber(*number, sink_);
    }
    return reader_.ok();
  }

  template <typename WriteOne>
  bool WriteArray(WriteOne write_one) {
    sink_->Char('[');
    const uint64_t count = reader_.Varint();
    for (uint64_t i = 0; i < count; ++i) {
      if (i != 0) sink_->Char(',');
      if (!write_one()) return false;
    }
    sink_->Char(']');
    return reader_.ok();
  }

  base::ByteReader reader_;
  JsonSink* sink_;
};

// From trees.

void WriteValue(const AttributeValue& value, JsonSink* sink);

template <typename Members, typename WriteMember>
void WriteArray(const Members& members, WriteMember write, JsonSink* sink) {
  sink->Char('[');
  bool first = true;
  for (const auto& member : members) {
    if (!first) sink->Char(',');
    first = false;
    write(member, sink);
  }
  sink->Char(']');
}

void WriteMap(const AttributeMap& map, JsonSink* sink) {
  sink->Char('{');
  for (const Attribute& attribute : map) {
    if (&attribute != map.begin()) sink->Char(',');
    sink->String(attribute.name);
    sink->Char(':');
    WriteValue(attribute.value, sink);
  }
  sink->Char('}');
}

void WriteContent(const AttributeValue& value, JsonSink* sink) {
  switch (value.type()) {
    case AttributeType::kS:
      return sink->String(*value.As<std::string>());
    case AttributeType::kN:
      return WriteQuotedNumber(*value.As<Number>(), sink);
    case AttributeType::kB:
      return WriteQuotedBase64(value.As<Binary>()->bytes, sink);
    case AttributeType::kBool:
      return WriteBool(*value.As<bool>(), sink);
    case AttributeType::kNull:
      return WriteBool(true, sink);
    case AttributeType::kM:
      return WriteMap(*value.As<AttributeMap>(), sink);
    case AttributeType::kL:
      return WriteArray(*value.As<List>(), WriteValue, sink);
    case AttributeType::kSS:
      return WriteArray(value.As<StringSet>()->members, WriteQuotedString, sink);
    case AttributeType::kNS:
      return WriteArray(value.As<NumberSet>()->members, WriteQuotedNumber, sink);
    case AttributeType::kBS:
      return WriteArray(value.As<BinarySet>()->members, WriteQuotedBase64, sink);
  }
}

void WriteValue(const AttributeValue& value, JsonSink* sink) {
  sink->Raw(kOpenings[static_cast<size_t>(value.type())]);
  WriteContent(value, sink);
  sink->Char('}');
}

}  // namespace

void AppendJsonString(std::string_view text, std::string* out) {
  JsonSink sink(out, text.size() + 2);
  sink.String(text);
}

void AppendValueJson(const AttributeValue& value, std::string* out) {
  JsonSink sink(out, 64);
  WriteValue(value, &sink);
}

void AppendItemJson(const Item& item, std::string* out) {
  JsonSink sink(out, 64 * (item.size() + 1));
  WriteMap(item, &sink);
}

bool AppendEncodedItemJson(std::string_view item, std::string* out) {
  JsonSink sink(out, item.size() + item.size() / 2 + 64);
  EncodedWriter writer(item, &sink);
  return writer.WriteItem(1) && writer.Finished();
}

}  // namespace partita::model
