#pragma once

// What is wrong with a piece of input, before anybody says where it was.

#include <fmt/format.h>

#include <string>
#include <string_view>
#include <utility>
#include <variant>

#include "runtime/check.h"

namespace precis::runtime::ingest {

struct RejectionKind {
  std::string_view code;
  std::string_view message;
};

#define REJECTION(code, name, message) inline constexpr RejectionKind name{#code, message};
#include "runtime/ingest/rejections.def"
#undef REJECTION

// At most 400 bytes, cut between characters: what is quoted from a record may be as long as it
// likes.
inline std::string clipped(std::string text) {
  constexpr std::size_t Most = 400;
  if (text.size() <= Most) return text;
  std::size_t end = Most;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xc0) == 0x80) --end;
  return text.substr(0, end) + "…";
}

struct Problem {
  std::string code;
  std::string reason;
  std::string help;

  Problem with_help(std::string text) && {
    help = clipped(std::move(text));
    return std::move(*this);
  }
};

template <class... Args>
Problem problem(const RejectionKind& kind, const Args&... args) {
  return {std::string(kind.code), clipped(fmt::format(fmt::runtime(kind.message), args...)), ""};
}

// A value, or what is wrong with its text.
template <class T>
class [[nodiscard]] Read {
 public:
  Read(T value) : state_(std::in_place_index<0>, std::move(value)) {}
  Read(Problem problem) : state_(std::in_place_index<1>, std::move(problem)) {}

  explicit operator bool() const { return state_.index() == 0; }
  T& operator*() {
    CHECK(state_.index() == 0, "the value of a problem");
    return std::get<0>(state_);
  }
  T* operator->() { return &**this; }
  Problem& problem() {
    CHECK(state_.index() == 1, "the problem of a value");
    return std::get<1>(state_);
  }

 private:
  std::variant<T, Problem> state_;
};

}  // namespace precis::runtime::ingest
