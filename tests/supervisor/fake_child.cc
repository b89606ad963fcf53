// A child of the supervisor that does what a test tells it: it speaks the handover, beats, and
// writes down what it sees.
//
// PARTITA_FAKE_DIR names a directory. Every event is a line of <dir>/events ("<name> <event> …");
// the words in <dir>/<name> say how to misbehave in this life:
//   exit <code>             ends with this code instead of becoming ready
//   crash                   kills itself (SIGSEGV) instead of becoming ready
//   hang                    ready, then never beats again
//   stubborn                ready, does not end on SIGTERM
//   slow-stop               ends 300 ms after SIGTERM
//   accuse <role> <index>   ready, then says kBadChannel of it
#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include <csignal>
#include <cstdlib>
#include <fstream>
#include <sstream>
#include <string>

#include "shm/handover.h"

namespace {

using partita::shm::Birth;
using partita::shm::HandoverHeader;
using partita::shm::HandoverKind;
using partita::shm::Role;

std::string Name(Role role, uint32_t index) {
  if (role == Role::kRegistry) return "registryd";
  return fmt::format("{}[{}]", role == Role::kPartition ? "partition" : "gateway", index);
}

sigset_t Terms() {
  sigset_t terms;
  sigemptyset(&terms);
  sigaddset(&terms, SIGTERM);
  return terms;
}

class FakeChild {
 public:
  FakeChild(Birth birth, std::string directory)
      : birth_(std::move(birth)),
        directory_(std::move(directory)),
        name_(Name(birth_.self.role, birth_.self.index)) {
    std::ifstream orders(directory_ + "/" + name_);
    orders >> order_ >> first_ >> second_;
  }

  int Live(int argc, char** argv) {
    std::string words;
    for (int i = 1; i < argc; ++i) words += fmt::format(" {}", argv[i]);
    Write(fmt::format("born {} listeners {} mirror {}:{}", birth_.self.epoch,
                      birth_.listeners.size(), birth_.mirror.has_value(), words));
    for (const Birth::Peer& peer : birth_.peers) WriteChannel(peer);
    if (order_ == "exit") return std::stoi(first_);
    if (order_ == "crash") {
      std::signal(SIGSEGV, SIG_DFL);  // a sanitizer's handler would exit instead
      std::raise(SIGSEGV);
    }
    Say(HandoverKind::kReady, {}, 0);
    if (order_ == "accuse") {
      Say(HandoverKind::kBadChannel, first_ == "partition" ? Role::kPartition : Role::kRegistry,
          static_cast<uint32_t>(std::stoul(second_)));
    }
    return Loop();
  }

 private:
  void Write(const std::string& event) {
    const std::string line = fmt::format("{} {}\n", name_, event);
    const partita::base::UniqueFd fd(
        open((directory_ + "/events").c_str(), O_WRONLY | O_CREAT | O_APPEND, 0600));
    [[maybe_unused]] const ssize_t written = write(fd.get(), line.data(), line.size());
  }
  void WriteChannel(const Birth::Peer& peer) {
    Write(fmt::format("channel {} epoch {}", Name(peer.role, peer.index), peer.channel->epoch()));
  }
  void Say(HandoverKind kind, Role role, uint32_t index) {
    HandoverHeader header;
    header.kind = kind;
    header.role = role;
    header.index = index;
    if (!partita::shm::SendHandover(partita::shm::kHandoverFd, header, {}).ok()) _exit(1);
  }

  int Loop() {
    const sigset_t terms = Terms();
    const partita::base::UniqueFd signals(signalfd(-1, &terms, SFD_CLOEXEC));
    for (;;) {
      if (order_ != "hang") birth_.entry->beat.fetch_add(1);
      pollfd ready[2] = {{partita::shm::kHandoverFd, POLLIN, 0}, {signals.get(), POLLIN, 0}};
      poll(ready, 2, 20);
      if (ready[0].revents != 0 && !Hear()) return 0;
      if (ready[1].revents != 0 && order_ != "stubborn") return Stop();
    }
  }
  bool Hear() {
    auto message = partita::shm::ReceiveHandover(partita::shm::kHandoverFd);
    if (!message.ok()) return false;
    const HandoverHeader header = message->header;
    if (header.kind == HandoverKind::kPeerGone) Write("gone " + Name(header.role, header.index));
    if (header.kind == HandoverKind::kChannel) {
      auto peer = partita::shm::AttachPeer(std::move(message).value(), birth_.control_block);
      if (!peer.ok()) return false;
      WriteChannel(*peer);
    }
    return true;
  }
  int Stop() {
    Write("term");
    if (order_ == "slow-stop") usleep(300'000);
    Write("end");
    return 0;
  }

  Birth birth_;
  std::string directory_;
  std::string name_;
  std::string order_;
  std::string first_;
  std::string second_;
};

}  // namespace

int main(int argc, char** argv) {
  const sigset_t terms = Terms();
  sigprocmask(SIG_BLOCK, &terms, nullptr);
  auto birth = partita::shm::ReceiveBirth(partita::shm::kHandoverFd);
  if (!birth.ok()) return 1;
  return FakeChild(std::move(birth).value(), std::getenv("PARTITA_FAKE_DIR")).Live(argc, argv);
}
