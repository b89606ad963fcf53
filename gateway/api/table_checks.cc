#include "gateway/api/table_checks.h"

#include <fmt/format.h>

#include "gateway/api/capacity_checks.h"
#include "gateway/api/check_texts.h"
#include "gateway/api/index_checks.h"
#include "gateway/api/tag_checks.h"
#include "model/api_message.h"

namespace partita::gateway::api {

namespace message = model::message;
using model::ApiError;
using model::ApiStatus;

namespace {

ApiStatus CheckThroughput(const TableDefinition& definition) {
  if (definition.IsOnDemand()) {
    if (definition.throughput) return InvalidParameter(message::kThroughputWithOnDemand);
    return {};
  }
  if (!definition.throughput) return InvalidParameter(message::kThroughputMissing);
  return CheckUnits(*definition.throughput);
}

ApiStatus CheckTableKeys(const TableDefinition& definition) {
  const Names keys = KeyNames(*definition.key_schema);
  const Names defined = DefinedNames(*definition.attributes);
  if (keys.size() > defined.size()) return ApiError::Validation(message::kKeyWithoutDefinition);
  if (!ContainsAll(defined, keys))
    return InvalidParameter(message::kKeysNotDefined, Joined(keys), Joined(defined));
  PARTITA_TRY(CheckKeyKinds(*definition.key_schema));
  PARTITA_TRY(CheckDefinedOnce(defined));
  const bool has_indexes = definition.local_indexes || definition.global_indexes;
  if (!has_indexes && keys.size() != defined.size())
    return InvalidParameter(message::kDefinitionsDoNotMatch);
  return {};
}

ApiStatus CheckOnDemand(const TableDefinition& definition) {
  if (definition.on_demand && !definition.IsOnDemand()) {
    return InvalidParameter(message::kOnDemandWithProvisioned, definition.on_demand->read_units
                                                                   ? "MaxReadRequestUnits"
                                                                   : "MaxWriteRequestUnits");
  }
  PARTITA_TRY(CheckMaxima(definition.on_demand, false, "table"));
  return CheckNewWarm(definition.warm, definition.throughput, definition.IsOnDemand(), "table");
}

ApiStatus CheckNewStream(const TableDefinition& definition) {
  if (!definition.stream) return {};
  if (*definition.stream->enabled && !definition.stream->view_type)
    return InvalidParameter(message::kStreamViewMissing);
  if (!*definition.stream->enabled && definition.stream->view_type)
    return InvalidParameter(message::kStreamViewGiven);
  return {};
}

}  // namespace

bool IsSseEnabled(const SseDefinition& sse) {
  return sse.enabled.value_or(sse.type.has_value() || sse.kms_key.has_value());
}

ApiStatus CheckSse(const std::optional<SseDefinition>& sse) {
  if (!sse) return {};
  if (!IsSseEnabled(*sse)) {
    if (sse->type) return InvalidParameter(message::kSseTypeWithoutSse, "SSEType");
    if (sse->kms_key) return InvalidParameter(message::kSseTypeWithoutSse, "KMSMasterKeyId");
    return {};
  }
  if (sse->type == "AES256") return InvalidParameter(message::kSseAes256);
  if (sse->kms_key && !sse->type) return InvalidParameter(message::kSseKeyWithoutType);
  return {};
}

ApiStatus CheckTableClass(const Text& table_class) {
  if (!table_class || IsOneOf(*table_class, "STANDARD, STANDARD_INFREQUENT_ACCESS")) return {};
  return ApiError::Validation(message::kUnknownTableClass);
}

ApiStatus CheckTableDefinition(const TableDefinition& definition) {
  PARTITA_TRY(CheckThroughput(definition));
  PARTITA_TRY(CheckTableKeys(definition));
  PARTITA_TRY(CheckIndexes(definition));
  PARTITA_TRY(CheckOnDemand(definition));
  PARTITA_TRY(CheckNewStream(definition));
  PARTITA_TRY(CheckSse(definition.sse));
  PARTITA_TRY(CheckTableClass(definition.table_class));
  return definition.tags ? CheckTags(*definition.tags) : ApiStatus();
}

}  // namespace partita::gateway::api
