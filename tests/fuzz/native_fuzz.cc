// Any bytes as a request on the native socket: decoders refuse them, or what they read is what the
// gateway may go on with. The first byte says which request it is taken for.
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/check.h"
#include "expr/key_terms.h"
#include "expr/program_check.h"
#include "model/encoded_item.h"
#include "model/item_codec.h"
#include "model/item_size.h"
#include "model/value_check.h"
#include "wire/native_call.h"
#include "wire/native_hello.h"
#include "wire/native_item.h"
#include "wire/native_page.h"

namespace partita {
namespace {

template <typename T>
void CheckSameBytes(const T& message, std::string_view bytes) {
  std::string again;
  base::ByteWriter writer(&again);
  Encode(message, &writer);
  PARTITA_CHECK(again == bytes, "a request changed on its way");
}

void TryItem(std::string_view bytes) {
  const auto item = model::DecodeItem(bytes);
  const auto size = model::CheckEncodedItem(bytes);
  const bool is_item = item.ok() && model::CheckItem(*item).ok();
  PARTITA_CHECK(size.ok() == is_item, "one pass judges otherwise than the decoder");
  if (!is_item) return;
  PARTITA_CHECK(*size == model::ItemSize(*item), "one pass counts otherwise than the tree");
  std::string again;
  model::EncodeItem(*item, &again);
  PARTITA_CHECK(again == bytes, "an item that is stored as it came has two forms");
}

void TryCondition(std::string_view bytes) {
  const auto condition = expr::Condition::Decode(bytes);
  if (condition.ok()) (void)expr::CheckProgram(*condition);
}

void TryProjection(std::string_view bytes) {
  const auto projection = expr::Projection::Decode(bytes);
  if (!projection.ok() || !expr::CheckProgram(*projection).ok()) return;
  std::string again;
  projection->EncodeTo(&again);
  PARTITA_CHECK(again == bytes, "a projection changed on its way");
}

void TryKeyTerms(std::string_view bytes) {
  base::ByteReader reader(bytes);
  const expr::KeyTerms terms = expr::DecodeKeyTerms(&reader);
  if (!reader.Finished() || !expr::CheckProgram(terms).ok()) return;
  CheckSameBytes(terms, bytes);
}

void TryRead(const wire::NativeReadRequest& read) {
  TryItem(read.start_key);
  TryCondition(read.filter);
  TryProjection(read.projection);
}

template <typename T, typename Decode, typename Try>
void Take(std::string_view bytes, Decode decode, Try look) {
  base::ByteReader reader(bytes);
  const T request = decode(&reader);
  if (!reader.Finished()) return;
  CheckSameBytes(request, bytes);
  look(request);
}

void TryRequest(uint8_t kind, std::string_view bytes) {
  switch (kind % 8) {
    case 0:
      return Take<wire::NativeHelloRequest>(bytes, wire::DecodeNativeHelloRequest,
                                            [](const auto&) {});
    case 1:
      return Take<wire::NativeCallRequest>(bytes, wire::DecodeNativeCallRequest,
                                           [](const auto&) {});
    case 2:
      return Take<wire::NativeGetRequest>(bytes, wire::DecodeNativeGetRequest, [](const auto& get) {
        TryItem(get.key);
        TryProjection(get.projection);
      });
    case 3:
      return Take<wire::NativePutRequest>(bytes, wire::DecodeNativePutRequest, [](const auto& put) {
        TryItem(put.item);
        TryCondition(put.options.condition);
      });
    case 4:
      return Take<wire::NativeUpdateRequest>(
          bytes, wire::DecodeNativeUpdateRequest, [](const auto& update) {
            TryItem(update.key);
            const auto program = expr::Update::Decode(update.update);
            if (program.ok()) (void)expr::CheckProgram(*program);
          });
    case 5:
      return Take<wire::NativeDeleteRequest>(bytes, wire::DecodeNativeDeleteRequest,
                                             [](const auto& deletion) { TryItem(deletion.key); });
    case 6:
      return Take<wire::NativeQueryRequest>(bytes, wire::DecodeNativeQueryRequest,
                                            [](const auto& query) {
                                              TryRead(query);
                                              TryKeyTerms(query.key_terms);
                                            });
    default:
      return Take<wire::NativeScanRequest>(bytes, wire::DecodeNativeScanRequest,
                                           [](const auto& scan) { TryRead(scan); });
  }
}

}  // namespace
}  // namespace partita

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  if (size == 0) return 0;
  partita::TryRequest(data[0],
                      std::string_view(reinterpret_cast<const char*>(data) + 1, size - 1));
  return 0;
}
