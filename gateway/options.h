// What the supervisor says to a gateway on its command line.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/log.h"
#include "base/result.h"
#include "gateway/native_peers.h"
#include "gateway/settings.h"
#include "gateway/trace_settings.h"

namespace partita::gateway {

struct Options {
  uint32_t index = 0;  // which of the gateways
  uint32_t slots = 1;
  uint32_t gateways = 1;          // that share what tables may use
  bool throttling = true;         // what tables and indexes have bought is all they get
  bool partition_limits = false;  // so is what one partition can do
  base::LogLevel log_level = base::LogLevel::kInfo;
  std::vector<std::string> cors_origins;  // beside the pages of this machine; "*": all
  std::vector<std::string> host_names;    // beside loopback names; "*": all
  NativePeers native_peers;               // who may use the native socket, beside our own user
  Settings settings;
  TraceSettings traces;
  bool console = true;        // the web pages are served
  std::string bench_results;  // the directory whose benchmark runs they show; empty: none
};

// kInvalid with the text to show; kNotFound: only help was asked for, the message is the help.
base::Result<Options> ParseOptions(int argc, const char* const* argv);

}  // namespace partita::gateway
