#include "runtime/units_table.h"

#include <unordered_map>

namespace precis::runtime {
namespace {

constexpr UnitRow Units[] = {
#define BASE(symbol) {symbol, UnitKind::Base, true, "", "", ""},
#define METRIC(symbol, value, unit) {symbol, UnitKind::Derived, true, value, unit, ""},
#define PLAIN(symbol, value, unit) {symbol, UnitKind::Derived, false, value, unit, ""},
#define AFFINE(symbol, metric, value, unit, zero) \
  {symbol, UnitKind::Affine, metric, value, unit, zero},
#define ARBITRARY(symbol, metric) {symbol, UnitKind::Arbitrary, metric, "", "", ""},
#define NONLINEAR(symbol, metric) {symbol, UnitKind::NonLinear, metric, "", "", ""},
#define PI(symbol) {symbol, UnitKind::Pi, false, "", "", ""},
#include "runtime/units.def"
#undef BASE
#undef METRIC
#undef PLAIN
#undef AFFINE
#undef ARBITRARY
#undef NONLINEAR
#undef PI
};

constexpr PrefixRow Prefixes[] = {
    {"Y", 24, 0},  {"Z", 21, 0},  {"E", 18, 0},  {"P", 15, 0},  {"T", 12, 0},  {"G", 9, 0},
    {"M", 6, 0},   {"k", 3, 0},   {"h", 2, 0},   {"da", 1, 0},  {"d", -1, 0},  {"c", -2, 0},
    {"m", -3, 0},  {"u", -6, 0},  {"n", -9, 0},  {"p", -12, 0}, {"f", -15, 0}, {"a", -18, 0},
    {"z", -21, 0}, {"y", -24, 0}, {"Ki", 0, 10}, {"Mi", 0, 20}, {"Gi", 0, 30}, {"Ti", 0, 40},
};

using Index = std::unordered_map<std::string_view, std::size_t>;

Index make_index() {
  Index index;
  for (std::size_t i = 0; i < std::size(Units); ++i) index.emplace(Units[i].symbol, i);
  return index;
}

}  // namespace

std::span<const UnitRow> unit_table() {
  return Units;
}

std::span<const PrefixRow> prefix_table() {
  return Prefixes;
}

std::optional<std::size_t> find_unit(std::string_view symbol) {
  static const Index index = make_index();
  const auto found = index.find(symbol);
  if (found == index.end()) return std::nullopt;
  return found->second;
}

}  // namespace precis::runtime
