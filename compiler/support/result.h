#pragma once

// The answer to a wrong world: a file that is missing, an input that cannot be read. Used at the
// edges (loading sources, the JIT, tools). A wrong program gives diagnostics instead.

#include <string>
#include <utility>
#include <variant>

#include "compiler/support/check.h"

namespace precis::support {

// Why something could not be done, in words for the user: lower-case start, no full stop.
struct Failure {
  std::string message;
};

// A value, or why there is none. Reading the one that is not there aborts.
template <class T>
class [[nodiscard]] Result {
 public:
  Result(T value) : state_(std::in_place_index<0>, std::move(value)) {}
  Result(Failure failure) : state_(std::in_place_index<1>, std::move(failure)) {}

  bool ok() const { return state_.index() == 0; }
  explicit operator bool() const { return ok(); }

  T& value() & {
    CHECK(ok(), "value of a failed result");
    return std::get<0>(state_);
  }
  const T& value() const& {
    CHECK(ok(), "value of a failed result");
    return std::get<0>(state_);
  }
  T value() && {
    CHECK(ok(), "value of a failed result");
    return std::get<0>(std::move(state_));
  }
  T& operator*() & { return value(); }
  const T& operator*() const& { return value(); }
  T operator*() && { return std::move(*this).value(); }
  T* operator->() { return &value(); }
  const T* operator->() const { return &value(); }

  const std::string& error() const {
    CHECK(!ok(), "error of a successful result");
    return std::get<1>(state_).message;
  }

 private:
  std::variant<T, Failure> state_;
};

}  // namespace precis::support
