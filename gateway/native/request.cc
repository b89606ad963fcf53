#include "gateway/native/request.h"

#include <utility>

#include "model/encoded_item.h"
#include "model/item_codec.h"
#include "model/value_check.h"

namespace partita::gateway::native {

using model::ApiError;

ApiError Malformed(std::string_view what) { return model::MalformedBytes(what); }

model::ApiStatus ExpectWhole(const base::ByteReader& payload) {
  if (payload.Finished()) return {};
  return Malformed("payload");
}

model::ApiResult<model::Item> ReadItem(std::string_view encoded, std::string_view what) {
  base::Result<model::Item> item = model::DecodeItem(encoded);
  if (!item.ok()) return Malformed(what);
  PARTITA_TRY(model::CheckItem(*item));
  return *std::move(item);
}

}  // namespace partita::gateway::native
