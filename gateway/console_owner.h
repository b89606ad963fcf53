// Which slot owns a partition key, and how it follows from its hash, in JSON:
//
//   {"hash": 16 hex digits, "slot", "slots", "process", "pid", "state"}
//
// The hash is model::HashPartitionKey of the key as every request encodes it, the slot is the
// router's.
#pragma once

#include <string_view>

#include "gateway/console_house.h"

namespace partita::gateway {

// `query` names the table, the key's type (S, N, B) and its value, B as base64. 400: something is
// missing, malformed or of another type than the table's key; 404: no such table.
ConsoleAnswer FindOwner(std::string_view query, const shm::ControlBlock& block, Router* router);

}  // namespace partita::gateway
