#include "supervisor/switchboard.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/eventfd.h>

#include <cerrno>
#include <string>
#include <utility>

#include "base/check.h"
#include "metrics/trace_ring.h"
#include "shm/channel.h"
#include "shm/mirror.h"

namespace partita::supervisor {
namespace {

base::Result<base::UniqueFd> Duplicate(int fd) {
  base::UniqueFd copy(fcntl(fd, F_DUPFD_CLOEXEC, 0));
  if (!copy.valid()) return base::Error::FromErrno("duplicating a descriptor", errno);
  return copy;
}

base::Result<base::UniqueFd> MakeBell() {
  base::UniqueFd bell(eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK));
  if (!bell.valid()) return base::Error::FromErrno("making a doorbell", errno);
  return bell;
}

shm::HandoverHeader Header(shm::HandoverKind kind, const ProcessId& about, uint32_t epoch) {
  shm::HandoverHeader header;
  header.kind = kind;
  header.role = about.role;
  header.index = about.index;
  header.epoch = epoch;
  return header;
}

}  // namespace

base::Result<std::unique_ptr<Switchboard>> Switchboard::Create(const Plan& plan) {
  std::unique_ptr<Switchboard> board(new Switchboard);
  PARTITA_TRY(board->MakeControlBlock(plan));
  PARTITA_TRY(board->MakeMirror());
  PARTITA_TRY(board->MakeCounters());
  PARTITA_TRY(board->MakeTraces(plan.gateways));
  for (const PlannedProcess& process : plan.processes) {
    PARTITA_ASSIGN(base::UniqueFd bell, MakeBell());
    board->bells_.push_back({process.id, std::move(bell)});
  }
  for (const PlannedChannel& channel : plan.channels) {
    Line line{.ends = channel, .epoch = 0, .segment = {}};
    PARTITA_TRY(Renew(&line));
    board->lines_.push_back(std::move(line));
  }
  return board;
}

base::Status Switchboard::MakeControlBlock(const Plan& plan) {
  PARTITA_ASSIGN(shm::Segment segment, shm::ControlBlock::Create(plan.slots, plan.gateways));
  control_block_segment_ = std::make_unique<shm::Segment>(std::move(segment));
  PARTITA_ASSIGN(control_block_, shm::ControlBlock::In(*control_block_segment_));
  PARTITA_ASSIGN(read_only_control_block_, control_block_segment_->DuplicateReadOnly());
  return {};
}

base::Status Switchboard::MakeMirror() {
  PARTITA_ASSIGN(const shm::Segment segment, shm::MirrorPublisher::Create());
  PARTITA_ASSIGN(mirror_, Duplicate(segment.fd()));
  PARTITA_ASSIGN(read_only_mirror_, segment.DuplicateReadOnly());
  return {};
}

base::Status Switchboard::MakeCounters() {
  PARTITA_ASSIGN(shm::Segment segment, metrics::CounterBlock::Create());
  counters_segment_ = std::make_unique<shm::Segment>(std::move(segment));
  PARTITA_ASSIGN(counters_, metrics::CounterBlock::In(*counters_segment_));
  PARTITA_ASSIGN(read_only_counters_, counters_segment_->DuplicateReadOnly());
  return {};
}

base::Status Switchboard::MakeTraces(uint32_t gateways) {
  PARTITA_ASSIGN(const shm::Segment segment, metrics::CreateTraceSegment(gateways));
  PARTITA_ASSIGN(traces_, Duplicate(segment.fd()));
  PARTITA_ASSIGN(read_only_traces_, segment.DuplicateReadOnly());
  return {};
}

base::Status Switchboard::Renew(Line* line) {
  const std::string label =
      fmt::format("partita-{}-{}", ProcessName(line->ends.first), ProcessName(line->ends.second));
  PARTITA_ASSIGN(const shm::Segment segment, shm::Channel::Create(label, line->epoch + 1));
  PARTITA_ASSIGN(line->segment, Duplicate(segment.fd()));
  ++line->epoch;
  return {};
}

std::vector<ProcessId> Switchboard::PeersOf(const ProcessId& id) const {
  std::vector<ProcessId> peers;
  for (const Line& line : lines_) {
    if (line.ends.first == id) peers.push_back(line.ends.second);
    if (line.ends.second == id) peers.push_back(line.ends.first);
  }
  return peers;
}

const Switchboard::Line* Switchboard::FindLine(const ProcessId& one, const ProcessId& other) const {
  for (const Line& line : lines_) {
    if (line.ends.first == one && line.ends.second == other) return &line;
    if (line.ends.first == other && line.ends.second == one) return &line;
  }
  return nullptr;
}

uint32_t Switchboard::ChannelEpoch(const ProcessId& one, const ProcessId& other) const {
  const Line* line = FindLine(one, other);
  return line == nullptr ? 0 : line->epoch;
}

int Switchboard::BellOf(const ProcessId& id) const {
  for (const Bell& bell : bells_) {
    if (bell.owner == id) return bell.event_fd.get();
  }
  PARTITA_CHECK(false, "a process without a doorbell");
  return -1;
}

base::Status Switchboard::RenewChannels(const ProcessId& id) {
  for (Line& line : lines_) {
    if (line.ends.first != id && line.ends.second != id) continue;
    PARTITA_TRY(Renew(&line));
    counters_->supervisor.channels_replaced.Add();
  }
  return {};
}

base::Status Switchboard::HandBirth(int socket, const PlannedProcess& process, uint32_t life,
                                    const std::vector<int>& listeners) const {
  PARTITA_TRY(shm::SendHandover(socket, Header(shm::HandoverKind::kSelf, process.id, life),
                                {control_block_segment_->fd(), BellOf(process.id)}));
  const int mirror = process.publishes ? mirror_.get() : read_only_mirror_.get();
  PARTITA_TRY(
      shm::SendHandover(socket, Header(shm::HandoverKind::kMirror, process.id, life), {mirror}));
  PARTITA_TRY(shm::SendHandover(socket, Header(shm::HandoverKind::kMetrics, process.id, life),
                                {counters_segment_->fd()}));
  if (process.listens) {
    PARTITA_TRY(shm::SendHandover(socket, Header(shm::HandoverKind::kTraces, process.id, life),
                                  {traces_.get()}));
  }
  for (const ProcessId& peer : PeersOf(process.id))
    PARTITA_TRY(HandChannel(socket, process.id, peer));
  for (size_t i = 0; process.listens && i < listeners.size(); ++i) {
    shm::HandoverHeader header = Header(shm::HandoverKind::kListener, process.id, life);
    header.index = static_cast<uint32_t>(i);
    PARTITA_TRY(shm::SendHandover(socket, header, {listeners[i]}));
  }
  return shm::SendHandover(socket, Header(shm::HandoverKind::kGo, process.id, life), {});
}

base::Status Switchboard::HandChannel(int socket, const ProcessId& to,
                                      const ProcessId& peer) const {
  const Line* line = FindLine(to, peer);
  PARTITA_CHECK(line != nullptr, "no channel is planned between these two");
  shm::HandoverHeader header = Header(shm::HandoverKind::kChannel, peer, line->epoch);
  header.side = line->ends.first == to ? shm::ChannelSide::kFirst : shm::ChannelSide::kSecond;
  return shm::SendHandover(socket, header, {line->segment.get(), BellOf(peer)});
}

}  // namespace partita::supervisor
