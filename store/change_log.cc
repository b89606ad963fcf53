#include "store/change_log.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/check.h"
#include "base/coding.h"
#include "model/checksum.h"

namespace partita::store {
namespace {

constexpr int kSeqBits = 40;  // 10,000 records a second for three years
constexpr uint64_t kMaxSeq = (uint64_t{1} << kSeqBits) - 1;

int64_t RowId(int64_t stream, uint64_t seq) {
  return static_cast<int64_t>((static_cast<uint64_t>(stream) << kSeqBits) | seq);
}
int64_t FirstRowId(int64_t stream) { return RowId(stream, 0); }
int64_t EndRowId(int64_t stream) { return RowId(stream + 1, 0); }
uint64_t SeqOf(int64_t row_id) { return static_cast<uint64_t>(row_id) & kMaxSeq; }

uint64_t ChangeChecksum(const StreamId& stream, uint64_t seq, int64_t at_us,
                        std::string_view record) {
  std::string place;
  base::ByteWriter writer(&place);
  writer.U64(stream.table);
  writer.U64(stream.generation);
  writer.U64(seq);
  writer.U64(static_cast<uint64_t>(at_us));
  return model::Checksum(record, model::Checksum(place));
}

}  // namespace

base::Status ChangeLog::Create() {
  PARTITA_TRY(database_.Execute(
      "CREATE TABLE IF NOT EXISTS streams (id INTEGER PRIMARY KEY, table_id INTEGER NOT NULL, "
      "generation INTEGER NOT NULL, closed_at_us INTEGER NOT NULL, "
      "trimmed_through INTEGER NOT NULL, info BLOB NOT NULL, UNIQUE (table_id, generation))"));
  return database_.Execute(
      "CREATE TABLE IF NOT EXISTS changes (id INTEGER PRIMARY KEY, at_us INTEGER NOT NULL, "
      "checksum INTEGER NOT NULL, record BLOB NOT NULL)");
}

base::Status ChangeLog::Load() {
  streams_.clear();
  {
    auto rows = load_.Query();
    for (;;) {
      PARTITA_ASSIGN(const bool found, rows.Next());
      if (!found) break;
      Stream& stream = streams_[{rows.Uint64(1), rows.Uint64(2)}];
      stream.id = rows.Int64(0);
      stream.closed_at_us = rows.Int64(3);
      stream.trimmed_through = rows.Uint64(4);
      stream.info = rows.Bytes(5);
    }
  }
  for (auto& [name, stream] : streams_) PARTITA_TRY(LoadRecords(&stream));
  FindNextToTrim();
  return {};
}

base::Status ChangeLog::LoadRecords(Stream* stream) {
  stream->last_seq = stream->trimmed_through;
  {
    auto rows = newest_.Query(FirstRowId(stream->id), EndRowId(stream->id));
    PARTITA_ASSIGN(const bool found, rows.Next());
    if (found) stream->last_seq = SeqOf(rows.Int64(0));
  }
  return FindOldest(stream);
}

base::Status ChangeLog::FindOldest(Stream* stream) {
  stream->oldest_us = stream->closed_at_us == 0 ? INT64_MAX : stream->closed_at_us;
  if (stream->empty()) return {};
  auto rows = oldest_.Query(FirstRowId(stream->id), EndRowId(stream->id), 1);
  PARTITA_ASSIGN(const bool found, rows.Next());
  if (found) stream->oldest_us = rows.Int64(1);
  return {};
}

void ChangeLog::FindNextToTrim() {
  oldest_us_ = INT64_MAX;
  for (const auto& [name, stream] : streams_) oldest_us_ = std::min(oldest_us_, stream.oldest_us);
}

base::Status ChangeLog::RolledBack() {
  if (!std::exchange(written_, false)) return {};
  return Load();
}

base::Status ChangeLog::RolledBackToSavepoint() {
  if (!written_) return {};
  return Load();
}

const StreamState* ChangeLog::Find(const StreamId& stream) const {
  const auto found = streams_.find(stream);
  return found == streams_.end() ? nullptr : &found->second;
}

std::vector<std::pair<StreamId, StreamState>> ChangeLog::Streams() const {
  return {streams_.begin(), streams_.end()};
}

base::Status ChangeLog::Open(const StreamId& name, std::string_view info) {
  if (streams_.contains(name)) return {};
  written_ = true;
  PARTITA_TRY(open_.Run(name.table, name.generation, info));
  Stream& stream = streams_[name];
  stream.id = database_.last_insert_rowid();
  stream.info = info;
  stream.oldest_us = INT64_MAX;
  return {};
}

base::Status ChangeLog::Close(const StreamId& name, int64_t at_us) {
  const auto found = streams_.find(name);
  if (found == streams_.end() || found->second.closed_at_us != 0) return {};
  Stream& stream = found->second;
  written_ = true;
  PARTITA_TRY(close_.Run(stream.id, at_us));
  stream.closed_at_us = at_us;
  if (stream.empty()) stream.oldest_us = at_us;
  oldest_us_ = std::min(oldest_us_, stream.oldest_us);
  return {};
}

base::Status ChangeLog::Append(const StreamId& name, int64_t at_us, std::string_view record) {
  const auto found = streams_.find(name);
  PARTITA_CHECK(found != streams_.end(), "a change of a stream that was not opened");
  Stream& stream = found->second;
  const uint64_t seq = stream.last_seq + 1;
  PARTITA_CHECK(seq <= kMaxSeq, "a stream without numbers left");
  written_ = true;
  PARTITA_TRY(append_.Run(RowId(stream.id, seq), at_us, ChangeChecksum(name, seq, at_us, record),
                          record));
  if (stream.empty()) stream.oldest_us = at_us;
  stream.last_seq = seq;
  oldest_us_ = std::min(oldest_us_, stream.oldest_us);
  return {};
}

base::Status ChangeLog::TrimBefore(int64_t before_us, size_t max_records) {
  for (auto at = streams_.begin(); at != streams_.end() && max_records > 0;) {
    const auto next = std::next(at);
    if (at->second.oldest_us < before_us) {
      written_ = true;
      PARTITA_TRY(Trim(at->first, &at->second, before_us, &max_records));
    }
    at = next;
  }
  FindNextToTrim();
  return {};
}

// Takes the stream out of streams_ when it goes away.
base::Status ChangeLog::Trim(const StreamId& name, Stream* stream, int64_t before_us,
                             size_t* room) {
  int64_t last = FirstRowId(stream->id);
  {
    auto rows = oldest_.Query(last, EndRowId(stream->id), *room);
    for (;;) {
      PARTITA_ASSIGN(const bool found, rows.Next());
      if (!found || rows.Int64(1) >= before_us) break;
      last = rows.Int64(0);
      --*room;
    }
  }
  if (last != FirstRowId(stream->id)) {
    PARTITA_TRY(trim_.Run(FirstRowId(stream->id), last));
    PARTITA_TRY(note_trimmed_.Run(stream->id, SeqOf(last)));
    stream->trimmed_through = SeqOf(last);
    PARTITA_TRY(FindOldest(stream));
  }
  if (!stream->empty() || stream->closed_at_us == 0 || stream->closed_at_us >= before_us) return {};
  PARTITA_TRY(forget_.Run(stream->id));
  streams_.erase(name);
  return {};
}

base::Status ChangeLog::Read(const StreamId& name, uint64_t after_seq, const VisitChange& visit) {
  const auto found = streams_.find(name);
  if (found == streams_.end() || after_seq >= found->second.last_seq) return {};
  const int64_t id = found->second.id;
  auto rows = read_.Query(RowId(id, after_seq), EndRowId(id));
  for (;;) {
    PARTITA_ASSIGN(const bool more, rows.Next());
    if (!more) return {};
    const Change change{SeqOf(rows.Int64(0)), rows.Int64(1), rows.Bytes(3)};
    if (ChangeChecksum(name, change.seq, change.at_us, change.record) != rows.Uint64(2)) {
      damaged_record_ = true;
      return base::Error::Corrupt(fmt::format("a stream's record of table {} in {} is not what was "
                                              "written",
                                              name.table, database_.path()));
    }
    if (!visit(change)) return {};
  }
}

}  // namespace partita::store
