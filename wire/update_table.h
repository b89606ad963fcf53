// UpdateTable between a gateway and registryd.
//
//   payload := wanted schema (model::TableSchema::EncodeTo), given u16,
//              changed count varint, changed, removed count varint, names bytes
//   changed := name bytes, parts u8, throughput, maxima, warm; each two zigzags, of the parts given
// The reply is table_change.h's: the table as it stands now.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/coding.h"
#include "base/result.h"
#include "model/table_schema.h"

namespace partita::wire {

// A change of a global index's capacity.
struct IndexUpdate {
  std::string name;
  std::optional<model::Throughput> throughput = {};
  std::optional<model::OnDemandThroughput> on_demand = {};  // -1: without a limit
  std::optional<model::Throughput> warm = {};
};

struct TableUpdate {
  // Of this only the name, the attribute definitions and what is marked as given below count; its
  // indexes are those to be created, with the types of the keys still open: attributes that the
  // table defines already need not be defined again.
  model::TableSchema wanted;

  bool billing_mode = false;
  bool throughput = false;
  bool on_demand = false;  // -1: without a limit
  bool warm = false;
  bool stream = false;  // wanted.stream kNone: switch it off
  bool sse = false;
  bool sse_key = false;  // with sse: the client named the key
  bool table_class = false;
  bool deletion_protection = false;

  std::vector<IndexUpdate> changed;
  std::vector<std::string> removed;
};

void Encode(const TableUpdate& update, base::ByteWriter* writer);
// kCorrupt: not our bytes. Leaves `reader` behind the update.
base::Result<TableUpdate> DecodeTableUpdate(base::ByteReader* reader);

}  // namespace partita::wire
