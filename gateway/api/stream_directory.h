// Which streams there are: what the slots say, together.
//
// Lifetime: `edge` outlives the question. Thread safety: the gateway's one thread.
#pragma once

#include <functional>
#include <optional>
#include <string_view>
#include <vector>

#include "gateway/edge.h"
#include "wire/describe_changes.h"

namespace partita::gateway::api {

// By slot; none: the slot did not answer.
using SlotStreams = std::vector<std::optional<std::vector<wire::StreamDescription>>>;

// Asks every slot for the streams of a table (empty: of all) and calls `on_all` once.
void AskForStreams(Edge* edge, std::string_view table_name,
                   std::function<void(SlotStreams streams)> on_all);

}  // namespace partita::gateway::api
