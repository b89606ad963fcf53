// The server under load: how its table is made and its connections are.
//
// Thread safety: none.
#pragma once

#include <memory>
#include <string>

#include "base/result.h"
#include "bench/load/driver.h"
#include "bench/load/workload.h"

namespace partita::load {

class Target {
 public:
  virtual ~Target() = default;
  virtual std::string transport() const = 0;  // as results name it
  virtual Connect Connector() = 0;            // lives as long as the target
  virtual base::Status CreateTable() = 0;     // and waits for it; fine when it is there
};

// Over HTTP at `endpoint` ("http://ADDRESS:PORT"); or, with the path of a socket, over the native
// protocol, all connections on one socket or each on its own.
base::Result<std::unique_ptr<Target>> MakeTarget(const std::string& endpoint,
                                                 const std::string& native, bool own_sockets,
                                                 const WorkloadOptions& workload);

}  // namespace partita::load
