// Values of measurements, as tests give them: their unit is that of what their code measures.

#include <fmt/format.h>

#include <algorithm>

#include "compiler/check/facts.h"
#include "compiler/check/units.h"
#include "compiler/check/written.h"

namespace precis::check {

using diagnostics::Name;
using diagnostics::Text;
using runtime::Rational;

namespace {

// Amounts of substance are masses by a molar mass.
bool fits(const runtime::Measurement& measurement, std::string_view unit) {
  const std::string& wanted = measurement.type.unit;
  if (comparable_units(unit, wanted)) return true;
  return measurement.molar_mass && (comparable_units(product_unit(unit, "g/mol"), wanted) ||
                                    comparable_units(product_unit(unit, "mol/g"), wanted));
}

}  // namespace

bool Facts::in_order(const Amount& low, const Amount& high, source::Span span) {
  std::optional<Rational> last = high.value;
  if (!low.unit.empty() && !high.unit.empty()) {
    if (!comparable_units(low.unit, high.unit)) {
      context_.sink.report(diagnostics::DimensionMismatch
                               .at(span, Name(unit_name(low.unit)), Name(unit_name(high.unit)))
                               .help(in_that_unit(low.unit, high.unit, {})));
      return false;
    }
    last = in_unit(high.value, high.unit, low.unit);
  }
  if (!last || low.value <= *last) return true;
  const auto shown = [](const Amount& it) {
    return it.unit.empty() ? it.text : fmt::format("{} {}", it.text, it.unit);
  };
  context_.sink.report(diagnostics::RangeReversed.at(span, Text(shown(low)), Text(shown(high)))
                           .help("write the smaller number first"));
  return false;
}

std::optional<typed::FactId> Facts::measured(syntax::ValueId value) {
  const std::size_t before = context_.sink.all().size();
  const source::Span span = tree(value).span;
  const auto failed = [&]() -> Found {
    if (context_.sink.all().size() != before) return std::nullopt;
    return wrong(span, "measured", "write a number with its unit: `70 'mg/dL'`");
  };
  const auto given = [](const Amount& it) {
    typed::GivenNumber made{it.text, {}};
    if (!it.unit.empty()) made.unit = it.unit;
    return made;
  };
  const auto one = [&](syntax::ExprId id) {
    const auto found = amount(id);
    return found && !found->money ? found : std::nullopt;
  };
  if (const auto* it = std::get_if<syntax::ScalarValue>(&tree(value).kind)) {
    const auto found = one(it->expr);
    return found ? add(given(*found)) : failed();
  }
  if (const auto* it = std::get_if<syntax::IntervalValue>(&tree(value).kind)) {
    const auto low = one(it->low);
    const auto high = one(it->high);
    if (!low || !high || !in_order(*low, *high, span)) return failed();
    return add(typed::GivenInterval{given(*low), given(*high)});
  }
  if (const auto* it = std::get_if<syntax::BoundValue>(&tree(value).kind)) {
    const auto bound = one(it->bound);
    if (!bound) return failed();
    const bool below =
        it->op == syntax::ComparisonOp::Less || it->op == syntax::ComparisonOp::LessOrEqual;
    if (below) return add(typed::GivenInterval{{}, given(*bound)});
    return add(typed::GivenInterval{given(*bound), {}});
  }
  return failed();
}

bool Facts::is_of_its_measurement(const typed::GivenRecord& record, typed::FactId value,
                                  source::Span span) {
  const runtime::Catalogue& catalogue = context_.program.catalogue;
  const auto measures = [&](const runtime::Measurement& it, const typed::GivenCode& code) {
    const auto& entries = catalogue.value_sets[it.value_set].entries;
    return std::ranges::any_of(entries, [&](const runtime::ValueSetEntry& entry) {
      return entry.code == code.code && catalogue.systems[entry.system].url == code.system;
    });
  };
  std::vector<const runtime::Measurement*> candidates;
  for (const typed::GivenField& field : record.fields) {
    const auto* code = std::get_if<typed::GivenCode>(&context_.program.facts[field.value]);
    if (code == nullptr) continue;
    for (const runtime::Measurement& it : catalogue.measurements) {
      if (measures(it, *code)) candidates.push_back(&it);
    }
  }
  if (candidates.empty()) return true;
  const auto sound = [&](const typed::GivenNumber& number) {
    const auto fit = [&](const auto* it) { return fits(*it, *number.unit); };
    if (!number.unit || std::ranges::any_of(candidates, fit)) return true;
    context_.sink.report(
        diagnostics::DimensionMismatch
            .at(span, Name(*number.unit), Name(unit_name(candidates[0]->type.unit)))
            .help(fmt::format("`{}` is measured in {}", candidates[0]->name,
                              unit_name(candidates[0]->type.unit))));
    return false;
  };
  const typed::GivenFact fact = context_.program.facts[value];
  if (const auto* number = std::get_if<typed::GivenNumber>(&fact)) return sound(*number);
  const auto* range = std::get_if<typed::GivenInterval>(&fact);
  return range == nullptr ||
         ((!range->low || sound(*range->low)) && (!range->high || sound(*range->high)));
}

}  // namespace precis::check
