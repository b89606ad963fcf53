#include "base/log.h"

#include <unistd.h>

#include <cstdlib>
#include <ctime>
#include <string>

namespace partita::base {
namespace {

// The one piece of process-wide state in base: a log line must be possible everywhere, also before
// main() is done.
std::string g_who = "partita";
LogLevel g_most_verbose = LogLevel::kInfo;
bool g_journal = std::getenv("JOURNAL_STREAM") != nullptr;

std::string TimeOfDay() {
  timespec now{};
  clock_gettime(CLOCK_REALTIME, &now);
  tm parts{};
  localtime_r(&now.tv_sec, &parts);
  return fmt::format("{:02}:{:02}:{:02}.{:03}", parts.tm_hour, parts.tm_min, parts.tm_sec,
                     now.tv_nsec / 1'000'000);
}

std::string_view LevelWord(LogLevel level) {
  switch (level) {
    case LogLevel::kError:
      return "error: ";
    case LogLevel::kWarning:
      return "warning: ";
    default:
      return "";
  }
}

}  // namespace

void InitLog(std::string_view who, LogLevel most_verbose) {
  g_who = who;
  g_most_verbose = most_verbose;
}

bool LogEnabled(LogLevel level) { return level <= g_most_verbose; }

void LogLine(LogLevel level, std::string_view text) {
  const std::string start =
      g_journal ? fmt::format("<{}>", static_cast<int>(level)) : TimeOfDay() + " ";
  const std::string line = fmt::format("{}{} {}{}\n", start, g_who, LevelWord(level), text);
  [[maybe_unused]] const ssize_t written = ::write(STDERR_FILENO, line.data(), line.size());
}

}  // namespace partita::base
