// Arithmetic, names and literals.

#include <fmt/format.h>

#include <algorithm>
#include <bit>
#include <chrono>
#include <utility>

#include "compiler/parse/build.h"
#include "compiler/parse/limits.h"

namespace precis::parse {

// The operand on the left, or nothing when the rule does not begin with one.
static Builder::P::ArithContext* left_of(Builder::P::ArithContext& rule) {
  using P = Builder::P;
  if (auto* it = dynamic_cast<P::FieldArithContext*>(&rule)) return it->arith();
  if (auto* it = dynamic_cast<P::AtArithContext*>(&rule)) return it->arith(0);
  if (auto* it = dynamic_cast<P::ProductArithContext*>(&rule)) return it->arith(0);
  if (auto* it = dynamic_cast<P::RoundedArithContext*>(&rule)) return it->arith();
  if (auto* it = dynamic_cast<P::SumArithContext*>(&rule)) return it->arith(0);
  if (auto* it = dynamic_cast<P::OtherwiseArithContext*>(&rule)) return it->arith(0);
  return nullptr;
}

static bool is_plus(Builder::P::ArithContext* rule) {
  auto* sum = dynamic_cast<Builder::P::SumArithContext*>(rule);
  return sum != nullptr && sum->PLUS() != nullptr;
}

// A chain leans to the left and may be long, so it is walked, not recursed into. What comes out is
// no deeper than MaxChain, chains in brackets in chains included: a run of `+` at its end is
// balanced.
syntax::ExprId Builder::arith(P::ArithContext& rule) {
  std::vector<P::ArithContext*> steps;
  P::ArithContext* first = &rule;
  while (P::ArithContext* left = left_of(*first)) {
    steps.push_back(first);
    first = left;
  }
  std::ranges::reverse(steps);
  std::size_t sums = steps.size();  // from here on there are only sums
  while (sums > 0 && is_plus(steps[sums - 1])) --sums;
  const bool balances = steps.size() - sums > ShortChain;
  const std::size_t leaning = balances ? sums : steps.size();
  const std::size_t depth = leaning + (balances ? std::bit_width(steps.size() - sums) : 0);
  if (chained_ + depth > MaxChain) {
    sink_.report(
        diagnostics::ChainTooLong
            .at(span(*steps[std::min(MaxChain, steps.size() - 1)]), diagnostics::Text("500"))
            .help("write a set after `in`, or give parts of it names with `define`"));
    return malformed(span(rule));
  }
  chained_ += depth;
  syntax::ExprId id = [&] {
    if (auto* it = dynamic_cast<P::NegateArithContext*>(first)) {
      return add(span(*first), syntax::Negate{arith(*it->arith())});
    }
    return primary(*dynamic_cast<P::PrimaryArithContext&>(*first).primary());
  }();
  for (std::size_t i = 0; i < leaning; ++i) id = arith_step(*steps[i], id);
  if (balances) id = balanced_sum(steps, sums, id);
  chained_ -= depth;
  return id;
}

syntax::ExprId Builder::arith_step(P::ArithContext& rule, syntax::ExprId left) {
  const source::Span at = span(rule);
  if (auto* it = dynamic_cast<P::FieldArithContext*>(&rule)) {
    if (it->TEXT() == nullptr) return add(at, syntax::FieldAccess{left, name(*it->fieldName())});
    return add(at, syntax::AlleleQuestion{left, name(*it->fieldName()), text(*it->TEXT())});
  }
  if (auto* it = dynamic_cast<P::AtArithContext*>(&rule)) {
    return add(at, syntax::AtDate{left, arith(*it->arith(1))});
  }
  if (auto* it = dynamic_cast<P::RoundedArithContext*>(&rule)) {
    return add(at, rounded(*it, left));
  }
  if (auto* it = dynamic_cast<P::ProductArithContext*>(&rule)) {
    const bool times = it->STAR() != nullptr;
    const auto op = times ? syntax::ArithmeticOp::Multiply : syntax::ArithmeticOp::Divide;
    const source::Span op_span = span(times ? *it->STAR() : *it->SLASH());
    return add(at, syntax::Arithmetic{op, op_span, left, arith(*it->arith(1))});
  }
  if (auto* it = dynamic_cast<P::SumArithContext*>(&rule)) {
    const bool plus = it->PLUS() != nullptr;
    const auto op = plus ? syntax::ArithmeticOp::Add : syntax::ArithmeticOp::Subtract;
    const source::Span op_span = span(plus ? *it->PLUS() : *it->MINUS());
    return add(at, syntax::Arithmetic{op, op_span, left, arith(*it->arith(1))});
  }
  auto& it = dynamic_cast<P::OtherwiseArithContext&>(rule);
  return add(at, syntax::Otherwise{left, arith(*it.arith(1))});
}

// Pairs up neighbours until one is left; the depth is the logarithm of the length.
syntax::ExprId Builder::balanced_sum(const std::vector<P::ArithContext*>& steps, std::size_t from,
                                     syntax::ExprId first) {
  struct Term {
    syntax::ExprId id;
    // Before the term.
    source::Span plus;
  };
  std::vector<Term> terms = {{first, tree_.exprs[first].span}};
  for (std::size_t i = from; i < steps.size(); ++i) {
    auto& sum = dynamic_cast<P::SumArithContext&>(*steps[i]);
    terms.push_back({arith(*sum.arith(1)), span(*sum.PLUS())});
  }
  while (terms.size() > 1) {
    std::vector<Term> pairs;
    for (std::size_t i = 0; i < terms.size(); i += 2) {
      if (i + 1 == terms.size()) {
        pairs.push_back(terms[i]);
        continue;
      }
      const source::Span left = tree_.exprs[terms[i].id].span;
      const source::Span right = tree_.exprs[terms[i + 1].id].span;
      const syntax::ExprId sum =
          add({left.file, left.begin, right.end},
              syntax::Arithmetic{syntax::ArithmeticOp::Add, terms[i + 1].plus, terms[i].id,
                                 terms[i + 1].id});
      pairs.push_back({sum, terms[i].plus});
    }
    terms = std::move(pairs);
  }
  return terms[0].id;
}

// A word of the next line that was taken for a name or a unit, and reported.
bool Builder::is_error(source::Span span) const {
  return std::ranges::find(errors_, span.begin) != errors_.end();
}

// Beside a character that was taken out nobody knows what was meant.
bool Builder::is_beside_stray(source::Span span) const {
  constexpr std::uint32_t Near = 2;
  return std::ranges::any_of(tokens_.stray_offsets(), [&](std::uint32_t offset) {
    return offset + Near >= span.begin && offset <= span.end;
  });
}

syntax::ExprId Builder::primary(P::PrimaryContext& rule) {
  const source::Span at = span(rule);
  if (is_beside_stray(at)) return malformed(at);
  if (auto* it = dynamic_cast<P::NamePrimaryContext*>(&rule)) {
    if (is_error(at)) return malformed(at);
    return add(at, syntax::NameRef{name(*it->nameWord())});
  }
  if (dynamic_cast<P::IntegerPrimaryContext*>(&rule) != nullptr) {
    return add(at, syntax::IntegerLiteral{digits(at)});
  }
  if (dynamic_cast<P::DecimalPrimaryContext*>(&rule) != nullptr) {
    return add(at, syntax::DecimalLiteral{digits(at)});
  }
  if (auto* it = dynamic_cast<P::QuantityPrimaryContext*>(&rule)) {
    if (is_error(span(*it->quantityUnit()))) return malformed(at);
    return add(at, quantity(*it->number(), *it->quantityUnit()));
  }
  if (auto* it = dynamic_cast<P::RatioPrimaryContext*>(&rule)) {
    return add(at, ratio_quantity(*it->RATIO_QUANTITY()));
  }
  if (auto* it = dynamic_cast<P::MoneyPrimaryContext*>(&rule)) {
    return add(at, money(*it->MONEY()));
  }
  if (auto* it = dynamic_cast<P::DatePrimaryContext*>(&rule)) {
    return add(at, date_or_malformed(*it->DATE()));
  }
  if (auto* it = dynamic_cast<P::BoolPrimaryContext*>(&rule)) {
    return add(at, syntax::BoolLiteral{it->TRUE() != nullptr});
  }
  if (auto* it = dynamic_cast<P::TextPrimaryContext*>(&rule)) {
    return add(at, syntax::TextLiteral{text(*it->TEXT())});
  }
  if (auto* it = dynamic_cast<P::CodedPrimaryContext*>(&rule)) {
    return add(at, syntax::CodedLiteral{name(*it->nameWord()), text(*it->TEXT())});
  }
  if (const auto made = call(rule)) return *made;
  if (auto* it = dynamic_cast<P::LookupPrimaryContext*>(&rule)) {
    return add(at, syntax::Lookup{name(*it->nameWord()), expr(*it->expr())});
  }
  if (auto* it = dynamic_cast<P::SetPrimaryContext*>(&rule)) {
    return add(at, syntax::SetLiteral{exprs(it->expr())});
  }
  return add(at, syntax::Paren{expr(*dynamic_cast<P::ParenPrimaryContext&>(rule).expr())});
}

std::optional<syntax::ExprId> Builder::call(P::PrimaryContext& rule) {
  const source::Span at = span(rule);
  if (auto* it = dynamic_cast<P::CallPrimaryContext*>(&rule)) {
    if (it->query() == nullptr) return add(at, syntax::Call{name(*it->word()), exprs(it->expr())});
    const syntax::ExprId value = expr(*it->expr(0));
    return add(at, syntax::Aggregate{name(*it->word()), value, query(*it->query())});
  }
  if (auto* it = dynamic_cast<P::CountPrimaryContext*>(&rule)) {
    return add(at, syntax::Count{query(*it->query())});
  }
  if (auto* it = dynamic_cast<P::CountDistinctPrimaryContext*>(&rule)) {
    const syntax::ExprId value = expr(*it->expr());
    return add(at, syntax::CountDistinct{value, query(*it->query())});
  }
  if (auto* it = dynamic_cast<P::AtLeastPrimaryContext*>(&rule)) {
    const source::Span count = span(*it->INTEGER());
    return add(at, syntax::AtLeast{digits(count), count, exprs(it->expr())});
  }
  if (auto* it = dynamic_cast<P::DaysCoveredPrimaryContext*>(&rule)) {
    syntax::Query read = query(*it->query());
    return add(at, syntax::DaysCovered{std::move(read), asked_days(*it->period())});
  }
  if (auto* it = dynamic_cast<P::ProportionCoveredPrimaryContext*>(&rule)) {
    syntax::Query read = query(*it->query());
    return add(at, syntax::ProportionCovered{std::move(read), asked_days(*it->period())});
  }
  if (auto* it = dynamic_cast<P::LongestRunPrimaryContext*>(&rule)) {
    syntax::Query read = query(*it->query());
    syntax::AskedDays asked = asked_days(*it->period());
    return add(at,
               syntax::LongestRun{std::move(read), std::move(asked), length(*it->windowLength())});
  }
  if (auto* it = dynamic_cast<P::TriedPrimaryContext*>(&rule)) {
    syntax::Query read = query(*it->query());
    const syntax::WrittenLength at_least = length(*it->windowLength());
    return add(at, syntax::Tried{std::move(read), at_least, asked_days(*it->period())});
  }
  if (auto* it = dynamic_cast<P::OnHandPrimaryContext*>(&rule)) {
    syntax::Query read = query(*it->query());
    return add(at, syntax::OnHand{std::move(read), expr(*it->expr())});
  }
  return std::nullopt;
}

syntax::Rounded Builder::rounded(P::RoundedArithContext& rule, syntax::ExprId operand) {
  P::RoundingModeContext& written = *rule.roundingMode();
  auto mode = syntax::RoundingMode::Down;
  if (written.UP() != nullptr) mode = syntax::RoundingMode::Up;
  if (written.HALF() != nullptr) {
    mode =
        written.EVEN() != nullptr ? syntax::RoundingMode::HalfEven : syntax::RoundingMode::HalfUp;
  }
  P::RoundingPlaceContext& place = *rule.roundingPlace();
  const source::Span all{span(*rule.ROUNDED()).file, span(*rule.ROUNDED()).begin, span(place).end};
  if (place.CENTS() != nullptr) return {operand, mode, syntax::RoundingPlace::Cents, "", all};
  if (place.DOLLARS() != nullptr) return {operand, mode, syntax::RoundingPlace::Dollars, "", all};
  if (place.WHOLE() != nullptr) return {operand, mode, syntax::RoundingPlace::Whole, "", all};
  return {operand, mode, syntax::RoundingPlace::Places, digits(span(*place.INTEGER())), all};
}

// `kind`, with a minus before it when one was written. `span` covers both.
syntax::ExprId Builder::negated(const Node* minus, source::Span at,
                                decltype(syntax::Expr::kind) kind) {
  if (minus == nullptr) return add(at, std::move(kind));
  const source::Span inner = {at.file, span(*minus).end, at.end};
  return add(at, syntax::Negate{add(inner, std::move(kind))});
}

syntax::ExprId Builder::literal(P::LiteralContext& rule) {
  const source::Span at = span(rule);
  if (auto* it = dynamic_cast<P::IntegerLiteralContext*>(&rule)) {
    return negated(it->MINUS(), at, syntax::IntegerLiteral{digits(span(*it->INTEGER()))});
  }
  if (auto* it = dynamic_cast<P::DecimalLiteralContext*>(&rule)) {
    return negated(it->MINUS(), at, syntax::DecimalLiteral{digits(span(*it->DECIMAL()))});
  }
  if (auto* it = dynamic_cast<P::QuantityLiteralContext*>(&rule)) {
    return negated(it->MINUS(), at, quantity(*it->number(), *it->quantityUnit()));
  }
  if (auto* it = dynamic_cast<P::RatioLiteralContext*>(&rule)) {
    return negated(it->MINUS(), at, ratio_quantity(*it->RATIO_QUANTITY()));
  }
  if (auto* it = dynamic_cast<P::MoneyLiteralContext*>(&rule)) {
    return negated(it->MINUS(), at, money(*it->MONEY()));
  }
  if (auto* it = dynamic_cast<P::DateLiteralContext*>(&rule)) {
    return add(at, date_or_malformed(*it->DATE()));
  }
  if (auto* it = dynamic_cast<P::YearMonthLiteralContext*>(&rule)) {
    return add(at, year_month(*it->YEAR_MONTH()));
  }
  if (auto* it = dynamic_cast<P::BoolLiteralContext*>(&rule)) {
    return add(at, syntax::BoolLiteral{it->TRUE() != nullptr});
  }
  if (auto* it = dynamic_cast<P::TextLiteralContext*>(&rule)) {
    return add(at, syntax::TextLiteral{text(*it->TEXT())});
  }
  if (auto* it = dynamic_cast<P::CodedLiteralContext*>(&rule)) {
    return add(at, syntax::CodedLiteral{name(*it->nameWord()), text(*it->TEXT())});
  }
  return add(at, syntax::NameRef{name(rule)});
}

syntax::QuantityLiteral Builder::quantity(P::NumberContext& number, P::QuantityUnitContext& unit) {
  return {digits(span(number)), this->unit(unit)};
}

// One token: digits, blanks, unit.
syntax::QuantityLiteral Builder::ratio_quantity(const Node& node) {
  const source::Span at = span(node);
  const std::string_view written = tokens_.text(at);
  const auto digits_end = static_cast<std::uint32_t>(written.find_first_of(" \t"));
  const auto unit_begin = static_cast<std::uint32_t>(written.find_first_not_of(" \t", digits_end));
  return {digits({at.file, at.begin, at.begin + digits_end}),
          unit({at.file, at.begin + unit_begin, at.end})};
}

syntax::MoneyLiteral Builder::money(const Node& node) {
  const source::Span at = span(node);
  return {digits({at.file, at.begin + 1, at.end})};
}

// `text` is digits only, at most four.
static int to_int(std::string_view text) {
  int value = 0;
  for (const char digit : text) value = value * 10 + (digit - '0');
  return value;
}

std::optional<syntax::DateLiteral> Builder::date(const Node& node) {
  const source::Span at = span(node);
  const std::string_view written = tokens_.text(at);
  const int year = to_int(written.substr(0, 4));
  const auto month = static_cast<unsigned>(to_int(written.substr(5, 2)));
  const auto day = static_cast<unsigned>(to_int(written.substr(8, 2)));
  const std::chrono::year_month_day date{std::chrono::year(year), std::chrono::month(month),
                                         std::chrono::day(day)};
  if (year < 1 || !date.ok()) {
    diagnostics::Diagnostic report = diagnostics::InvalidDate.at(at, diagnostics::Text(written));
    const std::chrono::year_month_day_last last{std::chrono::year(year),
                                                std::chrono::month_day_last(date.month())};
    sink_.report(year >= 1 && last.ok()
                     ? std::move(report).help(fmt::format("this month ends on {}-{:02}-{:02}",
                                                          written.substr(0, 4), month,
                                                          static_cast<unsigned>(last.day())))
                     : std::move(report).help("write a date as year, month, day: `2026-01-31`"));
    return std::nullopt;
  }
  return syntax::DateLiteral{year, static_cast<std::uint8_t>(month),
                             static_cast<std::uint8_t>(day)};
}

decltype(syntax::Expr::kind) Builder::date_or_malformed(const Node& node) {
  if (const auto read = date(node)) return *read;
  return syntax::Malformed{};
}

decltype(syntax::Expr::kind) Builder::year_month(const Node& node) {
  const source::Span at = span(node);
  const std::string_view written = tokens_.text(at);
  const int year = to_int(written.substr(0, 4));
  const int month = to_int(written.substr(5, 2));
  if (year < 1 || month < 1 || month > 12) {
    sink_.report(diagnostics::InvalidDate.at(at, diagnostics::Text(written))
                     .help("a month is written with its year: `2026-01` to `2026-12`"));
    return syntax::Malformed{};
  }
  return syntax::YearMonthLiteral{year, static_cast<std::uint8_t>(month)};
}

}  // namespace precis::parse
