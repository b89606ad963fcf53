#include "supervisor/serve.h"

#include <fmt/format.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <utility>

#include "base/clock.h"
#include "base/log.h"
#include "supervisor/data_directory.h"
#include "supervisor/native_listener.h"
#include "supervisor/passed_sockets.h"
#include "supervisor/spawn.h"
#include "supervisor/status_socket.h"
#include "supervisor/supervisor.h"

namespace partita::supervisor {
namespace {

// A supervisor that was killed leaves children that are being killed too and hold the address for
// an instant.
constexpr int kPatienceAfterCrashMs = 1'000;

// 64 slots and 16 gateways have over a thousand channels, and gateways inherit the limit for their
// connections.
void AllowManyDescriptors() {
  rlimit limit{};
  if (getrlimit(RLIMIT_NOFILE, &limit) != 0) return;
  limit.rlim_cur = limit.rlim_max;
  setrlimit(RLIMIT_NOFILE, &limit);
}

base::Status CheckPrograms(const Plan& plan, const std::string& directory) {
  for (const PlannedProcess& process : plan.processes) {
    const std::string path = directory + "/" + process.program;
    if (access(path.c_str(), X_OK) != 0)
      return base::Error::FromErrno(fmt::format("program {}", path), errno);
  }
  return {};
}

// One that was passed counts before the options; without either there is none.
base::Result<NativeListener> OpenNative(const Options& options, PassedSockets* passed) {
  base::UniqueFd given = passed->Claim(kNativeSocket);
  if (given.valid()) return NativeListener::Adopt(std::move(given));
  const std::string path =
      options.native_socket.value_or(fmt::format("{}/{}", options.data, kNativeSocketName));
  if (path.empty()) return NativeListener();
  const bool others = !options.native_users.empty() || !options.native_groups.empty();
  return NativeListener::Open(path, others);
}

base::Result<Foundation> Prepare(const Options& options, PassedSockets* passed,
                                 DataDirectory* data) {
  Foundation foundation;
  foundation.started_at_ns = base::MonotonicNs();
  PARTITA_ASSIGN(const std::string address, LoopbackAddress(options.host));
  PARTITA_ASSIGN(*data, DataDirectory::Open(options.data));
  PARTITA_ASSIGN(const Manifest manifest, data->Settle(options.slots, DefaultSlots()));
  foundation.plan = MakePlan(options, manifest.slots);
  foundation.program_directory = options.program_directory;
  if (foundation.program_directory.empty()) {
    PARTITA_ASSIGN(foundation.program_directory, ProgramDirectory());
  }
  PARTITA_TRY(CheckPrograms(foundation.plan, foundation.program_directory));
  PARTITA_ASSIGN(foundation.http, OpenHttp(passed, address, options.port,
                                           data->left_behind() ? kPatienceAfterCrashMs : 0));
  PARTITA_ASSIGN(foundation.native, OpenNative(options, passed));
  passed->CloseTheRest();
  PARTITA_ASSIGN(foundation.status, ListenStatus(data->fd()));
  PARTITA_ASSIGN(foundation.switchboard, Switchboard::Create(foundation.plan));
  return foundation;
}

}  // namespace

base::Result<int> Serve(const Options& options) {
  PassedSockets passed = PassedSockets::Take();
  base::InitLog("supervisor", ParseLogLevel(options.log_level));
  umask(0077);
  signal(SIGPIPE, SIG_IGN);
  AllowManyDescriptors();
  DataDirectory data;
  PARTITA_ASSIGN(Foundation foundation, Prepare(options, &passed, &data));
  base::Log(base::LogLevel::kNotice,
            "{} slots in {}, durability {}, no authentication (loopback only)",
            foundation.plan.slots, options.data, options.durability);
  if (options.durability != "full") {
    base::Log(base::LogLevel::kWarning,
              "durability {}: a power failure may lose writes that were acknowledged",
              options.durability);
  }
  NativeListener native = std::move(foundation.native);
  foundation.native_socket = native.fd();
  const int exit_code = Supervisor(options, std::move(foundation)).Run();
  native.Remove();
  if (exit_code == 0) data.ReleaseInOrder();
  return exit_code;
}

}  // namespace partita::supervisor
