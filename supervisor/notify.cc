#include "supervisor/notify.h"

#include <systemd/sd-daemon.h>

#include <cstdint>

namespace partita::supervisor {

void NotifyReady(const std::string& status) { sd_notify(0, ("READY=1\nSTATUS=" + status).c_str()); }
void NotifyStatus(const std::string& status) { sd_notify(0, ("STATUS=" + status).c_str()); }
void NotifyStopping(const std::string& status) {
  sd_notify(0, ("STOPPING=1\nSTATUS=" + status).c_str());
}
void NotifyWatchdog() { sd_notify(0, "WATCHDOG=1"); }

int WatchdogEveryMs() {
  uint64_t limit_us = 0;
  if (sd_watchdog_enabled(0, &limit_us) <= 0) return 0;
  return static_cast<int>(limit_us / 4000);
}

}  // namespace partita::supervisor
