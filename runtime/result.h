#pragma once

// The answer to a wrong world: text that is no number, a date that does not exist, a file that
// cannot be read. The compiler has the same type in compiler/support/result.h; the runtime includes
// nothing of the compiler.

#include <string>
#include <string_view>
#include <utility>
#include <variant>

namespace precis::runtime {

// Declared here, not included: runtime/check.h is for .cpp files.
[[noreturn]] void check_failed(const char* file, int line, const char* condition,
                               std::string_view message);

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
    expect(ok(), "value of a failed result");
    return std::get<0>(state_);
  }
  const T& value() const& {
    expect(ok(), "value of a failed result");
    return std::get<0>(state_);
  }
  T value() && {
    expect(ok(), "value of a failed result");
    return std::get<0>(std::move(state_));
  }
  T& operator*() & { return value(); }
  const T& operator*() const& { return value(); }
  T operator*() && { return std::move(*this).value(); }
  T* operator->() { return &value(); }
  const T* operator->() const { return &value(); }

  const std::string& error() const {
    expect(!ok(), "error of a successful result");
    return std::get<1>(state_).message;
  }

 private:
  static void expect(bool holds, std::string_view message) {
    if (!holds) check_failed(__FILE__, __LINE__, "ok()", message);
  }

  std::variant<T, Failure> state_;
};

}  // namespace precis::runtime
