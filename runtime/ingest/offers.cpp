#include "runtime/ingest/offers.h"

#include "runtime/date.h"
#include "runtime/ingest/own.h"

namespace precis::runtime::ingest {

static constexpr std::string_view Ucum = "http://unitsofmeasure.org";

static bool is_in_a_value_set(const Symbols& symbols, const Cell& code) {
  const std::uint64_t* row =
      symbols.membership() + static_cast<std::size_t>(code.low) * symbols.words();
  for (std::size_t i = 0; i < symbols.words(); ++i) {
    if (row[i] != 0) return true;
  }
  return false;
}

// The coding of the field's system that the policies know, otherwise the first of that system.
static Fact code_of(Values& values, const Leaf& leaf, Json codeable) {
  std::optional<Fact> found;
  bool has_text = codeable["text"].present();
  auto look = [&](Json coding) {
    const Json code = coding["code"];
    if (!code.is(JsonKind::String) || code.text().empty()) return;
    has_text = true;
    std::optional<std::uint32_t> system = values.system_of(coding["system"].string());
    if (!system || (leaf.code_system && *leaf.code_system != *system)) return;
    const Fact fact = values.code(leaf, *system, code.text());
    if (!found || (!is_in_a_value_set(values.symbols(), found->cell) &&
                   is_in_a_value_set(values.symbols(), fact.cell))) {
      found = fact;
    }
  };
  if (codeable["coding"].is(JsonKind::Array)) {
    for (Json coding : codeable["coding"]) look(coding);
  } else {
    look(codeable);
  }
  if (found) return *found;
  return values.absent(leaf, has_text ? Cause::OtherCodeSystem : Cause::Absent);
}

static Fact text_of(Values& values, const Leaf& leaf, Json codeable) {
  std::string_view text = codeable["text"].string();
  if (text.empty()) text = codeable["coding"].first()["display"].string();
  return text.empty() ? values.absent(leaf) : values.text(text);
}

// Counted things: tablets, pens, patches go by many names, but a volume or a mass is no count.
static bool counts_things(std::string_view unit, bool is_ucum) {
  if (unit.empty() || unit == "1" || unit.starts_with('{')) return true;
  Result<Unit> parsed = parse_unit(unit);
  if (!parsed) return !is_ucum;
  return !is_ucum && parsed->dimensions[static_cast<std::size_t>(Dimension::Length)] == 0 &&
         parsed->dimensions[static_cast<std::size_t>(Dimension::Mass)] == 0;
}

static Read<Fact> quantity_of(Values& values, const Leaf& leaf, const Measurement* measurement,
                              Json quantity) {
  const bool plain = quantity.is(JsonKind::Number);
  const Json number = plain ? quantity : quantity["value"];
  if (!number.present()) return values.absent(leaf);
  if (!number.is(JsonKind::Number)) return wrong_type("a number", number);
  Result<Rational> value = parse_rational(number.text());
  if (!value) return wrong_type("a number within range", number);
  NumberRange range = exactly(*value);
  if (quantity["comparator"].present()) {
    auto bounds = compared(quantity["comparator"].string(), *value);
    const bool exact_only = !leaf.approximate && !leaf.measured;
    if (!bounds || exact_only) return values.absent(leaf, Cause::Imprecise);
    range = *bounds;
  }
  const std::string_view system = quantity["system"].string();
  const bool is_ucum = system == Ucum;
  std::string_view unit = is_ucum || system.empty() ? quantity["code"].string() : "";
  if (unit.empty()) unit = quantity["unit"].string();
  const Target target = values.target_of(leaf, measurement);
  if (target.type->unit == "each" && counts_things(unit, is_ucum)) unit = "";
  const bool unit_is_known = !unit.empty() || !leaf.measured;
  if (unit_is_known && (system.empty() || is_ucum || unit.empty())) {
    Read<Fact> fact =
        values.number(target, range, unit, is_ucum ? UnitWords::Ucum : UnitWords::Language);
    if (fact ||
        (fact.problem().code != UnknownUnit.code && fact.problem().code != WrongUnit.code)) {
      return fact;
    }
  }
  return values.absent(leaf, *target.type, Cause::WrongUnit);
}

Read<Fact> fact_of(Values& values, const Leaf& leaf, const Measurement* measurement,
                   const Offer& offer) {
  if (const auto* it = std::get_if<Concept>(&offer.value)) {
    if (leaf.type.form == Form::Code) return code_of(values, leaf, it->codeable);
    if (leaf.type.form == Form::Text) return text_of(values, leaf, it->codeable);
  }
  if (const auto* it = std::get_if<Quantity>(&offer.value)) {
    if (leaf.measured && !measurement) return values.absent(leaf, Cause::WrongUnit);
    if (leaf.type.form == Form::Number || leaf.measured) {
      return quantity_of(values, leaf, measurement, it->quantity);
    }
  }
  if (const auto* it = std::get_if<When>(&offer.value); it && leaf.type.form == Form::Date) {
    if (it->range.first != it->range.last && !leaf.approximate) {
      return values.absent(leaf, Cause::Imprecise);
    }
    return values.date(leaf, it->range);
  }
  if (const auto* it = std::get_if<Choice>(&offer.value); it && leaf.type.form == Form::Enum) {
    Read<Fact> fact = values.choice(leaf, it->name);
    return fact ? *fact : values.absent(leaf);
  }
  return values.absent(leaf);
}

std::optional<DateRange> date_of(Json json, std::string_view resource, Notes& notes) {
  if (!json.present()) return std::nullopt;
  Result<DateRange> range = parse_date(json.string());
  if (range) return *range;
  notes.ignore(resource, "a date that is not one");
  return std::nullopt;
}

static std::optional<DateRange> period_of(Json period, bool whole, std::string_view resource,
                                          Notes& notes) {
  std::optional<DateRange> start = date_of(period["start"], resource, notes);
  std::optional<DateRange> end = date_of(period["end"], resource, notes);
  if (!start && !end) return std::nullopt;
  if (start && (!whole || !end)) return start;
  if (!start) return DateRange{first_supported_day(), end->last};
  return start->first <= end->last ? DateRange{start->first, end->last} : *start;
}

std::optional<Offer> dated(Json resource, std::string_view stem, bool whole, Json latest_by,
                           std::string_view field, Notes& notes) {
  const std::string_view type = resource["resourceType"].string();
  for (const char* ending : {"DateTime", "Instant"}) {
    const Json at = resource[std::string(stem) + ending];
    if (auto range = date_of(at, type, notes)) return Offer{field, When{*range}, at};
  }
  const Json period = resource[std::string(stem) + "Period"];
  if (auto range = period_of(period, whole, type, notes)) return Offer{field, When{*range}, period};
  if (auto range = date_of(latest_by, type, notes)) {
    return Offer{field, When{{first_supported_day(), range->last}}, latest_by};
  }
  return std::nullopt;
}

}  // namespace precis::runtime::ingest
