#pragma once

// Texts and lists that are made for one explanation and live as long as it does: a value of some
// hundred short texts costs a few allocations, and copies of it share them.

#include <fmt/format.h>

#include <algorithm>
#include <initializer_list>
#include <memory>
#include <memory_resource>
#include <span>
#include <string_view>
#include <type_traits>

namespace precis::explain {

class Texts {
 public:
  std::string_view keep(std::string_view text) { return join({text}); }

  template <class Value>
  std::span<const Value> keep(std::span<const Value> values) {
    static_assert(std::is_trivially_destructible_v<Value>);  // nobody destroys it
    if (values.empty()) return {};
    void* const place = memory_.allocate(values.size_bytes(), alignof(Value));
    auto* const begin = static_cast<Value*>(place);
    std::uninitialized_copy(values.begin(), values.end(), begin);
    return {begin, values.size()};
  }

  // So many values as they are by default, to be filled.
  template <class Value>
  std::span<Value> make(std::size_t count) {
    static_assert(std::is_trivially_destructible_v<Value>);
    if (count == 0) return {};
    void* const place = memory_.allocate(count * sizeof(Value), alignof(Value));
    auto* const begin = static_cast<Value*>(place);
    std::uninitialized_default_construct_n(begin, count);
    return {begin, count};
  }

  // The parts one after the other.
  std::string_view join(std::initializer_list<std::string_view> parts) {
    std::size_t size = 0;
    for (const std::string_view part : parts) size += part.size();
    if (size == 0) return {};
    char* const begin = static_cast<char*>(memory_.allocate(size, 1));
    char* end = begin;
    for (const std::string_view part : parts) end = std::copy(part.begin(), part.end(), end);
    return {begin, size};
  }

  std::string_view number(std::size_t value) {
    const fmt::format_int digits(value);
    return keep(std::string_view(digits.data(), digits.size()));
  }

 private:
  static constexpr std::size_t First = 16 * 1024;  // bytes; enough for most

  std::pmr::monotonic_buffer_resource memory_{First};
};

}  // namespace precis::explain
