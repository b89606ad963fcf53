// Why an operation did not do what it was asked: DynamoDB would refuse it, or the store failed.
//
// The two lead different ways. A refusal is this request's ordinary reply and the batch goes on; a
// failure of the store takes the whole batch with it (commit_batch.h) and, unless the disk was
// merely full, the process.
#pragma once

#include <utility>
#include <variant>

#include "base/result.h"
#include "model/api_error.h"

namespace partita::partitiond {

class Failure {
 public:
  Failure(model::ApiError refusal) : reason_(std::move(refusal)) {}  // NOLINT: implicit on purpose
  Failure(base::Error error) : reason_(std::move(error)) {}          // NOLINT: implicit on purpose

  // Null: the store failed.
  const model::ApiError* refusal() const { return std::get_if<model::ApiError>(&reason_); }
  const base::Error& store_error() const { return std::get<base::Error>(reason_); }

 private:
  std::variant<model::ApiError, base::Error> reason_;
};

template <typename T>
using Attempt = base::Result<T, Failure>;

// A result of the model or of the store as a step of an attempt, for PARTITA_TRY and
// PARTITA_ASSIGN.
template <typename T, typename E>
Attempt<T> Step(base::Result<T, E> result) {
  if (!result.ok()) return Failure(std::move(result).error());
  if constexpr (std::is_void_v<T>) {
    return {};
  } else {
    return std::move(result).value();
  }
}

}  // namespace partita::partitiond
