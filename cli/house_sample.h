// What `partita status` shows: a house as it is at one moment, and what happened between two.
//
// Read from the memory that the supervisor hands out for reading; nobody is asked to do anything.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "base/result.h"
#include "metrics/reading.h"
#include "supervisor/status_report.h"

namespace partita::cli {

// Of one process: what the kernel says of it.
struct ProcessVitals {
  uint64_t cpu_us = 0;  // of all lives
  uint64_t resident_bytes = 0;
  uint64_t proportional_bytes = 0;
  uint64_t open_files = 0;
};

struct SlotVitals {
  uint64_t reads = 0;
  uint64_t writes = 0;
  uint64_t commits = 0;
  uint64_t wal_bytes = 0;
  uint64_t database_bytes = 0;
  bool disk_full = false;
  metrics::HistogramReading sync;  // microseconds
};

struct TableEntry {
  std::string name;
  std::string status;  // "ACTIVE"
  int counters = -1;   // which of HouseSample::counted is its own; -1: it shares "other"
  struct Index {
    std::string name;
    std::string status;
    bool filling = false;
  };
  std::vector<Index> indexes;
};

struct HouseSample {
  int64_t at_ns = 0;          // monotonic
  int64_t created_at_us = 0;  // of the house: another number, another supervisor
  supervisor::StatusReport report;
  // In the order of Processes(): supervisor, registry, slots, gateways.
  std::vector<ProcessVitals> processes;
  std::vector<SlotVitals> slots;
  std::vector<TableEntry> tables;  // by name
  metrics::HouseReading counted;
  uint64_t connections = 0;
  uint64_t in_flight = 0;

  std::vector<const supervisor::ProcessReport*> Processes() const;
};

// kNotFound: nobody serves the directory. kUnavailable: no answer.
base::Result<HouseSample> TakeSample(const std::string& data);

struct OperationRates {
  double requests = 0;  // a second
  double errors = 0;    // a second; conditions that did not hold are none
  double throttled = 0;
  double p50_ms = 0;
  double p99_ms = 0;
};

// Between two samples of one house.
struct HouseRates {
  double seconds = 0;  // 0: there is only one sample, and no rate is known
  OperationRates all;
  std::vector<double> cores;  // CPU, of each process
  struct Slot {
    double reads = 0;
    double writes = 0;
    double writes_per_commit = 0;
    double sync_p99_ms = 0;
  };
  std::vector<Slot> slots;
  std::vector<OperationRates> tables;  // as HouseSample::tables
  OperationRates others;               // all tables without counters of their own

  bool known() const { return seconds > 0; }
};

HouseRates RatesBetween(const HouseSample& before, const HouseSample& now);

}  // namespace partita::cli
