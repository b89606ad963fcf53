#include "gateway/api/partiql_token.h"

#include <utility>

#include "base/coding.h"
#include "model/api_message.h"
#include "model/base64.h"
#include "model/item_codec.h"

namespace partita::gateway::api {

namespace message = model::message;
using model::ApiError;

namespace {

constexpr char kTokenVersion = 1;
constexpr size_t kDigestBytes = 16;

}  // namespace

std::string DigestOfStatement(model::TableId table, std::string_view text,
                              const expr::PartiqlParameters& parameters, base::Sha256* sha256) {
  std::string id(sizeof table, '\0');
  base::PutBigEndian64(id.data(), table);
  std::string values;
  model::EncodeValue({model::List(parameters.begin(), parameters.end())}, &values);
  const std::string_view end("\0", 1);
  const base::Sha256Digest digest = sha256->Hash({id, text, end, values});
  return std::string(digest.begin(), digest.begin() + kDigestBytes);
}

std::string MakeNextToken(std::string_view digest, const model::Item& last_key) {
  std::string bytes(1, kTokenVersion);
  bytes.append(digest);
  model::EncodeItem(last_key, &bytes);
  std::string token;
  model::AppendBase64(bytes, &token);
  return token;
}

model::ApiResult<model::Item> ReadNextToken(std::string_view token, std::string_view digest) {
  std::string bytes;
  const bool readable = model::DecodeBase64(token, &bytes) && bytes.size() > 1 + kDigestBytes &&
                        bytes.front() == kTokenVersion;
  if (!readable) return ApiError::Validation(message::kNextTokenInvalid);
  const std::string_view view(bytes);
  if (view.substr(1, kDigestBytes) != digest)
    return ApiError::Validation(message::kNextTokenOfOther);
  base::Result<model::Item> key = model::DecodeItem(view.substr(1 + kDigestBytes));
  if (!key.ok()) return ApiError::Validation(message::kNextTokenInvalid);
  return *std::move(key);
}

}  // namespace partita::gateway::api
