// What systemd is told (sd_notify); nothing happens when nobody asked to be told.
#pragma once

#include <string>

namespace partita::supervisor {

void NotifyReady(const std::string& status);
void NotifyStatus(const std::string& status);
void NotifyStopping(const std::string& status);
void NotifyWatchdog();
// How often NotifyWatchdog() must be called: a quarter of what the unit's WatchdogSec= says, so
// that one that was held back comes again well within it. 0: never.
int WatchdogEveryMs();

}  // namespace partita::supervisor
