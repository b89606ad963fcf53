#include "gateway/native/projection.h"

#include <memory>
#include <utility>

#include "expr/program_check.h"
#include "gateway/native/request.h"
#include "model/item_codec.h"

namespace partita::gateway::native {

model::ApiResult<api::SharedProjection> ReadProjection(std::string_view program) {
  if (program.empty()) return api::SharedProjection();
  base::Result<expr::Projection> projection = expr::Projection::Decode(program);
  if (!projection.ok()) return Malformed("projection");
  PARTITA_TRY(expr::CheckProgram(*projection));
  return std::make_shared<const expr::Projection>(*std::move(projection));
}

bool Project(std::string_view* encoded, const expr::Projection* projection, std::string* scratch) {
  if (projection == nullptr) return true;
  const base::Result<model::Item> item = model::DecodeItem(*encoded);
  if (!item.ok()) return false;
  scratch->clear();
  model::EncodeItem(projection->Apply(*item), scratch);
  *encoded = *scratch;
  return true;
}

}  // namespace partita::gateway::native
