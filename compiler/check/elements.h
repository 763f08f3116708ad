#pragma once

// A set of the elements that an input of a table falls into. Large tables have thousands of them,
// and compare each row with each other.

#include <algorithm>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace precis::check {

class Elements {
 public:
  explicit Elements(std::size_t count, bool value = false)
      : words_((count + Bits - 1) / Bits, value ? ~std::uint64_t{0} : 0) {
    if (value && count % Bits != 0) words_.back() = (std::uint64_t{1} << count % Bits) - 1;
  }

  bool operator[](std::size_t i) const { return (words_[i / Bits] >> i % Bits & 1) != 0; }
  void add(std::size_t i) { words_[i / Bits] |= std::uint64_t{1} << i % Bits; }

  bool empty() const {
    return std::ranges::all_of(words_, [](std::uint64_t word) { return word == 0; });
  }
  // Not of an empty set.
  std::size_t first() const {
    std::size_t word = 0;
    while (words_[word] == 0) ++word;
    return word * Bits + static_cast<std::size_t>(std::countr_zero(words_[word]));
  }
  void keep_first() {
    const std::size_t kept = first();
    std::ranges::fill(words_, 0);
    add(kept);
  }

  // Both of the same count.
  bool meets(const Elements& other) const {
    for (std::size_t i = 0; i < words_.size(); ++i) {
      if ((words_[i] & other.words_[i]) != 0) return true;
    }
    return false;
  }
  void keep(const Elements& other) {
    for (std::size_t i = 0; i < words_.size(); ++i) words_[i] &= other.words_[i];
  }
  void remove(const Elements& other) {
    for (std::size_t i = 0; i < words_.size(); ++i) words_[i] &= ~other.words_[i];
  }
  void join(const Elements& other) {
    for (std::size_t i = 0; i < words_.size(); ++i) words_[i] |= other.words_[i];
  }

 private:
  static constexpr std::size_t Bits = 64;
  std::vector<std::uint64_t> words_;
};

}  // namespace precis::check
