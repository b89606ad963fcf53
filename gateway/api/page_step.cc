#include "gateway/api/page_step.h"

#include <algorithm>
#include <utility>

#include "gateway/api/reply.h"
#include "wire/index_range.h"
#include "wire/scan_range.h"

namespace partita::gateway::api {
namespace {

model::ApiResult<StepEnd> TakeItems(base::ByteReader reader, const OnStepItem& on_item) {
  StepEnd end;
  for (wire::RangeItem item; wire::DecodeRangeItem(&reader, &item);) {
    end.reached = item.key;
    if (!on_item({item.key, item.item_size, 0, item.item})) return InternalServerError();
  }
  end.ended = wire::DecodeRangeEnd(&reader);
  if (!reader.Finished() || (end.reached.empty() && !end.ended)) return InternalServerError();
  return end;
}

model::ApiResult<StepEnd> TakeIndexItems(base::ByteReader reader, bool whole_items,
                                         const OnStepItem& on_item) {
  for (wire::IndexItem item; wire::DecodeIndexItem(&reader, &item);) {
    const uint64_t fetched_size = whole_items ? item.item_size : 0;
    if (!on_item({item.key, item.view_size, fetched_size, item.item}))
      return InternalServerError();
  }
  const wire::IndexRangeEnd end = wire::DecodeIndexRangeEnd(&reader);
  if (!reader.Finished()) return InternalServerError();
  return StepEnd{end.ended, std::string(end.reached)};
}

}  // namespace

void AskForStep(Edge* edge, const PageSource& source, const KeyRange& range, uint64_t max_items,
                uint64_t max_bytes, OnStepItem on_item, OnStepEnd on_end) {
  const auto encode = [&](base::ByteWriter* writer) {
    const uint64_t items = std::min(max_items, wire::kMaxStepItems);
    const uint64_t bytes = std::min(max_bytes, wire::kMaxStepBytes);
    if (source.index == 0) {
      wire::Encode(wire::ScanRangeRequest{.table = source.table,
                                          .first = range.first,
                                          .last = range.last,
                                          .backward = source.backward,
                                          .max_items = items,
                                          .max_bytes = bytes},
                   writer);
      return;
    }
    wire::Encode(wire::IndexRangeRequest{.table = source.table,
                                         .index = source.index,
                                         .first = range.first,
                                         .last = range.last,
                                         .backward = source.backward,
                                         .first_hash = source.hashes.first,
                                         .last_hash = source.hashes.last,
                                         .whole_items = source.whole_items,
                                         .max_items = items,
                                         .max_bytes = bytes},
                 writer);
  };
  const auto kind =
      source.index == 0 ? wire::MessageKind::kScanRange : wire::MessageKind::kIndexRange;
  edge->AskPartition(
      range.slot, kind, encode,
      [of_index = source.index != 0, whole_items = source.whole_items,
       on_item = std::move(on_item),
       on_end = std::move(on_end)](base::Result<base::ByteReader> reply) {
        auto reader = OpenReply(std::move(reply));
        if (!reader.ok()) return on_end(reader.error());
        on_end(of_index ? TakeIndexItems(*reader, whole_items, on_item)
                        : TakeItems(*reader, on_item));
      });
}

}  // namespace partita::gateway::api
