// Result<T, E>: a value or the reason why there is none.
//
// The default reason is base::Error; requests use Result<T, model::ApiError> (model/api_error.h).
// Results must be looked at ([[nodiscard]]). PARTITA_TRY and PARTITA_ASSIGN pass a failure on to
// the caller.
#pragma once

#include <optional>
#include <utility>
#include <variant>

#include "base/check.h"
#include "base/error.h"

namespace partita::base {

template <typename T, typename E = Error>
class [[nodiscard]] Result {
 public:
  Result(T value)
      : state_(std::in_place_index<0>, std::move(value)) {}  // NOLINT: implicit on purpose
  Result(E error)
      : state_(std::in_place_index<1>, std::move(error)) {}  // NOLINT: implicit on purpose

  bool ok() const { return state_.index() == 0; }
  explicit operator bool() const { return ok(); }

  T& value() & {
    PARTITA_CHECK(ok(), "value() of a failed result");
    return std::get<0>(state_);
  }
  const T& value() const& {
    PARTITA_CHECK(ok(), "value() of a failed result");
    return std::get<0>(state_);
  }
  T&& value() && {
    PARTITA_CHECK(ok(), "value() of a failed result");
    return std::get<0>(std::move(state_));
  }
  T& operator*() & { return value(); }
  const T& operator*() const& { return value(); }
  T&& operator*() && { return std::move(*this).value(); }
  T* operator->() { return &value(); }
  const T* operator->() const { return &value(); }

  const E& error() const& {
    PARTITA_CHECK(!ok(), "error() of a good result");
    return std::get<1>(state_);
  }
  E&& error() && {
    PARTITA_CHECK(!ok(), "error() of a good result");
    return std::get<1>(std::move(state_));
  }

 private:
  std::variant<T, E> state_;
};

// Nothing to return but success: `return {};`.
template <typename E>
class [[nodiscard]] Result<void, E> {
 public:
  Result() = default;
  Result(E error) : error_(std::move(error)) {}  // NOLINT: implicit on purpose

  bool ok() const { return !error_.has_value(); }
  explicit operator bool() const { return ok(); }
  void value() const { PARTITA_CHECK(ok(), "value() of a failed result"); }
  const E& error() const& {
    PARTITA_CHECK(!ok(), "error() of a good result");
    return *error_;
  }
  E&& error() && {
    PARTITA_CHECK(!ok(), "error() of a good result");
    return std::move(*error_);
  }

 private:
  std::optional<E> error_;
};

using Status = Result<void, Error>;

}  // namespace partita::base

#define PARTITA_CONCAT_INNER_(a, b) a##b
#define PARTITA_CONCAT_(a, b) PARTITA_CONCAT_INNER_(a, b)

// Evaluates a Result without a value and returns its error from the enclosing function.
#define PARTITA_TRY(expression)                               \
  do {                                                        \
    if (auto partita_try_ = (expression); !partita_try_.ok()) \
      return std::move(partita_try_).error();                 \
  } while (false)

// PARTITA_ASSIGN(auto row, ReadRow(id)): declares or assigns the value, or returns the error.
#define PARTITA_ASSIGN(target, expression)                                \
  auto PARTITA_CONCAT_(partita_result_, __LINE__) = (expression);         \
  if (!PARTITA_CONCAT_(partita_result_, __LINE__).ok())                   \
    return std::move(PARTITA_CONCAT_(partita_result_, __LINE__)).error(); \
  target = std::move(PARTITA_CONCAT_(partita_result_, __LINE__)).value()
