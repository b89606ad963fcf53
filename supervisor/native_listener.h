// The Unix socket of native clients: opened by the supervisor and handed to every gateway, so that
// a gateway that restarts refuses nobody.
//
// Who may use it is judged by the gateway at every accept (SO_PEERCRED); the file's mode is only as
// open as that needs: 0660, or 0666 once users or groups are named that could not open it
// otherwise.
#pragma once

#include <string>

#include "base/fd.h"
#include "base/result.h"

namespace partita::supervisor {

inline constexpr const char* kNativeSocketName = "partita.sock";  // in the data directory

class NativeListener {
 public:
  NativeListener() = default;  // none
  NativeListener(NativeListener&&) = default;
  NativeListener& operator=(NativeListener&&) = default;

  // Binds `path`, listening and non-blocking. A left-over on which nobody listens is replaced.
  // kUnavailable: somebody listens there. kInvalid: the path is too long, or another kind of file
  // stands there.
  static base::Result<NativeListener> Open(const std::string& path, bool open_to_others);
  // One that was opened by somebody else. kInvalid: it does not listen on a Unix stream socket.
  static base::Result<NativeListener> Adopt(base::UniqueFd socket);

  bool valid() const { return socket_.valid(); }
  int fd() const { return socket_.get(); }
  // After a stop in order: nothing is left behind. Not of an adopted one.
  void Remove();

 private:
  base::UniqueFd socket_;
  std::string path_;  // empty: adopted
};

}  // namespace partita::supervisor
