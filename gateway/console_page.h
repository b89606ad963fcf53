// The web console: its files and its data, as rows of pages.h.
//
//   /console                        index.html; /console/<file>: console_assets.h
//   /console/api/house              processes, slots, tables (console_house.h)
//   /console/api/owner?table=&type=&key=     who owns a key (console_owner.h)
//   /console/api/benchmarks         index.json of the results (console_benchmarks.h)
//   /console/api/benchmarks/<run>   results.json of one of them
//
// Nobody but this server's own pages gets any of it: a request that carries another's Origin, or
// whose browser says that it comes from another site, is refused with 403 (a browser sends
// Sec-Fetch-Site with every request; nobody can fake it from within a page). Each answer says which
// sources a page may use — its own server's files and nothing else, no inline script, no frame
// around it, no form that goes anywhere — so that text which slips into a page stays text.
#pragma once

#include <string>

#include "gateway/console_house.h"
#include "gateway/pages.h"

namespace partita::gateway {

// What the pages read. All of it outlives the pages.
struct ConsoleSources {
  Router* router = nullptr;
  const shm::ControlBlock* control_block = nullptr;
  const metrics::CounterBlock* counters = nullptr;
  std::string bench_results;  // the directory of bench's results; empty: none was named
};

void AddConsole(const ConsoleSources& sources, Pages* pages);

// Only who is on this machine may see the console, for nobody is asked who he is.
bool IsLoopbackListener(int listener);

}  // namespace partita::gateway
