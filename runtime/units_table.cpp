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
    {"Y", "yotta", 24, 0},  {"Z", "zetta", 21, 0}, {"E", "exa", 18, 0},    {"P", "peta", 15, 0},
    {"T", "tera", 12, 0},   {"G", "giga", 9, 0},   {"M", "mega", 6, 0},    {"k", "kilo", 3, 0},
    {"h", "hecto", 2, 0},   {"da", "deka", 1, 0},  {"d", "deci", -1, 0},   {"c", "centi", -2, 0},
    {"m", "milli", -3, 0},  {"u", "micro", -6, 0}, {"n", "nano", -9, 0},   {"p", "pico", -12, 0},
    {"f", "femto", -15, 0}, {"a", "atto", -18, 0}, {"z", "zepto", -21, 0}, {"y", "yocto", -24, 0},
    {"Ki", "kibi", 0, 10},  {"Mi", "mebi", 0, 20}, {"Gi", "gibi", 0, 30},  {"Ti", "tebi", 0, 40},
};

struct NameRow {
  std::string_view symbol;
  std::string_view name;
};

constexpr NameRow Names[] = {
#define NAME(symbol, name) {symbol, name},
#include "runtime/units_names.def"
#undef NAME
};

constexpr bool every_unit_has_its_name() {
  if (std::size(Units) != std::size(Names)) return false;
  for (std::size_t i = 0; i < std::size(Units); ++i) {
    if (Units[i].symbol != Names[i].symbol) return false;
  }
  return true;
}
static_assert(every_unit_has_its_name());

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

std::string_view unit_name(std::size_t index) {
  return Names[index].name;
}

std::optional<std::size_t> find_unit(std::string_view symbol) {
  static const Index index = make_index();
  const auto found = index.find(symbol);
  if (found == index.end()) return std::nullopt;
  return found->second;
}

}  // namespace precis::runtime
