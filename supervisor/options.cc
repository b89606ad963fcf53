#include "supervisor/options.h"

#include <arpa/inet.h>
#include <fmt/format.h>
#include <sched.h>

#include <algorithm>

#include "shm/control_block.h"

namespace partita::supervisor {

base::LogLevel ParseLogLevel(const std::string& word) {
  if (word == "error") return base::LogLevel::kError;
  if (word == "warning") return base::LogLevel::kWarning;
  if (word == "notice") return base::LogLevel::kNotice;
  if (word == "debug") return base::LogLevel::kDebug;
  return base::LogLevel::kInfo;
}

uint32_t DefaultSlots() {
  cpu_set_t cores;
  CPU_ZERO(&cores);
  const int usable = sched_getaffinity(0, sizeof cores, &cores) == 0 ? CPU_COUNT(&cores) : 2;
  return std::clamp<uint32_t>(static_cast<uint32_t>(usable), 2, shm::kMaxPartitions);
}

base::Result<std::string> LoopbackAddress(const std::string& host) {
  if (host == "localhost") return std::string("127.0.0.1");
  in_addr four{};
  if (inet_pton(AF_INET, host.c_str(), &four) == 1 && (ntohl(four.s_addr) >> 24) == 127)
    return host;
  in6_addr six{};
  if (inet_pton(AF_INET6, host.c_str(), &six) == 1 && IN6_IS_ADDR_LOOPBACK(&six)) return host;
  return base::Error::Invalid(fmt::format(
      "cannot listen on '{}': authentication is not available yet, so only a loopback address "
      "(127.0.0.1, ::1, localhost) is allowed",
      host));
}

}  // namespace partita::supervisor
