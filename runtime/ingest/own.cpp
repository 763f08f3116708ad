#include "runtime/ingest/own.h"

#include <fmt/format.h>

#include <algorithm>

#include "runtime/ingest/nearest.h"

namespace precis::runtime::ingest {

Problem wrong_type(std::string_view expected, const Json& found) {
  return problem(WrongType, expected, found.kind_text());
}

std::optional<std::pair<Problem, Json>> stranger(Json object, const std::vector<std::string>& names,
                                                 std::string_view what) {
  for (Json member : object) {
    if (std::find(names.begin(), names.end(), member.key()) == names.end()) {
      return std::pair{
          problem(UnknownMember, member.key(), what).with_help(name_hint(member.key(), names)),
          member};
    }
  }
  return std::nullopt;
}

static Read<Rational> rational(Json json) {
  if (!json.is(JsonKind::Number)) return wrong_type("a number", json);
  Result<Rational> value = parse_rational(json.text());
  if (!value) {
    return problem(WrongType, "a number within range", fmt::format("`{}`", json.text()));
  }
  return *value;
}

Read<Fact> OwnShape::number(Json json, const Leaf& leaf, const Measurement* measurement) {
  const Target target = values_.target_of(leaf, measurement);
  if (!json.is(JsonKind::Object)) {
    Read<Rational> value = rational(json);
    if (!value) return value.problem();
    return values_.number(target, exactly(*value), "", UnitWords::Language);
  }
  if (auto wrong = stranger(json, {"value", "comparator", "low", "high", "unit"}, "a quantity")) {
    return wrong->first;
  }
  const Json unit = json["unit"];
  if (unit.present() && !unit.is(JsonKind::String)) return wrong_type("a unit as text", unit);
  NumberRange range;
  if (json["value"].present()) {
    Read<Rational> value = rational(json["value"]);
    if (!value) return value.problem();
    range = exactly(*value);
    if (json["comparator"].present()) {
      auto bounds = compared(json["comparator"].string(), *value);
      if (!bounds) return problem(UnknownChoice, json["comparator"].text(), "`<`, `<=`, `>`, `>=`");
      range = *bounds;
    }
  } else {
    for (auto [name, bound] : {std::pair{"low", &range.low}, std::pair{"high", &range.high}}) {
      if (!json[name].present()) continue;
      Read<Rational> value = rational(json[name]);
      if (!value) return value.problem();
      *bound = Bound{*value};
    }
    if (!range.low && !range.high) return problem(MissingField, "value");
  }
  return values_.number(target, range, unit.string(), UnitWords::Language);
}

Read<Fact> OwnShape::date(Json json, const Leaf& leaf) {
  if (json.is(JsonKind::String)) return values_.date(leaf, json.text());
  if (!json.is(JsonKind::Object)) return wrong_type("a date as text", json);
  if (auto wrong = stranger(json, {"low", "high"}, "a date")) return wrong->first;
  DateRange range{static_cast<Day>(leaf.type.low), static_cast<Day>(leaf.type.high)};
  for (const char* name : {"low", "high"}) {
    const Json end = json[name];
    if (!end.present()) continue;
    Result<DateRange> days = parse_date(end.string());
    if (!days) return problem(InvalidDate, days.error());
    (name[0] == 'l' ? range.first : range.last) = name[0] == 'l' ? days->first : days->last;
  }
  if (range.first > range.last) {
    return problem(EmptyRange, format_date(range.first), format_date(range.last));
  }
  return values_.date(leaf, range);
}

Read<Fact> OwnShape::code(Json json, const Leaf& leaf) {
  if (json.is(JsonKind::String)) {
    if (leaf.code_system) return values_.code(leaf, *leaf.code_system, json.text());
    return problem(WrongType, "a code with its system", "text")
        .with_help("write {\"system\": …, \"code\": …}");
  }
  if (!json.is(JsonKind::Object)) return wrong_type("a code as text", json);
  if (auto wrong = stranger(json, {"system", "code", "display"}, "a code")) return wrong->first;
  const Json code = json["code"];
  const Json system = json["system"];
  if (!code.is(JsonKind::String)) return wrong_type("`code` as text", code);
  if (!system.is(JsonKind::String)) return wrong_type("`system` as text", system);
  if (auto known = values_.system_of(system.text())) {
    return values_.code(leaf, *known, code.text());
  }
  // An address is a system that the schema does not use; a name must be one that it has.
  if (system.text().find(':') != std::string_view::npos) {
    return values_.absent(leaf, Cause::OtherCodeSystem);
  }
  std::vector<std::string> names;
  for (const CodeSystem& it : values_.catalogue().systems) names.push_back(it.name);
  return problem(UnknownCodeSystem, system.text()).with_help(name_hint(system.text(), names));
}

Read<Fact> OwnShape::value(Json json, const Leaf& leaf, const Measurement* measurement) {
  if (!json.present()) return values_.absent(leaf);
  if (leaf.measured) {
    if (!measurement) return values_.absent(leaf, Cause::WrongUnit);
    return number(json, leaf, measurement);
  }
  switch (leaf.type.form) {
    case Form::Bool:
      if (!json.is(JsonKind::Bool)) return wrong_type("true or false", json);
      return Fact{boolean(json.is_true()), Cause::Known, 0};
    case Form::Enum:
      if (!json.is(JsonKind::String)) return wrong_type("a name as text", json);
      return values_.choice(leaf, json.text());
    case Form::Number:
    case Form::Money:
      return number(json, leaf, nullptr);
    case Form::Date:
      return date(json, leaf);
    case Form::Code:
      return code(json, leaf);
    case Form::Text:
      if (!json.is(JsonKind::String)) return wrong_type("text", json);
      return values_.text(json.text());
    case Form::CodeSet:
      break;
  }
  return wrong_type("nothing", json);
}

bool OwnShape::leaf(LeafIndex index, Json json, const Measurement* measurement, const Place& place,
                    Draft& draft, Item* item) {
  Read<Fact> fact = value(json, values_.schema().leaves[index], measurement);
  if (!fact) return draft.reject(std::move(fact.problem()), place, json);
  fact->origin = draft.origin(place, json);
  (item ? item->facts[place_in_item(values_.schema(), index)] : draft.record.facts[index]) = *fact;
  return true;
}

bool OwnShape::fields(const Fields& fields, Json object, const Place& place, Draft& draft,
                      Item* item, Waiting* waiting) {
  if (!object.is(JsonKind::Object))
    return draft.reject(wrong_type("an object", object), place, object);
  for (Json member : object) {
    const Field* field = fields.find(member.key());
    if (!field) {
      return draft.reject(problem(UnknownMember, member.key(), "`" + fields.what + "`")
                              .with_help(name_hint(member.key(), fields.names())),
                          place, member);
    }
    bool fine = true;
    if (const auto* it = std::get_if<LeafField>(&field->kind)) {
      if (waiting && values_.schema().leaves[it->leaf].measured) {
        waiting->push_back({it->leaf, member});
      } else {
        fine = leaf(it->leaf, member, nullptr, place, draft, item);
      }
    } else if (const auto* it = std::get_if<ListField>(&field->kind)) {
      fine = list(it->list, member, place, draft);
    } else if (const auto* it = std::get_if<GeneField>(&field->kind)) {
      fine = gene(it->slot, member, place, draft);
    } else if (member.present()) {
      fine = this->fields(std::get<Fields>(field->kind), member, place, draft, item, waiting);
    }
    if (!fine) return false;
  }
  return true;
}

bool OwnShape::list(ListIndex list, Json json, const Place& place, Draft& draft) {
  if (!json.present()) return true;
  if (!json.is(JsonKind::Array)) return draft.reject(wrong_type("a list", json), place, json);
  for (Json element : json) {
    if (!item(list, element, place, draft)) return false;
  }
  return true;
}

bool OwnShape::item(ListIndex index, Json json, const Place& place, Draft& draft) {
  const Schema& schema = values_.schema();
  const List& list = schema.lists[index];
  Item item;
  for (LeafIndex leaf : list.leaves) item.facts.push_back(values_.absent(schema.leaves[leaf]));
  Waiting waiting;
  if (!fields(tree_.items[index], json, place, draft, &item, &waiting)) return false;
  const Measurement* measurement = nullptr;
  for (std::size_t i = 0; i < list.leaves.size() && !measurement; ++i) {
    if (schema.leaves[list.leaves[i]].type.form == Form::Code) {
      measurement = values_.measurement_of(item.facts[i].cell);
    }
  }
  for (const auto& [leaf, value] : waiting) {
    if (!this->leaf(leaf, value, measurement, place, draft, &item)) return false;
  }
  for (std::size_t i = 0; i < list.leaves.size(); ++i) {
    const Leaf& leaf = schema.leaves[list.leaves[i]];
    if (item.facts[i].cause != Cause::Absent) continue;
    if (leaf.measured) {
      if (measurement) item.facts[i] = values_.absent(leaf, measurement->type, Cause::Absent);
    } else if (!leaf.optional) {
      return draft.reject(problem(MissingField, leaf.name), place, json);
    }
  }
  draft.record.lists[index].push_back(std::move(item));
  return true;
}

bool OwnShape::member(Json object, const Place& place, Draft& draft) {
  return fields(tree_.member, object, place, draft, nullptr, nullptr);
}

bool OwnShape::request(Json object, const Place& place, Draft& draft) {
  return fields(tree_.request, object, place, draft, nullptr, nullptr);
}

}  // namespace precis::runtime::ingest
