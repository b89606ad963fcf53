// Log lines on standard error: `<6>partition[1] opened slot-0001.db in 3 ms`.
//
// Under systemd (JOURNAL_STREAM set) a line starts with its syslog priority, elsewhere with the
// time of day. Never log key or item values: a log has other readers than a table.
// Thread safety: a line is one write(2); lines of several threads and processes do not mix.
#pragma once

#include <fmt/format.h>

#include <string_view>

namespace partita::base {

// syslog's numbers.
enum class LogLevel { kError = 3, kWarning = 4, kNotice = 5, kInfo = 6, kDebug = 7 };

// Who speaks in this process ("partition[1]") and which levels are said. Call once, before the
// first line.
void InitLog(std::string_view who, LogLevel most_verbose);

bool LogEnabled(LogLevel level);
void LogLine(LogLevel level, std::string_view text);

template <typename... Args>
void Log(LogLevel level, fmt::format_string<Args...> format, Args&&... args) {
  if (LogEnabled(level)) LogLine(level, fmt::format(format, std::forward<Args>(args)...));
}

}  // namespace partita::base
