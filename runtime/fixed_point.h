#pragma once

// Non-negative numbers with many binary places after the point, for the elementary functions.
// Private to runtime.

#include <array>
#include <cstddef>
#include <cstdint>

namespace precis::runtime {

// Words * 64 bits, of which FractionWords * 64 are after the point. Every operation rounds down to
// the last place; what leaves the range at the top is the caller's mistake.
template <std::size_t Words, std::size_t FractionWords>
class FixedPoint {
 public:
  FixedPoint() = default;
  explicit FixedPoint(std::uint64_t whole) { words_[FractionWords] = whole; }

  // numerator / denominator, denominator above 0.
  static FixedPoint quotient(std::uint64_t numerator, std::uint64_t denominator) {
    return FixedPoint(numerator).divided(denominator);
  }

  FixedPoint plus(const FixedPoint& other) const {
    FixedPoint sum;
    Wide carry = 0;
    for (std::size_t i = 0; i < Words; ++i) {
      carry += static_cast<Wide>(words_[i]) + other.words_[i];
      sum.words_[i] = static_cast<std::uint64_t>(carry);
      carry >>= 64;
    }
    return sum;
  }
  // `other` is not above this.
  FixedPoint minus(const FixedPoint& other) const {
    FixedPoint difference;
    std::uint64_t borrow = 0;
    for (std::size_t i = 0; i < Words; ++i) {
      const Wide taken = static_cast<Wide>(other.words_[i]) + borrow;
      borrow = words_[i] < taken ? 1 : 0;
      difference.words_[i] = static_cast<std::uint64_t>(words_[i] - taken);
    }
    return difference;
  }
  FixedPoint times(std::uint64_t factor) const {
    FixedPoint product;
    Wide carry = 0;
    for (std::size_t i = 0; i < Words; ++i) {
      carry += static_cast<Wide>(words_[i]) * factor;
      product.words_[i] = static_cast<std::uint64_t>(carry);
      carry >>= 64;
    }
    return product;
  }
  FixedPoint times(const FixedPoint& other) const {
    std::array<std::uint64_t, 2 * Words> product{};
    for (std::size_t i = 0; i < Words; ++i) {
      Wide carry = 0;
      for (std::size_t j = 0; j < Words; ++j) {
        carry += static_cast<Wide>(words_[i]) * other.words_[j] + product[i + j];
        product[i + j] = static_cast<std::uint64_t>(carry);
        carry >>= 64;
      }
      product[i + Words] = static_cast<std::uint64_t>(carry);
    }
    FixedPoint result;
    for (std::size_t i = 0; i < Words; ++i) result.words_[i] = product[i + FractionWords];
    return result;
  }
  FixedPoint divided(std::uint64_t divisor) const {
    FixedPoint result;
    Wide rest = 0;
    for (std::size_t i = Words; i-- > 0;) {
      rest = rest << 64 | words_[i];
      result.words_[i] = static_cast<std::uint64_t>(rest / divisor);
      rest %= divisor;
    }
    return result;
  }

  bool is_zero() const { return *this == FixedPoint(); }
  // What stands before the point; `whole_fits` says that it fits.
  std::uint64_t whole() const { return words_[FractionWords]; }
  bool whole_fits() const {
    for (std::size_t i = FractionWords + 1; i < Words; ++i) {
      if (words_[i] != 0) return false;
    }
    return true;
  }
  FixedPoint fraction() const {
    FixedPoint rest = *this;
    for (std::size_t i = FractionWords; i < Words; ++i) rest.words_[i] = 0;
    return rest;
  }

  friend bool operator==(const FixedPoint&, const FixedPoint&) = default;
  friend bool operator<(const FixedPoint& a, const FixedPoint& b) {
    for (std::size_t i = Words; i-- > 0;) {
      if (a.words_[i] != b.words_[i]) return a.words_[i] < b.words_[i];
    }
    return false;
  }

 private:
  __extension__ using Wide = unsigned __int128;

  std::array<std::uint64_t, Words> words_{};
};

}  // namespace precis::runtime
