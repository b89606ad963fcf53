// Everything that is known of a table: what DescribeTable shows, what item operations need, what
// the catalog stores.
//
// Value types. The bytes (EncodeTo/Decode) cross the mirror and the rings; the catalog keeps the
// same facts as JSON.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/coding.h"
#include "base/result.h"
#include "model/attribute_value.h"

namespace partita::model {

// Unique in a data directory and never used again; the first part of every hash (key.h): on disk,
// it never changes.
using TableId = uint64_t;

enum class TableStatus : uint8_t { kCreating = 1, kUpdating = 2, kDeleting = 3, kActive = 4 };
enum class IndexStatus : uint8_t { kCreating = 1, kUpdating = 2, kDeleting = 3, kActive = 4 };
enum class BillingMode : uint8_t { kProvisioned = 1, kPayPerRequest = 2 };
enum class ProjectionType : uint8_t { kAll = 1, kKeysOnly = 2, kInclude = 3 };
enum class StreamViewType : uint8_t {
  kNone = 0,
  kKeysOnly = 1,
  kNewImage = 2,
  kOldImage = 3,
  kNewAndOldImages = 4
};
enum class TableClass : uint8_t { kStandard = 1, kStandardInfrequentAccess = 2 };

struct KeyAttribute {
  std::string name;
  AttributeType type = AttributeType::kS;  // kS, kN or kB
  friend bool operator==(const KeyAttribute&, const KeyAttribute&) = default;
};

// A table has one partition and at most one sort attribute; an index may have up to four of each.
struct KeySchema {
  std::vector<KeyAttribute> partition;
  std::vector<KeyAttribute> sort;
  friend bool operator==(const KeySchema&, const KeySchema&) = default;
};

struct Throughput {
  int64_t read_units = 0;
  int64_t write_units = 0;
  friend bool operator==(const Throughput&, const Throughput&) = default;
};

struct OnDemandThroughput {
  int64_t max_read_units = -1;
  int64_t max_write_units = -1;
  friend bool operator==(const OnDemandThroughput&, const OnDemandThroughput&) = default;
};

struct IndexSchema {
  uint32_t id = 0;  // unique within its table and never used again there
  std::string name;
  bool global = true;
  KeySchema key;
  ProjectionType projection = ProjectionType::kAll;
  std::vector<std::string> non_key_attributes;  // of kInclude
  IndexStatus status = IndexStatus::kActive;
  bool backfilling = false;
  Throughput throughput;                        // global only
  std::optional<OnDemandThroughput> on_demand;  // global only
  Throughput warm;                              // global only; what was asked for, 0: nothing
  friend bool operator==(const IndexSchema&, const IndexSchema&) = default;
};

struct Tag {
  std::string key;
  std::string value;
  friend bool operator==(const Tag&, const Tag&) = default;
};

struct TableSchema {
  TableId id = 0;
  std::string uuid;  // TableId of the API
  std::string name;
  TableStatus status = TableStatus::kCreating;
  int64_t created_at_us = 0;
  KeySchema key;
  std::vector<KeyAttribute> attribute_definitions;  // in the order the client gave
  std::vector<IndexSchema> indexes;  // local and global, in the order the client gave
  uint32_t next_index_id = 1;

  BillingMode billing_mode = BillingMode::kProvisioned;
  Throughput throughput;
  std::optional<OnDemandThroughput> on_demand;
  Throughput warm;  // what was asked for; 0: nothing
  int64_t billing_mode_changed_at_us = 0;  // last change to PAY_PER_REQUEST; 0: never
  int64_t throughput_increased_at_us = 0;  // 0: never
  int64_t throughput_decreased_at_us = 0;  // 0: never
  TableClass table_class = TableClass::kStandard;
  bool table_class_given = false;  // only then TableClassSummary is shown
  bool deletion_protection = false;
  bool sse_enabled = false;
  std::string sse_kms_key_arn;

  StreamViewType stream = StreamViewType::kNone;  // what is recorded now
  int64_t stream_label_us = 0;  // the generation of the latest stream; 0: never had one
  StreamViewType latest_stream_view = StreamViewType::kNone;

  std::string ttl_attribute;  // empty: off
  int64_t ttl_changed_at_us = 0;
  // The id of the index on the expiry attribute, out of next_index_id; 0: off. A new one each time
  // it is switched on: what an earlier one holds is freed like a removed index's.
  uint32_t ttl_index_id = 0;
  bool point_in_time_recovery = false;
  int64_t recovery_since_us = 0;      // when it was switched on; 0: off
  uint32_t recovery_period_days = 0;  // how far back a client may go; 0: off
  std::vector<Tag> tags;

  void EncodeTo(base::ByteWriter* writer) const;
  static base::Result<TableSchema> Decode(base::ByteReader* reader);

  const IndexSchema* FindIndex(std::string_view index_name) const;  // null: none of this name
  bool HasSortKey() const { return !key.sort.empty(); }

  friend bool operator==(const TableSchema&, const TableSchema&) = default;
};

}  // namespace partita::model
