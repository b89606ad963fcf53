#include "cli/screen.h"

#include <fmt/format.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <cmath>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <ctime>

namespace partita::cli {
namespace {

volatile std::sig_atomic_t asked_to_end = 0;

// Another screen than the one that scrolls, without a cursor; and back.
constexpr const char* kEnter = "\x1b[?1049h\x1b[?25l";
constexpr const char* kLeave = "\x1b[?25h\x1b[?1049l";

void EndSoon(int) { asked_to_end = 1; }
void LookAgain(int) {}

void Handle(int number, void (*handler)(int)) {
  struct sigaction action {};
  action.sa_handler = handler;  // without SA_RESTART: it ends a wait
  sigaction(number, &action, nullptr);
}

}  // namespace

ScreenSize SizeOfScreen() {
  winsize size{};
  if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) != 0) return {};
  return {size.ws_col, size.ws_row};
}

bool OutputIsTerminal() { return isatty(STDOUT_FILENO) == 1; }

bool WantsColours() {
  const char* no_colour = std::getenv("NO_COLOR");
  const char* terminal = std::getenv("TERM");
  return OutputIsTerminal() && (no_colour == nullptr || *no_colour == '\0') &&
         (terminal == nullptr || std::strcmp(terminal, "dumb") != 0);
}

LiveScreen::LiveScreen(bool takes_terminal) : on_terminal_(takes_terminal && OutputIsTerminal()) {
  for (const int number : {SIGINT, SIGTERM, SIGHUP}) Handle(number, EndSoon);
  Handle(SIGWINCH, LookAgain);
  if (on_terminal_) fmt::print("{}", kEnter);
}

LiveScreen::~LiveScreen() {
  if (on_terminal_) fmt::print("{}", kLeave);
  std::fflush(stdout);
}

void LiveScreen::Show(const std::vector<std::string>& lines) {
  std::string page;
  if (on_terminal_) {
    const size_t rows = SizeOfScreen().rows;
    const size_t shown = rows == 0 ? lines.size() : std::min(lines.size(), rows);
    page = "\x1b[H";
    for (size_t i = 0; i < shown; ++i)
      page += fmt::format("{}{}\x1b[K", i == 0 ? "" : "\n", lines[i]);
    page += "\x1b[J";
  } else {
    if (!first_) page += "\n";
    for (const std::string& line : lines) page += line + "\n";
  }
  first_ = false;
  std::fwrite(page.data(), 1, page.size(), stdout);
  std::fflush(stdout);
}

bool LiveScreen::Wait(double seconds) {
  timespec time{};
  time.tv_sec = static_cast<time_t>(seconds);
  time.tv_nsec = static_cast<long>((seconds - std::floor(seconds)) * 1e9);
  if (asked_to_end == 0) nanosleep(&time, nullptr);
  return asked_to_end == 0;
}

}  // namespace partita::cli
