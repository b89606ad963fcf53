#include "registryd/operation.h"

namespace partita::registryd {
namespace {

struct Row {
  wire::MessageKind kind;
  Operation run;
};

constexpr Row kRows[] = {
    {wire::MessageKind::kCreateTable, CreateTable},
    {wire::MessageKind::kDeleteTable, DeleteTable},
    {wire::MessageKind::kUpdateTable, UpdateTable},
    {wire::MessageKind::kUpdateTimeToLive, UpdateTimeToLive},
    {wire::MessageKind::kTagResource, TagResource},
    {wire::MessageKind::kUntagResource, UntagResource},
    {wire::MessageKind::kUpdateContinuousBackups, UpdateContinuousBackups},
};

}  // namespace

Operation FindOperation(wire::MessageKind kind) {
  for (const Row& row : kRows) {
    if (row.kind == kind) return row.run;
  }
  return nullptr;
}

model::ApiError UnreadableRequest() {
  return model::ApiError::Of(model::ApiErrorType::kInternalServerError,
                             "The request could not be read");
}

}  // namespace partita::registryd
