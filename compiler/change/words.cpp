#include "compiler/change/words.h"

#include <fmt/format.h>

#include <algorithm>
#include <bit>
#include <cctype>

#include "compiler/explain/explain.h"
#include "compiler/explain/format.h"
#include "compiler/interp/interp.h"
#include "runtime/decimal.h"

namespace precis::change {

using explain::Alteration;
using explain::ChangeKind;
using explain::Relation;
using explain::Wanted;
using runtime::Form;

// ---- values as records are written

static std::string digits(const runtime::ValueType& type, std::int64_t value) {
  return type.form == Form::Date ? explain::date_text(value)
                                 : runtime::format_decimal(value, type.scale);
}

static std::string code_of(const Search& search, runtime::Symbol symbol) {
  const std::uint32_t system = search.symbols.system(symbol);
  if (system == runtime::TextSystem) return search.symbols.code(symbol);
  return search.program.catalogue.systems[system].name + " " + search.symbols.code(symbol);
}

static std::string text_of(const Search& search, const runtime::ValueType& type,
                           const runtime::Cell& cell) {
  return explain::spoken_text(search.program, type, cell, search.symbols);
}

static std::string joined(const std::vector<std::string>& parts) {
  std::string text;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    if (i > 0) text += i + 1 == parts.size() ? " or " : ", ";
    text += parts[i];
  }
  return text;
}

// ---- demands

static void say_number(const Search& search, const runtime::ValueType& type, const Demand& demand,
                       Wanted& wanted) {
  const bool from_bottom = demand.low <= type.low;
  const bool to_top = demand.high >= type.high;
  wanted.unit = type.unit;
  if (!from_bottom || to_top) wanted.low = digits(type, demand.low);
  if (!to_top) wanted.high = digits(type, demand.high);
  const auto one = [&](std::int64_t value) { return text_of(search, type, runtime::exact(value)); };
  const bool is_date = type.form == Form::Date;
  if (demand.low == demand.high) {
    wanted.relation = Relation::Is;
    wanted.high.clear();
    wanted.low = digits(type, demand.low);
    wanted.text = one(demand.low);
  } else if (to_top) {
    wanted.relation = Relation::AtLeast;
    wanted.text = is_date ? "on or after " + one(demand.low) : one(demand.low) + " or more";
  } else if (from_bottom) {
    wanted.relation = Relation::AtMost;
    wanted.text = is_date ? "on or before " + one(demand.high) : one(demand.high) + " or less";
  } else {
    wanted.relation = Relation::Between;
    wanted.text = one(demand.low) + " to " + one(demand.high);
  }
}

static void say_members(const Search& search, const runtime::ValueType& type, const Demand& demand,
                        Wanted& wanted) {
  std::vector<std::string> titles;
  const auto add = [&](std::string name, std::string title) {
    wanted.values.push_back(std::move(name));
    titles.push_back(std::move(title));
  };
  if (type.form == Form::Bool) {
    if ((demand.low & runtime::CanBeTrue) != 0) add("true", "true");
    if ((demand.low & runtime::CanBeFalse) != 0) add("false", "false");
  } else {
    const auto& members = search.program.catalogue.enumerations[type.enumeration].members;
    for (std::size_t i = 0; i < members.size(); ++i) {
      if ((demand.low >> i & 1) == 0) continue;
      add(members[i].name, members[i].title.empty() ? members[i].name : members[i].title);
    }
  }
  wanted.text = joined(titles);
}

// Few codes by their names, more as the set that they make up.
static void say_codes(const Search& search, const runtime::ValueType& type, const Demand& demand,
                      Wanted& wanted) {
  constexpr std::size_t Few = 3;
  std::vector<std::string> titles;
  for (const runtime::Symbol symbol : demand.codes) {
    wanted.values.push_back(code_of(search, symbol));
    titles.push_back(text_of(search, type, runtime::exact(symbol)));
  }
  if (demand.value_set) wanted.name = search.program.catalogue.value_sets[*demand.value_set].name;
  if (titles.size() <= Few) {
    wanted.text = joined(titles);
  } else if (!wanted.name.empty()) {
    wanted.text = fmt::format("one of {}, such as {}", wanted.name, titles.front());
  } else {
    wanted.text = fmt::format("one of {} codes, such as {}", titles.size(), titles.front());
  }
}

static Wanted say(const Search& search, const Spot& spot, const Demand& demand) {
  const runtime::ValueType& type = search.program.graph.type(demand.type);
  Wanted wanted;
  if (spot.item) wanted.field = search.schema().leaves[spot.leaf].name;
  switch (type.form) {
    case Form::Number:
    case Form::Money:
    case Form::Date:
      say_number(search, type, demand, wanted);
      return wanted;
    case Form::Bool:
    case Form::Enum:
      say_members(search, type, demand, wanted);
      break;
    case Form::Code:
    case Form::Text:
    case Form::CodeSet:
      say_codes(search, type, demand, wanted);
      break;
  }
  if (wanted.values.size() == 1) {
    wanted.low = std::move(wanted.values.front());
    wanted.values.clear();
  } else {
    wanted.relation = Relation::OneOf;
  }
  return wanted;
}

// ---- alterations

static std::string as_words(std::string name) {
  name = name.substr(name.rfind('.') + 1);
  std::ranges::replace(name, '_', ' ');
  return name;
}

// LabResult: lab result.
static std::string record_words(const std::string& record) {
  std::string words;
  for (const char letter : record) {
    const bool is_capital = std::isupper(static_cast<unsigned char>(letter)) != 0;
    if (is_capital && !words.empty()) words += ' ';
    words += static_cast<char>(std::tolower(static_cast<unsigned char>(letter)));
  }
  return words;
}

static std::string measurement_of(const Search& search, const Demand& demand) {
  for (const runtime::Measurement& it : search.program.catalogue.measurements) {
    if (demand.value_set == it.value_set) return it.name;
  }
  return {};
}

static void note_why(const Search& search, const Demand& demand, Alteration& made) {
  if (made.why.empty() && demand.asked_by) {
    made.why = search.program.occurrences[*demand.asked_by].text;
  }
}

static Alteration say_item(const Search& search, const ItemKey& key, const Way& way) {
  const runtime::List& list = search.schema().lists[key.list];
  Alteration made;
  made.kind = ChangeKind::NewItem;
  made.path = list.path;
  std::string about, rest;
  for (const auto& [spot, demand] : way.demands) {
    if (spot.item != key) continue;
    Wanted wanted = say(search, spot, demand);
    note_why(search, demand, made);
    const bool is_code = !demand.codes.empty();
    const std::string measured = is_code ? measurement_of(search, demand) : std::string();
    if (!measured.empty()) {
      wanted.name = measured;
      wanted.text = measured;
    }
    if (is_code && made.title.empty()) {
      made.title = wanted.name.empty() ? wanted.text : wanted.name;
      about = " of " + wanted.text;
    } else {
      const bool is_date = spot.leaf == list.by;
      rest += rest.empty() ? ": " : ", ";
      rest += is_date ? "dated " + wanted.text : as_words(wanted.field) + " " + wanted.text;
    }
    made.to.push_back(std::move(wanted));
  }
  const std::string record = record_words(list.record);
  if (made.title.empty()) made.title = record;
  made.text = fmt::format("{} {}{}{}", key.copy == 0 ? "a new" : "another", record, about, rest);
  return made;
}

static Alteration say_value(const Search& search, const Spot& spot, const Demand& demand) {
  const runtime::Leaf& leaf = search.schema().leaves[spot.leaf];
  Alteration made;
  made.kind = ChangeKind::OtherValue;
  made.path = leaf.fact;
  if (spot.item) {
    made.path = fmt::format("{}[{}].{}", search.schema().lists[spot.item->list].fact,
                            spot.item->number, leaf.name);
  }
  made.title = as_words(leaf.name);
  Wanted wanted = say(search, spot, demand);
  wanted.field.clear();
  made.text = made.title + ": " + wanted.text;
  made.to.push_back(std::move(wanted));
  note_why(search, demand, made);
  return made;
}

static Alteration say_day(const Search& search, const Way& way) {
  const runtime::Leaf& leaf = search.schema().leaves[search.schema().at];
  Alteration made;
  made.kind = ChangeKind::LaterRequest;
  made.path = leaf.fact;
  made.title = as_words(leaf.name);
  Wanted wanted;
  wanted.low = explain::date_text(*way.day);
  wanted.text = wanted.low;
  if (way.last_day > *way.day) {
    wanted.relation = Relation::Between;
    wanted.high = explain::date_text(way.last_day);
    wanted.text = wanted.low + " to " + wanted.high;
  }
  made.text = fmt::format("the same request on {}",
                          way.last_day > *way.day ? "a day from " + wanted.text : wanted.text);
  made.to.push_back(std::move(wanted));
  return made;
}

explain::Change said(const Search& search, const Found& found) {
  explain::Change made;
  for (const ItemKey& key : found.way.new_items) {
    made.alterations.push_back(say_item(search, key, found.way));
  }
  for (const auto& [spot, demand] : found.way.demands) {
    if (spot.item && spot.item->is_new) continue;
    made.alterations.push_back(say_value(search, spot, demand));
  }
  if (found.way.day) made.alterations.push_back(say_day(search, found.way));
  const runtime::Record record = apply(search, found.way, Pick::Lowest).record;
  const interp::Evaluation after =
      interp::decide(search.program, search.id, search.layout, record, search.symbols);
  explain::Explanation why =
      explain::decision(search.program, search.id, search.layout, after.answer, after.trace, record,
                        search.symbols, {});
  made.rule = ir::rule_name(search.program, search.decision(), found.rung);
  made.outcome = std::move(*why.outcome);
  return made;
}

}  // namespace precis::change
