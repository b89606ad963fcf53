#include <algorithm>

#include "registryd/operation.h"
#include "registryd/tagged_table.h"
#include "wire/tag_resource.h"

namespace partita::registryd {

model::ApiResult<model::TableSchema> UntagResource(const Catalog& catalog,
                                                   base::ByteReader* request) {
  const wire::UntagRequest unwanted = wire::DecodeUntagRequest(request);
  if (!request->Finished()) return UnreadableRequest();
  PARTITA_ASSIGN(const model::TableSchema* found,
                 RequireTaggedTable(catalog, unwanted.table, unwanted.arn));
  model::TableSchema table = *found;
  std::erase_if(table.tags, [&](const model::Tag& tag) {
    return std::find(unwanted.keys.begin(), unwanted.keys.end(), tag.key) != unwanted.keys.end();
  });
  return table;
}

}  // namespace partita::registryd
