#include <fmt/core.h>

#include <string>

#include "runtime/check.h"
#include "runtime/shown.h"
#include "runtime/units.h"
#include "runtime/units_algebra.h"
#include "runtime/units_table.h"

namespace precis::runtime {
namespace {

constexpr std::size_t MaxLength = 256;
constexpr int MaxDepth = 32;
constexpr int MaxExponent = 99;
constexpr std::size_t MaxFactorDigits = 18;
constexpr std::string_view Each = "each";

enum class Vocabulary { Ucum, Language };

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

// Characters of a unit symbol outside square brackets.
bool is_symbol(char c) {
  if (c <= ' ' || c > '~' || is_digit(c)) return false;
  return std::string_view("()/.+-={}[]\"").find(c) == std::string_view::npos;
}

Unit base_unit(std::size_t dimension) {
  Unit unit;
  unit.dimensions[dimension] = 1;
  return unit;
}

Unit of_factor(const Factor& factor) {
  Unit unit;
  unit.factor = factor;
  return unit;
}

// value * unit, both as a row of the table writes them.
Unit table_product(const UnitRow& row) {
  const auto value = parse_rational(row.value);
  const auto unit = parse_unit(row.unit);
  CHECK(value && unit, "row of the table of units");
  const auto product = multiply(*unit, of_factor(*canonical({*value, 0, 0})));
  CHECK(product, "row of the table of units");
  return *product;
}

// A unit of the table, without prefix.
Unit table_unit(std::size_t index) {
  const UnitRow& row = unit_table()[index];
  switch (row.kind) {
    case UnitKind::Base:
      return base_unit(index);
    case UnitKind::Derived:
      return table_product(row);
    case UnitKind::Affine: {
      Unit unit = table_product(row);
      const auto degree = scale_by_ten(unit.factor.ratio, unit.factor.ten);
      const auto zero = parse_rational(row.zero);
      CHECK(degree && zero, "row of the table of units");
      unit.zero = *mul(*zero, *degree);
      return unit;
    }
    case UnitKind::Arbitrary:
    case UnitKind::NonLinear: {
      Unit unit;
      unit.opaque = {{static_cast<std::uint16_t>(index), 1}};
      return unit;
    }
    case UnitKind::Pi:
      return of_factor({1, 0, 1});
  }
  CHECK(false, "kind of a unit");
}

bool stands_alone(UnitKind kind) {
  return kind == UnitKind::Affine || kind == UnitKind::NonLinear;
}

std::optional<Unit> prefixed(const PrefixRow& prefix, std::size_t index) {
  Factor factor{std::int64_t{1} << prefix.two, prefix.ten, 0};
  const auto canonical_factor = canonical(factor);
  return canonical_factor ? multiply(table_unit(index), of_factor(*canonical_factor))
                          : std::nullopt;
}

// A recursive descent over the grammar of UCUM, section 2.1. Each function takes its text off the
// front and gives nullopt after setting the error.
class Parser {
 public:
  Parser(std::string_view text, Vocabulary vocabulary)
      : text_(text), rest_(text), vocabulary_(vocabulary) {}

  Result<Unit> parse() {
    if (text_.empty()) return Failure{"a unit is missing"};
    if (text_.size() > MaxLength) return Failure{"the unit is too long"};
    const auto unit = main_term();
    if (unit && rest_.empty() && !alone_.empty() && (components_ > 1 || powers_ > 0)) {
      fail(fmt::format("`{}` cannot be part of another unit", alone_));
    } else if (unit && !rest_.empty()) {
      fail(fmt::format("`{}` is not expected here", shown(rest_)));
    }
    if (!error_.empty())
      return Failure{fmt::format("`{}` is not a unit: {}", shown(text_), error_)};
    return *unit;
  }

  // What has been read, in words.
  const std::string& name() const { return name_; }

 private:
  std::optional<Unit> main_term() {
    if (!take('/')) return term(0);
    name_ += "/ ";
    ++powers_;
    const auto divisor = term_component('/', 0);
    if (!divisor) return std::nullopt;
    const auto inverse = power(*divisor, -1);
    return inverse ? more_components(*inverse, 0) : fail("it is out of range");
  }

  std::optional<Unit> term(int depth) {
    const auto first = component(depth);
    return first ? more_components(*first, depth) : std::nullopt;
  }

  std::optional<Unit> more_components(Unit unit, int depth) {
    while (true) {
      const bool divide = take('/');
      if (!divide && !take('.')) return unit;
      name_ += divide ? " / " : " * ";
      const auto next = term_component(divide ? '/' : '.', depth);
      if (!next) return std::nullopt;
      const auto factor = divide ? power(*next, -1) : next;
      const auto product = factor ? multiply(unit, *factor) : std::nullopt;
      if (!product) return fail("it is out of range");
      unit = *product;
    }
  }

  std::optional<Unit> term_component(char before, int depth) {
    if (rest_.empty()) return fail(fmt::format("nothing follows `{}`", before));
    return component(depth);
  }

  std::optional<Unit> component(int depth) {
    if (take('(')) return parenthesised(depth);
    if (!rest_.empty() && rest_.front() == '{') {
      return annotation() ? std::optional(Unit{}) : std::nullopt;
    }
    ++components_;
    const bool ten = rest_.starts_with("10*") || rest_.starts_with("10^");
    if (!rest_.empty() && is_digit(rest_.front()) && !ten) return number();
    name_ += '(';
    auto unit = symbol(ten ? take_front(3) : take_symbol());
    if (unit) unit = with_exponent(*unit);
    name_ += ')';
    if (unit && !rest_.empty() && rest_.front() == '{' && !annotation()) return std::nullopt;
    return unit;
  }

  std::optional<Unit> parenthesised(int depth) {
    if (depth >= MaxDepth) return fail("it is nested too deeply");
    name_ += '(';
    const auto unit = term(depth + 1);
    if (unit && !take(')')) return fail("`)` is missing");
    name_ += ')';
    return unit;
  }

  // Counts as the number one, whatever it says.
  bool annotation() {
    const std::size_t end = rest_.find('}');
    if (end == std::string_view::npos) return fail("`}` is missing").has_value();
    if (end == 1) return fail("an annotation is empty").has_value();
    for (const char c : rest_.substr(1, end - 1)) {
      if (c <= ' ' || c > '~' || c == '{') {
        return fail("an annotation may hold visible ASCII characters only").has_value();
      }
    }
    name_ += take_front(end + 1);
    return true;
  }

  std::optional<Unit> number() {
    const std::string_view digits = take_digits();
    if (digits.size() > MaxFactorDigits) return fail("a number is too long");
    if (!rest_.empty() && std::string_view("./)").find(rest_.front()) == std::string_view::npos) {
      return fail(fmt::format("`.`, `/` or `)` must follow the number {}", digits));
    }
    const auto value = parse_rational(digits);
    if (!value || *value == Rational(0)) return fail("a number must be above zero");
    name_ += digits;
    return of_factor(*canonical({*value, 0, 0}));
  }

  std::optional<Unit> with_exponent(const Unit& unit) {
    const bool negative = take('-');
    const bool has_sign = take('+') || negative;
    const std::string_view digits = take_digits();
    if (digits.empty()) return has_sign ? fail("an exponent is missing") : std::optional(unit);
    if (digits.size() > 2) return fail(fmt::format("an exponent is above {}", MaxExponent));
    int exponent = 0;
    for (const char c : digits) exponent = exponent * 10 + (c - '0');
    ++powers_;
    if (negative || exponent != 1) name_ += fmt::format(" ^ {}", negative ? -exponent : exponent);
    const auto result = power(unit, negative ? -exponent : exponent);
    return result ? result : fail("it is out of range");
  }

  std::optional<Unit> symbol(std::string_view name) {
    if (!error_.empty()) return std::nullopt;
    if (name.empty()) {
      return fail(rest_.empty() ? "it is incomplete"
                                : fmt::format("`{}` is not expected here", shown(rest_)));
    }
    if (vocabulary_ == Vocabulary::Language) {
      if (name == Each) return found(*find_unit(Each), name);
      if (const auto code = language_unit(name)) name = *code;
    }
    if (name != Each) {
      if (const auto index = find_unit(name)) return found(*index, name);
      for (const PrefixRow& prefix : prefix_table()) {
        if (!name.starts_with(prefix.symbol)) continue;
        const auto index = metric(name.substr(prefix.symbol.size()));
        if (!index) continue;
        note_alone(*index, name);
        name_ += prefix.name;
        name_ += unit_name(*index);
        return prefixed(prefix, *index);
      }
    }
    const bool bracketed = find_unit(fmt::format("[{}]", name)).has_value();
    return fail(bracketed ? fmt::format("`{}` is written `[{}]`", name, name)
                          : fmt::format("`{}` is unknown to UCUM", shown(name)));
  }

  std::optional<std::size_t> metric(std::string_view name) const {
    const auto index = find_unit(name);
    return index && name != Each && unit_table()[*index].metric ? index : std::nullopt;
  }

  Unit found(std::size_t index, std::string_view name) {
    note_alone(index, name);
    name_ += unit_name(index);
    return table_unit(index);
  }

  void note_alone(std::size_t index, std::string_view name) {
    if (stands_alone(unit_table()[index].kind)) alone_ = name;
  }

  // A symbol ends before a digit or an operator, but square brackets keep all that they enclose.
  std::string_view take_symbol() {
    std::size_t end = 0;
    while (end < rest_.size()) {
      if (rest_[end] == '[') {
        const std::size_t close = rest_.find(']', end);
        if (close == std::string_view::npos) {
          fail("`]` is missing");
          return {};
        }
        end = close + 1;
      } else if (is_symbol(rest_[end])) {
        ++end;
      } else {
        break;
      }
    }
    return take_front(end);
  }

  std::string_view take_digits() {
    std::size_t count = 0;
    while (count < rest_.size() && is_digit(rest_[count])) ++count;
    return take_front(count);
  }

  std::string_view take_front(std::size_t count) {
    const std::string_view front = rest_.substr(0, count);
    rest_.remove_prefix(count);
    return front;
  }

  bool take(char c) {
    if (rest_.empty() || rest_.front() != c) return false;
    rest_.remove_prefix(1);
    return true;
  }

  std::optional<Unit> fail(std::string message) {
    if (error_.empty()) error_ = std::move(message);
    return std::nullopt;
  }

  std::string_view text_;
  std::string_view rest_;
  Vocabulary vocabulary_;
  std::string error_;
  std::string name_;
  // Units, numbers and exponents or divisions met so far, and the unit that must be alone, if any.
  int components_ = 0;
  int powers_ = 0;
  std::string_view alone_;
};

}  // namespace

Result<Unit> parse_unit(std::string_view ucum) {
  return Parser(ucum, Vocabulary::Ucum).parse();
}

Result<std::string> unit_display_name(std::string_view ucum) {
  Parser parser(ucum, Vocabulary::Ucum);
  const Result<Unit> unit = parser.parse();
  if (!unit) return Failure{unit.error()};
  return parser.name();
}

Result<Unit> parse_language_unit(std::string_view text) {
  return Parser(text, Vocabulary::Language).parse();
}

}  // namespace precis::runtime
