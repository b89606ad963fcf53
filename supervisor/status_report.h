// What `partita status` knows: a copy of the control block in plain values, read without asking the
// supervisor to do anything.
//
// The supervisor hands a read-only descriptor of the control block to whoever connects to
// status.sock and closes; the values are read while their owners write them, each by itself.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/result.h"
#include "shm/segment.h"

namespace partita::shm {
struct ControlBlock;
}

namespace partita::supervisor {

struct ProcessReport {
  std::string name;   // "partition[0]"
  std::string state;  // child_state.h
  int32_t pid = 0;    // 0: no process now
  uint32_t epoch = 0;
  uint32_t restarts = 0;
  int64_t uptime_us = 0;         // of this life; 0: no process now
  uint32_t ready_after_us = 0;   // 0: not ready yet
  int64_t last_death_at_us = 0;  // wall clock; 0: never died
  std::string last_death;        // "was killed by SIGKILL"; empty: never died
  uint64_t beat = 0;
};

struct SlotReport {
  ProcessReport process;
  uint64_t durable_epoch = 0;
  uint64_t durable_seq = 0;
  uint64_t item_count = 0;
  uint64_t item_bytes = 0;
  // Of all indexes that are being filled: items looked at, items there are; both 0: none is.
  uint64_t backfill_scanned = 0;
  uint64_t backfill_total = 0;
};

struct StatusReport {
  std::string data;
  ProcessReport supervisor;
  ProcessReport registry;
  std::vector<SlotReport> slots;
  std::vector<ProcessReport> gateways;

  bool AllReady() const;
};

// What the supervisor handed out, mapped for reading.
struct StatusSegments {
  shm::Segment control_block;
  shm::Segment counters;
  shm::Segment mirror;
};

// kNotFound, kUnavailable: as ReadStatus.
base::Result<StatusSegments> AskForSegments(const std::string& data);
StatusReport ReportOf(const shm::ControlBlock& block, const std::string& data);

// kNotFound: no supervisor serves this directory. kUnavailable: it does not answer within two
// seconds.
base::Result<StatusReport> ReadStatus(const std::string& data);

}  // namespace partita::supervisor
