// What a run has found, for people and for programs.
//
// The JSON is one element of `results[]` in docs/benchmarks.md as far as the load generator knows
// it; bench/run adds the rest. Thread safety: free functions.
#pragma once

#include <string>

#include "base/result.h"
#include "bench/load/driver.h"
#include "bench/load/workload.h"

namespace partita::load {

struct Report {
  const WorkloadOptions& workload;
  const RunOptions& run;
  std::string transport;  // Target::transport()
  const RunResult& result;
};

void PrintHeader();
void PrintRows(const Report& report);  // all operations together, then each when there are several
// A JSON object; with histograms, they stand below `histograms` as <operation>.hgrm and all.hgrm.
base::Result<std::string> ReportJson(const Report& report, const std::string& histograms);

}  // namespace partita::load
