// An error of the refusing world: disk, kernel, peer, operator. Sorted by what the caller can do
// about it.
//
// Three kinds of failure are never mixed in this house: a broken program ends the process
// (base/check.h); a refusing world is an Error in a Result<T> (here); a request that DynamoDB would
// refuse is an ordinary reply (model/api_error.h).
#pragma once

#include <string>
#include <string_view>

namespace partita::base {

enum class ErrorKind {
  kFailed,       // It did not work and will not by itself: report it.
  kUnavailable,  // Not now (a peer restarts, a ring is full, a disk is full): retry later.
  kUnknown,      // It may or may not have happened (an I/O error at commit): never say "not done".
  kCorrupt,   // Stored or received bytes are not what was written: refuse them, serve nothing made
              // from them.
  kInvalid,   // The operator or the caller asked for something that makes no sense: say what to do
              // instead.
  kNotFound,  // What was named does not exist.
};

std::string_view ErrorKindName(ErrorKind kind);

struct Error {
  ErrorKind kind = ErrorKind::kFailed;
  std::string message;  // One line, no trailing full stop; says what failed on what.

  // The same error seen from one step further out: "opening slot 3: disk I/O error".
  Error Within(std::string_view context) const;

  static Error Failed(std::string message) { return {ErrorKind::kFailed, std::move(message)}; }
  static Error Unavailable(std::string message) {
    return {ErrorKind::kUnavailable, std::move(message)};
  }
  static Error Unknown(std::string message) { return {ErrorKind::kUnknown, std::move(message)}; }
  static Error Corrupt(std::string message) { return {ErrorKind::kCorrupt, std::move(message)}; }
  static Error Invalid(std::string message) { return {ErrorKind::kInvalid, std::move(message)}; }
  static Error NotFound(std::string message) { return {ErrorKind::kNotFound, std::move(message)}; }

  // "<what>: <text of errno_value>", kFailed.
  static Error FromErrno(std::string_view what, int errno_value);
};

}  // namespace partita::base
