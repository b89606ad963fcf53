#include "wire/tag_resource.h"

#include <fmt/format.h>

#include <algorithm>
#include <string>

#include "model/api_message.h"
#include "model/limits.h"
#include "registryd/operation.h"
#include "registryd/tagged_table.h"

namespace partita::registryd {
namespace {

void Upsert(const model::Tag& tag, std::vector<model::Tag>* tags) {
  const auto at = std::find_if(tags->begin(), tags->end(),
                               [&](const model::Tag& one) { return one.key == tag.key; });
  if (at == tags->end()) {
    tags->push_back(tag);
  } else {
    at->value = tag.value;
  }
}

}  // namespace

model::ApiResult<model::TableSchema> TagResource(const Catalog& catalog,
                                                 base::ByteReader* request) {
  const wire::TagRequest wanted = wire::DecodeTagRequest(request);
  if (!request->Finished()) return UnreadableRequest();
  PARTITA_ASSIGN(const model::TableSchema* found,
                 RequireTaggedTable(catalog, wanted.table, wanted.arn));
  model::TableSchema table = *found;
  for (const model::Tag& tag : wanted.tags) Upsert(tag, &table.tags);
  if (table.tags.size() > model::kMaxTags)
    return model::ApiError::Validation(model::message::kTooManyTags);
  return table;
}

}  // namespace partita::registryd
