#include "gateway/native/write.h"

#include <utility>

#include "expr/condition.h"
#include "expr/program_check.h"
#include "gateway/api/consumed_capacity.h"
#include "gateway/api/reply.h"
#include "gateway/native/capacity.h"
#include "gateway/native/request.h"
#include "model/api_message.h"
#include "wire/native_item.h"

namespace partita::gateway::native {
namespace {

using model::ApiStatus;

// What the answer needs when the reply arrives.
struct PendingWrite {
  std::shared_ptr<NativeCall> call;
  wire::NativeCapacityMode capacity;
  std::shared_ptr<const model::TableSchema> table;
  api::Meter meter;
};

ApiStatus Answer(const PendingWrite& pending, base::Result<base::ByteReader> reply) {
  model::ApiResult<base::ByteReader> opened = api::OpenReply(std::move(reply));
  if (!opened.ok()) {
    pending.meter.Charge({api::WriteUnits(0, 0), {}});  // a condition that fails is charged, too
    return opened.error();
  }
  const wire::WriteResult result = wire::DecodeWriteResult(&*opened);
  if (!opened->Finished()) return api::InternalServerError();
  api::ConsumedUnits units;
  if (pending.capacity != wire::NativeCapacityMode::kNone || pending.meter.charges()) {
    units = api::WriteUnits(result, *pending.table);
    pending.meter.Charge(units);
  }
  const wire::NativeWriteReply answer{
      result.has_attributes ? result.attributes : std::string_view(),
      ToCapacity(pending.capacity, units)};
  pending.call->SucceedWith([&](base::ByteWriter* writer) { wire::Encode(answer, writer); });
  return {};
}

}  // namespace

ApiStatus CheckOptions(const wire::WriteOptions& options, bool only_all_old) {
  if (only_all_old && options.return_values > wire::ReturnValues::kAllOld)
    return model::ApiError::Validation(model::message::kOnlyAllOldOrNone);
  if (options.condition.empty()) return {};
  const base::Result<expr::Condition> condition = expr::Condition::Decode(options.condition);
  if (!condition.ok()) return Malformed("condition");
  return expr::CheckProgram(*condition);
}

OnReply AnswerWrite(std::shared_ptr<NativeCall> call, wire::NativeCapacityMode capacity,
                    std::shared_ptr<const model::TableSchema> table, api::Meter meter) {
  PendingWrite pending{std::move(call), capacity, std::move(table), std::move(meter)};
  return [pending = std::move(pending)](base::Result<base::ByteReader> reply) {
    const ApiStatus answered = Answer(pending, std::move(reply));
    if (!answered.ok()) pending.call->Fail(answered.error());
  };
}

}  // namespace partita::gateway::native
