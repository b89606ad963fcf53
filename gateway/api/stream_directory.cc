#include "gateway/api/stream_directory.h"

#include <memory>
#include <utility>

#include "gateway/api/reply.h"

namespace partita::gateway::api {
namespace {

struct PendingStreams {
  SlotStreams streams;
  uint32_t open_questions = 0;
  std::function<void(SlotStreams streams)> on_all;
};

void TakeStreams(PendingStreams* pending, uint32_t slot, base::Result<base::ByteReader> reply) {
  model::ApiResult<base::ByteReader> opened = OpenReply(std::move(reply));
  if (opened.ok()) {
    std::vector<wire::StreamDescription> streams = wire::DecodeStreamDescriptions(&*opened);
    if (opened->Finished()) pending->streams[slot] = std::move(streams);
  }
  if (--pending->open_questions == 0) pending->on_all(std::move(pending->streams));
}

}  // namespace

void AskForStreams(Edge* edge, std::string_view table_name,
                   std::function<void(SlotStreams streams)> on_all) {
  const auto pending = std::make_shared<PendingStreams>();
  pending->streams.resize(edge->slots());
  pending->open_questions = edge->slots();
  pending->on_all = std::move(on_all);
  const wire::DescribeChangesRequest question{table_name};
  for (uint32_t slot = 0; slot < edge->slots(); ++slot) {
    edge->AskPartition(
        slot, wire::MessageKind::kDescribeChanges,
        [&question](base::ByteWriter* writer) { wire::Encode(question, writer); },
        [pending, slot](base::Result<base::ByteReader> reply) {
          TakeStreams(pending.get(), slot, std::move(reply));
        });
  }
}

}  // namespace partita::gateway::api
