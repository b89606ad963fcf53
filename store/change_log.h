// The change log of a slot: for each stream of each table the records of its changes, in the order
// they happened.
//
//   CREATE TABLE streams (id INTEGER PRIMARY KEY, table_id INTEGER, generation INTEGER,
//                         closed_at_us INTEGER, trimmed_through INTEGER, info BLOB,
//                         UNIQUE (table_id, generation))
//   CREATE TABLE changes (id INTEGER PRIMARY KEY, at_us INTEGER, checksum INTEGER, record BLOB)
// changes.id is streams.id << 40 | sequence number: one b-tree in which each stream is a range that
// grows at its end, so that an append and a read of what follows touch the pages they need and no
// index beside. The tables are made in every file that lacks them.
//
// Invariants
//   1. Sequence numbers of a stream begin with 1 and grow by one with each record. They are never
//      given out twice for records that were committed: the next is one more than the last record,
//      or than `trimmed_through` when none is left.
//   2. A record carries the checksum of its bytes, seeded with table, generation, sequence number
//      and time.
//   3. Records go away oldest first, by TrimBefore() alone; a stream that is closed goes away with
//      its last record.
// Lifetimes: Load() once. Knows nothing of batches but this: Committed() or RolledBack() ends each
// in which something was written.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.h"
#include "model/table_schema.h"
#include "sqlite/database.h"
#include "sqlite/statement.h"

namespace partita::store {

struct StreamId {
  model::TableId table = 0;
  uint64_t generation = 0;  // TableSchema::stream_label_us
  auto operator<=>(const StreamId&) const = default;
};

struct StreamState {
  uint64_t last_seq = 0;         // of the newest record there has been; 0: none yet
  uint64_t trimmed_through = 0;  // records up to here are gone
  int64_t closed_at_us = 0;      // 0: open
  std::string info;              // what the owner keeps of it; bytes to the store
};

struct Change {
  uint64_t seq = 0;
  int64_t at_us = 0;
  std::string_view record = {};  // lives until the visit returns
};

using VisitChange = std::function<bool(const Change& change)>;

class ChangeLog {
 public:
  explicit ChangeLog(sqlite::Database& database) : database_(database) {}

  base::Status Create();  // the tables, where they are not there yet
  base::Status Load();

  // Null: unknown. Lives until the next write.
  const StreamState* Find(const StreamId& stream) const;
  std::vector<std::pair<StreamId, StreamState>> Streams() const;  // in order
  // Whether TrimBefore() would find something.
  bool HasBefore(int64_t before_us) const { return oldest_us_ < before_us; }

  // Nothing when it is there.
  base::Status Open(const StreamId& stream, std::string_view info);
  base::Status Close(const StreamId& stream, int64_t at_us);
  base::Status Append(const StreamId& stream, int64_t at_us, std::string_view record);
  // At most `max_records` of the records older than that, and closed streams that are empty.
  base::Status TrimBefore(int64_t before_us, size_t max_records);

  // The records behind `after_seq`, in order, until `visit` returns false.
  base::Status Read(const StreamId& stream, uint64_t after_seq, const VisitChange& visit);

  void Committed() { written_ = false; }
  // These read anew what the database holds.
  base::Status RolledBack();
  base::Status RolledBackToSavepoint();
  // True if the latest error was one record's checksum, which damages nothing else.
  bool TakeDamagedRecord() { return std::exchange(damaged_record_, false); }

 private:
  struct Stream : StreamState {
    int64_t id = 0;
    int64_t oldest_us = 0;  // of the oldest record; of an empty stream: when it was closed
    bool empty() const { return last_seq == trimmed_through; }
  };

  base::Status LoadRecords(Stream* stream);
  base::Status FindOldest(Stream* stream);
  base::Status Trim(const StreamId& name, Stream* stream, int64_t before_us, size_t* room);
  void FindNextToTrim();

  sqlite::Database& database_;
  std::map<StreamId, Stream> streams_;
  int64_t oldest_us_ = INT64_MAX;  // the smallest of Stream::oldest_us
  bool written_ = false;           // since the latest commit
  bool damaged_record_ = false;

  sqlite::Statement load_{
      database_,
      "SELECT id, table_id, generation, closed_at_us, trimmed_through, info FROM streams"};
  sqlite::Statement oldest_{
      database_, "SELECT id, at_us FROM changes WHERE id > ?1 AND id < ?2 ORDER BY id LIMIT ?3"};
  sqlite::Statement newest_{
      database_, "SELECT id FROM changes WHERE id > ?1 AND id < ?2 ORDER BY id DESC LIMIT 1"};
  sqlite::Statement open_{
      database_,
      "INSERT INTO streams (table_id, generation, closed_at_us, trimmed_through, info) "
      "VALUES (?1, ?2, 0, 0, ?3)"};
  sqlite::Statement close_{database_, "UPDATE streams SET closed_at_us = ?2 WHERE id = ?1"};
  sqlite::Statement append_{
      database_, "INSERT INTO changes (id, at_us, checksum, record) VALUES (?1, ?2, ?3, ?4)"};
  sqlite::Statement read_{database_,
                          "SELECT id, at_us, checksum, record FROM changes "
                          "WHERE id > ?1 AND id < ?2 ORDER BY id"};
  sqlite::Statement trim_{database_, "DELETE FROM changes WHERE id > ?1 AND id <= ?2"};
  sqlite::Statement note_trimmed_{database_,
                                  "UPDATE streams SET trimmed_through = ?2 WHERE id = ?1"};
  sqlite::Statement forget_{database_, "DELETE FROM streams WHERE id = ?1"};
};

}  // namespace partita::store
