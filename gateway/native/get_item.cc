// GetItem: a key to the owner's slot, the item or what a projection leaves of it back.
#include "wire/get_item.h"

#include <memory>
#include <string>
#include <utility>

#include "gateway/api/admission.h"
#include "gateway/api/reply.h"
#include "gateway/api/table_name.h"
#include "gateway/native/capacity.h"
#include "gateway/native/projection.h"
#include "gateway/native/request.h"
#include "model/key.h"
#include "wire/native_item.h"

namespace partita::gateway::native {
namespace {

// What the answer needs when the reply arrives.
struct PendingGet {
  std::shared_ptr<NativeCall> call;
  api::SharedProjection projection;
  wire::NativeCapacityMode capacity;
  bool consistent;
  api::Meter meter;
};

model::ApiStatus AnswerGet(const PendingGet& pending, base::Result<base::ByteReader> reply) {
  PARTITA_ASSIGN(base::ByteReader reader, api::OpenReply(std::move(reply)));
  const wire::GetItemReply got = wire::DecodeGetItemReply(&reader);
  if (!reader.Finished()) return api::InternalServerError();
  std::string_view item = got.item;
  std::string projected;
  if (got.found && !Project(&item, pending.projection.get(), &projected))
    return api::InternalServerError();
  const double units = api::ReadUnits(got.found ? got.item_size : 0, pending.consistent);
  pending.meter.Charge({units, {}});
  const wire::NativeGetReply answer{got.found, item, ToCapacity(pending.capacity, {units, {}})};
  pending.call->SucceedWith([&](base::ByteWriter* writer) { wire::Encode(answer, writer); });
  return {};
}

}  // namespace

model::ApiStatus GetItem(Request* request) {
  const wire::NativeGetRequest get = wire::DecodeNativeGetRequest(&request->payload);
  PARTITA_TRY(ExpectWhole(request->payload));
  PARTITA_ASSIGN(const model::Item key_item, ReadItem(get.key, "key"));
  PARTITA_ASSIGN(api::SharedProjection projection, ReadProjection(get.projection));
  PARTITA_ASSIGN(const auto table, api::FindActiveTable(request->edge, get.table));
  PARTITA_ASSIGN(const model::ItemKey key,
                 model::MakeItemKey(*table, key_item, model::KeySource::kKeyParameter,
                                    &request->edge->sha256()));
  const uint32_t slot = request->edge->SlotOf(key.hash);
  PARTITA_ASSIGN(api::Meter meter,
                 api::Admit(request->edge, table, nullptr, Traffic::kRead, slot));
  PendingGet pending{request->call, std::move(projection), get.capacity, get.consistent,
                     std::move(meter)};
  const wire::GetItemRequest question{table->id, key.bytes};
  request->edge->AskPartition(
      slot, wire::MessageKind::kGetItem,
      [&question](base::ByteWriter* writer) { wire::Encode(question, writer); },
      [pending = std::move(pending)](base::Result<base::ByteReader> reply) {
        const model::ApiStatus answered = AnswerGet(pending, std::move(reply));
        if (!answered.ok()) pending.call->Fail(answered.error());
      });
  return {};
}

}  // namespace partita::gateway::native
