// What the binary PutItem, UpdateItem and DeleteItem have in common.
#pragma once

#include <memory>

#include "gateway/api/admission.h"
#include "gateway/edge.h"
#include "gateway/native_call.h"
#include "model/api_error.h"
#include "model/table_schema.h"
#include "wire/native_capacity.h"
#include "wire/write_options.h"

namespace partita::gateway::native {

// Refuses a condition that is no program. `only_all_old`: ReturnValues may be ALL_OLD or NONE.
model::ApiStatus CheckOptions(const wire::WriteOptions& options, bool only_all_old);

// Answers the call from the owner's reply; `meter` is charged.
OnReply AnswerWrite(std::shared_ptr<NativeCall> call, wire::NativeCapacityMode capacity,
                    std::shared_ptr<const model::TableSchema> table, api::Meter meter);

}  // namespace partita::gateway::native
