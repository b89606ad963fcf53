// A house of fake children (fake_child.cc) under the real supervisor, in a process of its own, for
// tests.
//
//   House house;
//   house.Order("partition[0]", "crash");
//   house.Start();
//   house.AwaitReady();
//   EXPECT_EQ(house.Stop(), 0);
#pragma once

#include <sys/types.h>

#include <functional>
#include <string>
#include <vector>

#include "supervisor/options.h"
#include "supervisor/status_report.h"

namespace partita::testing {

class House {
 public:
  House();   // an empty temporary directory; two slots, one gateway, short times
  ~House();  // kills what is left
  House(const House&) = delete;
  House& operator=(const House&) = delete;

  supervisor::Options options;
  // Called in the supervisor's process before it serves: its environment, its descriptors.
  std::function<void()> before_serving;

  std::string directory() const { return directory_; }
  void Order(const std::string& name, const std::string& order);  // for its next lives
  void Forget(const std::string& name);

  void Start();
  // SIGTERM and Wait().
  int Stop();
  // The exit code; 128 + signal when it was killed. Fails the test after ten seconds.
  int Wait();
  pid_t pid() const { return pid_; }

  // Until `holds` of the status, at most ten seconds.
  bool Await(const std::function<bool(const supervisor::StatusReport&)>& holds);
  bool AwaitReady();
  bool AwaitEvent(const std::string& event);
  // Fails the test when the house does not answer.
  supervisor::StatusReport Status();
  std::vector<std::string> Events() const;  // lines of all children, in order
  bool Happened(const std::string& event) const;
  std::string Log() const;
  uint16_t Port() const;  // once it is ready

 private:
  std::string directory_;
  pid_t pid_ = 0;
};

// True when `holds` within ten seconds.
bool Eventually(const std::function<bool()>& holds);

}  // namespace partita::testing
