#include "supervisor/status_report.h"

#include <fcntl.h>
#include <fmt/format.h>

#include <algorithm>
#include <cerrno>
#include <utility>

#include "base/clock.h"
#include "base/death.h"
#include "base/fd.h"
#include "shm/control_block.h"
#include "shm/process_name.h"
#include "shm/segment.h"
#include "supervisor/plan.h"
#include "supervisor/status_socket.h"

namespace partita::supervisor {
namespace {

ProcessReport Report(const shm::ControlBlock& block, const ProcessId& id) {
  const shm::ProcessEntry& entry = block.Entry(id.role, id.index);
  ProcessReport report;
  report.name = ProcessName(id);
  report.state =
      ProcessStateName(static_cast<ProcessState>(entry.state.load(std::memory_order_relaxed)));
  report.pid = entry.pid.load(std::memory_order_relaxed);
  report.epoch = entry.epoch.load(std::memory_order_relaxed);
  report.restarts = entry.restarts.load(std::memory_order_relaxed);
  if (report.pid != 0)
    report.uptime_us = std::max<int64_t>(
        0, base::WallMicros() - entry.started_at_us.load(std::memory_order_relaxed));
  report.ready_after_us = entry.ready_after_us.load(std::memory_order_relaxed);
  report.last_death_at_us = entry.last_death_at_us.load(std::memory_order_relaxed);
  if (report.last_death_at_us != 0)
    report.last_death = base::DescribeDeath(entry.last_wait_status.load(std::memory_order_relaxed));
  report.beat = entry.beat.load(std::memory_order_relaxed);
  return report;
}

SlotReport ReportSlot(const shm::ControlBlock& block, uint32_t slot) {
  const shm::ProcessEntry& entry = block.Entry(Role::kPartition, slot);
  return {.process = Report(block, {Role::kPartition, slot}),
          .durable_epoch = entry.durable_epoch.load(std::memory_order_relaxed),
          .durable_seq = entry.durable_seq.load(std::memory_order_relaxed),
          .item_count = entry.item_count.load(std::memory_order_relaxed),
          .item_bytes = entry.item_bytes.load(std::memory_order_relaxed),
          .backfill_scanned = entry.backfill_scanned.load(std::memory_order_relaxed),
          .backfill_total = entry.backfill_total.load(std::memory_order_relaxed)};
}

}  // namespace

bool StatusReport::AllReady() const {
  const auto ready = [](const ProcessReport& report) { return report.state == "ready"; };
  return ready(supervisor) && ready(registry) &&
         std::all_of(gateways.begin(), gateways.end(), ready) &&
         std::all_of(slots.begin(), slots.end(),
                     [&](const SlotReport& slot) { return ready(slot.process); });
}

base::Result<StatusSegments> AskForSegments(const std::string& data) {
  const base::UniqueFd directory(open(data.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!directory.valid())
    return base::Error::FromErrno(fmt::format("opening data directory {}", data), errno);
  PARTITA_ASSIGN(StatusDescriptors fds, AskStatus(directory.get()));
  const auto map = [](base::UniqueFd fd) {
    return shm::Segment::Map(std::move(fd), 1, shm::Access::kReadOnly);
  };
  PARTITA_ASSIGN(shm::Segment control_block, map(std::move(fds.control_block)));
  PARTITA_ASSIGN(shm::Segment counters, map(std::move(fds.counters)));
  PARTITA_ASSIGN(shm::Segment mirror, map(std::move(fds.mirror)));
  return StatusSegments{std::move(control_block), std::move(counters), std::move(mirror)};
}

StatusReport ReportOf(const shm::ControlBlock& block, const std::string& data) {
  StatusReport report;
  report.data = data;
  report.supervisor = Report(block, {Role::kSupervisor, 0});
  report.registry = Report(block, {Role::kRegistry, 0});
  for (uint32_t slot = 0; slot < block.partitions; ++slot)
    report.slots.push_back(ReportSlot(block, slot));
  for (uint32_t index = 0; index < block.gateways; ++index)
    report.gateways.push_back(Report(block, {Role::kGateway, index}));
  return report;
}

base::Result<StatusReport> ReadStatus(const std::string& data) {
  PARTITA_ASSIGN(const StatusSegments segments, AskForSegments(data));
  PARTITA_ASSIGN(const shm::ControlBlock* block, shm::ControlBlock::In(segments.control_block));
  return ReportOf(*block, data);
}

}  // namespace partita::supervisor
