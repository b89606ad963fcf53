#include "model/encoded_item.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <utility>

#include "model/api_message.h"
#include "model/item_codec.h"
#include "model/item_size.h"
#include "model/limits.h"
#include "model/number.h"
#include "model/value_check.h"

namespace partita::model {
namespace {

// Goes through the bytes once; what is wrong first fails the reader, which ends all loops.
class ItemPass {
 public:
  explicit ItemPass(std::string_view bytes) : reader_(bytes) {}

  ApiResult<size_t> Run() {
    Attributes(1, reader_.Varint());
    if (reader_.Finished()) return size_;
    if (wrong_) return *std::move(wrong_);
    return MalformedBytes("item");
  }

 private:
  void Expect(ApiStatus status) {
    if (status.ok()) return;
    wrong_ = std::move(status).error();
    reader_.Fail();
  }

  void Text(std::string_view text) {
    if (!IsShortAscii(text)) Expect(CheckText(text));
    size_ += text.size();
  }

  void Name(std::string_view name) {
    if (name.empty() || !IsShortAscii(name)) Expect(CheckAttributeName(name));
    size_ += name.size();
  }

  void Attributes(int level, uint64_t count) {
    std::string_view former;
    for (uint64_t i = 0; i < count && reader_.ok(); ++i) {
      const std::string_view name = reader_.Bytes();
      if (i > 0 && name <= former) return reader_.Fail();
      former = name;
      if (!reader_.ok()) return;
      Name(name);
      Value(level);
    }
  }

  void Map(int level) {
    const uint64_t count = reader_.Varint();
    size_ += kContainerBytes + kElementBytes * count;
    Attributes(level, count);
  }

  void List(int level) {
    const uint64_t count = reader_.Varint();
    size_ += kContainerBytes + kElementBytes * count;
    for (uint64_t i = 0; i < count && reader_.ok(); ++i) Value(level);
  }

  void Strings(bool are_text) {
    const uint64_t count = reader_.Varint();
    if (count == 0) reader_.Fail();
    std::string_view former;
    for (uint64_t i = 0; i < count && reader_.ok(); ++i) {
      const std::string_view member = reader_.Bytes();
      if (i > 0 && member <= former) reader_.Fail();
      former = member;
      if (are_text) {
        Text(member);
      } else {
        size_ += member.size();
      }
    }
  }

  Number OneNumber() {
    const auto number = Number::Decode(&reader_);
    if (!number.ok()) {
      reader_.Fail();
      return {};
    }
    size_ += number->SizeInBytes();
    return *number;
  }

  void Numbers() {
    const uint64_t count = reader_.Varint();
    if (count == 0) reader_.Fail();
    Number former;
    for (uint64_t i = 0; i < count && reader_.ok(); ++i) {
      const Number member = OneNumber();
      if (i > 0 && member <= former) reader_.Fail();
      former = member;
    }
  }

  void Value(int level) {
    if (level > kMaxNestingLevels) return Expect(ApiError::Validation(message::kNestedTooDeep));
    switch (static_cast<AttributeType>(reader_.U8())) {
      case AttributeType::kS:
        return Text(reader_.Bytes());
      case AttributeType::kN:
        OneNumber();
        return;
      case AttributeType::kB:
        size_ += reader_.Bytes().size();
        return;
      case AttributeType::kBool:
        reader_.Bool();
        size_ += 1;
        return;
      case AttributeType::kNull:
        size_ += 1;
        return;
      case AttributeType::kM:
        return Map(level + 1);
      case AttributeType::kL:
        return List(level + 1);
      case AttributeType::kSS:
        return Strings(/*are_text=*/true);
      case AttributeType::kNS:
        return Numbers();
      case AttributeType::kBS:
        return Strings(/*are_text=*/false);
    }
    reader_.Fail();
  }

  base::ByteReader reader_;
  size_t size_ = 0;
  std::optional<ApiError> wrong_;
};

bool IsPartOf(const KeySchema& key, std::string_view name) {
  const auto has_name = [name](const KeyAttribute& attribute) { return attribute.name == name; };
  return std::any_of(key.partition.begin(), key.partition.end(), has_name) ||
         std::any_of(key.sort.begin(), key.sort.end(), has_name);
}

}  // namespace

ApiError MalformedBytes(std::string_view what) {
  return ApiError::Of(ApiErrorType::kSerialization, fmt::format(message::kNativeMalformed, what));
}

ApiResult<size_t> CheckEncodedItem(std::string_view item) { return ItemPass(item).Run(); }

ApiResult<Item> KeyAttributesOf(const TableSchema& table, std::string_view item) {
  base::Result<Item> found = DecodeSome(item, [&table](std::string_view name) {
    return IsPartOf(table.key, name) ||
           std::any_of(table.indexes.begin(), table.indexes.end(),
                       [name](const IndexSchema& index) { return IsPartOf(index.key, name); });
  });
  if (!found.ok()) return MalformedBytes("item");
  return *std::move(found);
}

}  // namespace partita::model
