#pragma once

// The units and prefixes of UCUM as data. Used by units_parse.cpp alone.

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

namespace precis::runtime {

enum class UnitKind : std::uint8_t {
  // One of the base units; `value` and `unit` are empty.
  Base,
  // value * unit.
  Derived,
  // A linear scale with its own zero: value * unit from `zero`. Stands alone.
  Affine,
  // Comparable only with itself, and free to be multiplied.
  Arbitrary,
  // On a scale that is not linear: comparable only with itself. Stands alone.
  NonLinear,
  // The number pi, kept as a power.
  Pi,
};

struct UnitRow {
  std::string_view symbol;
  UnitKind kind;
  // Whether prefixes may stand before it.
  bool metric;
  // A decimal number, exponent allowed.
  std::string_view value;
  // A UCUM expression over other rows.
  std::string_view unit;
  // Affine only: zero of the scale, in multiples of value * unit.
  std::string_view zero;
};

struct PrefixRow {
  std::string_view symbol;
  std::string_view name;
  int ten;
  int two;
};

std::span<const UnitRow> unit_table();
std::span<const PrefixRow> prefix_table();

// What a unit of the table is called: "meter".
std::string_view unit_name(std::size_t index);

// The place of a unit in unit_table().
std::optional<std::size_t> find_unit(std::string_view symbol);

}  // namespace precis::runtime
