// One connection to a house's Unix socket: whole frames out and in, without blocking.
//
// What is queued is sent in order, so a frame that lies behind everything the kernel has taken was
// certainly not received.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "base/fd.h"
#include "base/result.h"
#include "wire/frame.h"

namespace partita::libclient {

class Connection {
 public:
  // kNotFound: nobody listens there. kUnavailable: somebody does and is busy.
  static base::Result<Connection> Open(const std::string& path);

  Connection(Connection&&) = default;
  Connection& operator=(Connection&&) = default;

  int fd() const { return socket_.get(); }

  // Where in the stream the frame begins.
  uint64_t Queue(std::string_view frame);
  // How far the stream has been taken by the kernel.
  uint64_t sent() const { return sent_; }
  bool has_unsent() const { return sent_ < queued_; }

  // Sends what can be sent. An error: the connection is lost.
  base::Status Send();
  // Receives what has come. An error: the connection is lost, or what came is no frame.
  base::Status Receive(const std::function<void(const wire::Frame&)>& on_frame);

 private:
  Connection() = default;

  base::UniqueFd socket_;
  std::string out_;    // from sent_ to queued_
  size_t out_at_ = 0;  // of out_ that is sent already
  uint64_t sent_ = 0;
  uint64_t queued_ = 0;
  std::string in_;                // received, not yet given on
  std::unique_ptr<char[]> read_;  // where the kernel puts what it has; never zeroed
};

}  // namespace partita::libclient
