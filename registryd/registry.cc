#include "registryd/registry.h"

#include <fmt/format.h>
#include <poll.h>

#include <algorithm>
#include <array>
#include <utility>

#include "base/clock.h"
#include "base/log.h"
#include "metrics/table_directory.h"
#include "registryd/operation.h"
#include "wire/backfill_progress.h"
#include "wire/outcome.h"
#include "wire/schema_rollout.h"
#include "wire/table_change.h"

namespace partita::registryd {
namespace {

constexpr int64_t kMillisecond = 1'000'000;
constexpr int64_t kSleepNs = 500 * kMillisecond;  // a beat twice a second tells that nothing hangs
constexpr int64_t kMarksIntervalNs = 1'000 * kMillisecond;
constexpr int64_t kRetryNs =
    100 * kMillisecond;                // of a state that could not be ended: the disk is full
constexpr size_t kFramesPerTurn = 16;  // of each peer

model::ApiError Internal(std::string message) {
  return model::ApiError::Of(model::ApiErrorType::kInternalServerError, std::move(message));
}

}  // namespace

Registry::Registry(RegistryOptions options, shm::Birth birth, std::unique_ptr<Catalog> catalog)
    : options_(std::move(options)),
      birth_(std::move(birth)),
      counters_(metrics::CountersOf(&birth_.metrics)),
      channels_(&counters_->registry.loop),
      catalog_(std::move(catalog)),
      publisher_(shm::MirrorPublisher(std::move(*birth_.mirror)), options_.house),
      rollout_(options_.house.slots),
      transitions_(options_.hold_ns),
      backfills_(options_.house.slots),
      marks_(catalog_.get(), birth_.control_block, options_.house.slots),
      peers_(std::move(birth_.peers), birth_.control_block, options_.handover_socket) {
  peers_.OnGone([this](PeerId id) {
    if (id.role == shm::Role::kPartition) rollout_.PartitionGone(id.index);
  });
}

base::Status Registry::Start() {
  PARTITA_TRY(marks_.Restore());
  PARTITA_ASSIGN(const uint64_t version, Publish());
  rollout_.Announce(version);
  for (const auto& [name, table] : catalog_->tables()) {
    if (IsPassing(table)) transitions_.Begin(table, version, base::MonotonicNs());
  }
  backfills_.Follow(*catalog_);
  base::Log(base::LogLevel::kInfo, "published {} tables as version {}", catalog_->tables().size(),
            version);
  return shm::SendHandover(options_.handover_socket, {.kind = shm::HandoverKind::kReady}, {});
}

base::Status Registry::Run() {
  PARTITA_TRY(Start());
  while (order_ == Order::kGoOn) {
    size_t frames = 0;
    PARTITA_TRY(Turn(&frames));
    if (frames == 0) Sleep();
  }
  if (order_ == Order::kSupervisorGone) {
    base::Log(base::LogLevel::kWarning, "the supervisor is gone");
    return {};
  }
  size_t frames = 1;
  for (int turns = 0; frames > 0 && turns < 1000; ++turns) {
    frames = 0;
    PARTITA_TRY(Turn(&frames));
  }
  return SaveMarks();
}

base::Status Registry::Turn(size_t* frames) {
  birth_.entry->beat.fetch_add(1, std::memory_order_relaxed);
  *frames = peers_.Receive(kFramesPerTurn,
                           [this](PeerId from, const wire::Frame& frame) { OnFrame(from, frame); });
  if (!broken_) {
    if (base::Status ended = EndStates(); !ended.ok()) broken_ = ended.error();
  }
  AskPartitions();
  peers_.Flush();
  counters_->registry.loop.turns.Add();
  peers_.Count(&channels_);
  if (broken_) return *broken_;
  return OnceASecond();
}

void Registry::OnFrame(PeerId from, const wire::Frame& frame) {
  if (frame.header.is_reply()) {
    OnReply(from, frame);
  } else {
    Reply(from, frame.header, Execute(frame));
  }
}

void Registry::OnReply(PeerId from, const wire::Frame& frame) {
  if (from.role != shm::Role::kPartition) return;
  base::ByteReader reader(frame.payload);
  const model::ApiStatus outcome = wire::DecodeOutcome(&reader);
  if (!outcome.ok()) {
    const bool asked_again_soon = frame.header.kind == wire::MessageKind::kBackfillProgress;
    base::Log(asked_again_soon ? base::LogLevel::kDebug : base::LogLevel::kWarning,
              "partition {} refused {}: {}", from.index, wire::MessageKindName(frame.header.kind),
              outcome.error().message);
    return;
  }
  if (frame.header.kind == wire::MessageKind::kSchemaRollout) OnAcknowledgement(from, &reader);
  if (frame.header.kind == wire::MessageKind::kBackfillProgress)
    OnProgress(from, frame.header.request_id, &reader);
}

void Registry::OnAcknowledgement(PeerId from, base::ByteReader* reader) {
  const wire::SchemaRollout read = wire::DecodeSchemaRollout(reader);
  if (reader->Finished()) rollout_.Acknowledged(from.index, read.version);
}

void Registry::OnProgress(PeerId from, uint64_t question, base::ByteReader* reader) {
  const wire::BackfillProgressReply progress = wire::DecodeBackfillProgressReply(reader);
  if (reader->Finished()) backfills_.Answered(from.index, question, progress);
}

model::ApiResult<model::TableSchema> Registry::Decide(const wire::Frame& frame) const {
  const Operation operation = FindOperation(frame.header.kind);
  if (operation == nullptr) return Internal("The registry does not answer this");
  base::ByteReader reader(frame.payload);
  PARTITA_ASSIGN(model::TableSchema table, operation(*catalog_, &reader));
  if (publisher_.Fits(*catalog_, table)) return table;
  return model::ApiError::Of(
      model::ApiErrorType::kLimitExceeded,
      "Subscriber limit exceeded: The schemas of all tables together are too large");
}

model::ApiResult<model::TableSchema> Registry::Execute(const wire::Frame& frame) {
  if (broken_) return Internal("The catalog is not available");
  PARTITA_ASSIGN(const model::TableSchema table, Decide(frame));
  const bool begins = BeginsToPass(catalog_->Find(table.name), table);
  const base::Status done = CommitAndPublish({.saved = {table}, .removed = {}});
  if (!done.ok()) {
    base::Log(base::LogLevel::kError, "{} of {}: {}", wire::MessageKindName(frame.header.kind),
              table.name, done.error().message);
    if (done.error().kind != base::ErrorKind::kUnavailable) broken_ = done.error();
    return Internal("The change could not be made durable");
  }
  if (begins) transitions_.Begin(table, rollout_.version(), base::MonotonicNs());
  base::Log(base::LogLevel::kInfo, "{} {}: version {}", wire::MessageKindName(frame.header.kind),
            table.name, rollout_.version());
  return table;
}

void Registry::Reply(PeerId to, const wire::FrameHeader& request,
                     const model::ApiResult<model::TableSchema>& outcome) {
  wire::StartFrame({.payload_bytes = 0,
                    .kind = request.kind,
                    .flags = wire::kReplyBit,
                    .request_id = request.request_id,
                    .trace_id = request.trace_id},
                   &frame_);
  base::ByteWriter writer(&frame_);
  if (outcome.ok()) {
    wire::EncodeTableReply(*outcome, &writer);
  } else {
    wire::EncodeRefused(outcome.error(), &writer);
  }
  wire::FinishFrame(&frame_);
  peers_.Send(to, frame_);
}

// Whoever reads of a table finds its counters: they are given out before the table is published.
base::Result<uint64_t> Registry::Publish() {
  std::vector<metrics::NamedTable> tables;
  for (const auto& [name, table] : catalog_->tables()) tables.push_back({table.id, name});
  metrics::UpdateDirectory(tables, &counters_->directory);
  PARTITA_ASSIGN(const uint64_t version, publisher_.Publish(*catalog_));
  counters_->registry.tables.Set(tables.size());
  counters_->registry.schema_version.Set(version);
  return version;
}

base::Status Registry::CommitAndPublish(const CatalogChange& change) {
  PARTITA_TRY(catalog_->Commit(change));
  counters_->registry.schema_changes.Add();
  base::Result<uint64_t> version = Publish();
  // Committed but not published: only a start from the catalog makes the two agree again.
  if (!version.ok()) return base::Error::Failed(version.error().message);
  rollout_.Announce(*version);
  backfills_.Follow(*catalog_);
  return {};
}

// Whether the catalog now says so; false: not yet, the disk is full.
base::Result<bool> Registry::Apply(const CatalogChange& change) {
  const base::Status done = CommitAndPublish(change);
  if (done.ok()) return true;
  base::Log(base::LogLevel::kError, "ending the states of tables: {}", done.error().message);
  if (done.error().kind == base::ErrorKind::kUnavailable) return false;
  return done.error();
}

base::Status Registry::EndStates() {
  const CatalogChange change = transitions_.Due(*catalog_, rollout_, base::MonotonicNs());
  if (!change.saved.empty() || !change.removed.empty()) {
    PARTITA_ASSIGN(const bool applied, Apply(change));
    if (applied) transitions_.Ended(change);
  }
  const CatalogChange full = backfills_.Due(*catalog_);
  if (full.saved.empty()) return {};
  PARTITA_ASSIGN(const bool applied, Apply(full));
  for (const model::TableSchema& table : full.saved) {
    if (applied) base::Log(base::LogLevel::kInfo, "an index of {} is filled", table.name);
  }
  return {};
}

void Registry::AskPartitions() {
  for (uint32_t slot = 0; slot < options_.house.slots; ++slot) {
    if (!peers_.Has({shm::Role::kPartition, slot})) continue;
    if (rollout_.TakeQuestion(slot)) AskForReading(slot);
    AskForProgress(slot);
  }
}

void Registry::AskForReading(uint32_t slot) {
  wire::StartFrame({.kind = wire::MessageKind::kSchemaRollout, .request_id = rollout_.version()},
                   &frame_);
  base::ByteWriter writer(&frame_);
  wire::Encode(wire::SchemaRollout{.version = rollout_.version()}, &writer);
  wire::FinishFrame(&frame_);
  peers_.Send({shm::Role::kPartition, slot}, frame_);
}

void Registry::AskForProgress(uint32_t slot) {
  for (const Backfills::Question& question : backfills_.TakeQuestions(slot, base::MonotonicNs())) {
    wire::StartFrame({.kind = wire::MessageKind::kBackfillProgress, .request_id = question.id},
                     &frame_);
    base::ByteWriter writer(&frame_);
    wire::Encode(question.request, &writer);
    wire::FinishFrame(&frame_);
    peers_.Send({shm::Role::kPartition, slot}, frame_);
  }
}

base::Status Registry::OnceASecond() {
  if (base::MonotonicNs() - marks_saved_at_ns_ < kMarksIntervalNs) return {};
  rollout_.AskAgain();
  return SaveMarks();
}

base::Status Registry::SaveMarks() {
  marks_saved_at_ns_ = base::MonotonicNs();
  const base::Status saved = marks_.Save();
  if (saved.ok() || saved.error().kind == base::ErrorKind::kUnavailable) return {};
  return saved.error().Within("saving the slots' marks");
}

void Registry::Sleep() {
  const int64_t now = base::MonotonicNs();
  const int64_t due = std::min(transitions_.NextDueNs(rollout_).value_or(now + kSleepNs),
                               backfills_.NextDueNs().value_or(now + kSleepNs));
  const int64_t wait_ns = std::clamp(due - now, due <= now ? kRetryNs : 0, kSleepNs);
  birth_.doorbell->Announce();
  if (peers_.LastLook()) {
    birth_.doorbell->Cancel();
    return;
  }
  counters_->registry.loop.sleeps.Add();
  std::array<pollfd, 3> fds{{{birth_.doorbell->event_fd(), POLLIN, 0},
                             {options_.handover_socket, POLLIN, 0},
                             {options_.stop_fd, POLLIN, 0}}};
  poll(fds.data(), fds.size(), static_cast<int>((wait_ns + kMillisecond - 1) / kMillisecond));
  birth_.doorbell->Cancel();
  if (fds[0].revents != 0) birth_.doorbell->Clear();
  if (fds[2].revents != 0) order_ = Order::kStop;
  if (fds[1].revents != 0 && !peers_.FollowHandovers()) order_ = Order::kSupervisorGone;
}

}  // namespace partita::registryd
