// The terminal that a command draws on, if its output is one.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

namespace partita::cli {

struct ScreenSize {
  size_t columns = 0;  // 0: no terminal, or one that does not say
  size_t rows = 0;
};
ScreenSize SizeOfScreen();
bool OutputIsTerminal();
// On a terminal, unless NO_COLOR (https://no-color.org) or TERM=dumb says otherwise.
bool WantsColours();

// Shows one page after the other in the same place; the terminal is as it was when it is destroyed.
// Until then Ctrl-C and SIGTERM end the waiting instead of the process.
class LiveScreen {
 public:
  // False: nothing is drawn in place, Show() is not called.
  explicit LiveScreen(bool takes_terminal);
  ~LiveScreen();
  LiveScreen(const LiveScreen&) = delete;
  LiveScreen& operator=(const LiveScreen&) = delete;

  // Cut to the height of the screen; without a terminal, printed below the former page.
  void Show(const std::vector<std::string>& lines);
  // False: the user wants to go. Returns early when the screen changes its size.
  bool Wait(double seconds);

 private:
  const bool on_terminal_;
  bool first_ = true;
};

}  // namespace partita::cli
