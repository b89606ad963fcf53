// What all gateways and partitions have counted of tables and operations, added up in plain values.
//
// A table whose entry in the directory has passed to another, but whose counters have not been
// carried over yet, counts with "the others" already: sums over all tables never go back.
//
// Thread safety: reads shared memory that others write; any thread.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "metrics/counter_block.h"
#include "metrics/histogram.h"

namespace partita::metrics {

struct OperationReading {
  HistogramReading latency;  // of those that succeeded, microseconds
  uint64_t client_errors = 0;
  uint64_t server_errors = 0;
  uint64_t throttled = 0;
  uint64_t condition_failures = 0;
  uint64_t returned_items = 0;

  void Add(const TableOperation& operation);
  void Add(const OperationReading& other);
  OperationReading Since(const OperationReading& earlier) const;
  uint64_t errors() const { return client_errors + server_errors + throttled + condition_failures; }
  uint64_t requests() const { return latency.count() + errors(); }
};

struct TableReading {
  std::string name;  // empty: the others, no table, or an entry that was never used
  bool exists = false;
  uint64_t consumed_read_halves = 0;
  uint64_t consumed_write_halves = 0;
  std::array<uint64_t, kMaxErrorTypes> errors{};
  std::map<size_t, OperationReading> operations;  // those that were ever asked for
  uint64_t items = 0;
  uint64_t item_bytes = 0;
  uint64_t expired_items = 0;
  uint64_t stream_records = 0;
};

struct HouseReading {
  std::vector<TableReading> tables;                      // kTableEntries
  std::map<std::pair<size_t, size_t>, uint64_t> errors;  // by operation and type

  OperationReading AllOperations() const;
};

// Of the first `partitions` and `gateways` regions: others are touched by nobody.
HouseReading ReadHouse(const CounterBlock& block, uint32_t partitions, uint32_t gateways);

}  // namespace partita::metrics
