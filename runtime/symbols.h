#pragma once

// Every code, diplotype and text is a dense 32-bit symbol, so that the kernels compare and look up
// integers. A symbol's row of the membership table says in which value sets of the catalogue it
// is: computed once, when the symbol is first met. The first symbols are the catalogue's named
// codes, in their order.

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "runtime/catalogue.h"

namespace precis::runtime {

using Symbol = std::uint32_t;

// Symbol spaces beyond the code systems of the catalogue.
inline constexpr std::uint32_t TextSystem = 0xffffffff;
// Diplotypes of gene g of the catalogue live in system GeneSystemBase + g.
inline constexpr std::uint32_t GeneSystemBase = 0x80000000;

// Not thread-safe while symbols are added; read-only use from many threads is safe.
class Symbols {
 public:
  // The catalogue must outlive the table.
  explicit Symbols(const Catalogue& catalogue);

  // The id of a code (1, 2, ...), added when new.
  Symbol intern(std::uint32_t system, std::string_view code);

  // Forgets every symbol but the named codes', so that a long run does not grow with its members'
  // ids. Records made before are no longer readable.
  void clear();

  std::uint32_t system(Symbol symbol) const { return entries_[symbol].system; }
  const std::string& code(Symbol symbol) const { return entries_[symbol].code; }
  // The display text a value set gives this code, or empty.
  std::string_view display(Symbol symbol) const;

  bool is_member(Symbol symbol, std::uint32_t value_set) const {
    return (membership_[symbol * words_ + value_set / 64] >> (value_set % 64) & 1) != 0;
  }
  // Row-major bit table, `words()` 64-bit words a symbol; row 0 is unused. Valid until the next
  // intern.
  const std::uint64_t* membership() const { return membership_.data(); }
  std::size_t words() const { return words_; }
  std::size_t size() const { return entries_.size(); }

 private:
  struct Entry {
    std::uint32_t system;
    std::string code;
  };
  // What value sets say of one code.
  struct ExactEntry {
    std::vector<std::uint32_t> value_sets;
    std::string_view display;  // the first that is not empty
  };
  struct PrefixEntry {
    std::string prefix;
    std::uint32_t value_set;
    std::string_view display;
  };
  void add_membership(std::uint32_t system, std::string_view code);

  const Catalogue& catalogue_;
  std::unordered_map<std::string, ExactEntry> exact_;                     // by key of a code
  std::unordered_map<std::uint32_t, std::vector<PrefixEntry>> prefixes_;  // by system
  std::size_t words_;
  std::vector<Entry> entries_;
  std::vector<std::uint64_t> membership_;
  std::unordered_map<std::string, Symbol> ids_;
};

}  // namespace precis::runtime
