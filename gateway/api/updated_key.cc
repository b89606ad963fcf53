#include "gateway/api/updated_key.h"

#include <fmt/format.h>

#include <string>
#include <variant>

#include "model/api_message.h"

namespace partita::gateway::api {

model::ApiStatus CheckLeavesKeyAlone(const model::TableSchema& table, const expr::Update& update) {
  for (const expr::Path* path : update.Targets()) {
    const std::string& name = std::get<std::string>(path->elements.front());
    for (const auto* part : {&table.key.partition, &table.key.sort}) {
      for (const model::KeyAttribute& key : *part) {
        if (key.name == name)
          return model::ApiError::Validation(fmt::format(model::message::kUpdatesKey, name));
      }
    }
  }
  return {};
}

}  // namespace partita::gateway::api
