#include "compiler/check/data.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "compiler/check/codes.h"
#include "compiler/check/types.h"
#include "compiler/check/units.h"
#include "compiler/check/written.h"
#include "compiler/reference/reference.h"
#include "compiler/support/match.h"
#include "runtime/decimal.h"

namespace precis::check {

using diagnostics::Name;
using diagnostics::Text;
using diagnostics::TypeName;

namespace {

// More members do not fit the bits of one value.
constexpr std::size_t MostMembers = 62;

std::optional<std::uint32_t> system_index(Context& context, std::size_t module,
                                          const syntax::Name& name) {
  const auto symbol =
      context.names.resolve(module, name, {SymbolKind::CodeSystem}, "a code system");
  return symbol ? context.names[*symbol].index : std::nullopt;
}

// The entries of a FHIR file, which must be of the version and the system that are written.
std::optional<std::vector<runtime::ValueSetEntry>> read_value_set(
    Context& context, std::size_t module, const syntax::ValueSet& it,
    std::optional<std::uint32_t> common) {
  const auto id = data_file(context, module, *it.from);
  if (!id) return std::nullopt;
  const auto file = reference::fhir_value_set(context.sources, *id, context.sink);
  if (!file) return std::nullopt;
  if (file->version != it.version.text) {
    context.sink.report(
        diagnostics::ValueSetVersion.at(it.version.span, Text(file->version), Text(it.version.text))
            .label(file->version_span, "the version of the file")
            .help(fmt::format("write `version \"{}\"`, or name another file", file->version)));
    return std::nullopt;
  }
  if (it.url && file->url != it.url->text) {
    const std::string found = file->url.empty() ? "without an address" : "`" + file->url + "`";
    context.sink.report(
        diagnostics::ValueSetAddress.at(it.url->span, Text(found), Text(it.url->text))
            .help("write the `url` of the file, or name another file"));
    return std::nullopt;
  }
  const auto& systems = context.program.catalogue.systems;
  std::vector<runtime::ValueSetEntry> entries;
  for (const reference::ValueSetFile::Entry& entry : file->entries) {
    const auto found = std::ranges::find(systems, entry.system, &runtime::CodeSystem::url);
    if (found == systems.end()) {
      context.sink.report(diagnostics::ValueSetSystem.at(entry.span, Name(entry.system))
                              .help("declare it: `codesystem NAME \"" + entry.system + "\"`"));
      return std::nullopt;
    }
    const auto system = static_cast<std::uint32_t>(found - systems.begin());
    if (common && system != *common) {
      context.sink.report(
          diagnostics::OtherSystem
              .at(entry.span, Name(entry.code), Name(found->name), Name(systems[*common].name))
              .help(fmt::format("list the codes of {} in a value set of their own", found->name)));
      return std::nullopt;
    }
    if (!check_code(context, system, {entry.code, entry.span})) return std::nullopt;
    entries.push_back({system, entry.code, false, entry.display});
  }
  return entries;
}

void declare_value_set(Context& context, SymbolId id, const syntax::ValueSet& it, bool damaged) {
  const std::size_t module = context.names[id].module;
  runtime::ValueSet set{std::string(it.name.text), std::string(it.version.text), {}};
  std::optional<std::uint32_t> common;
  if (it.system) {
    common = system_index(context, module, *it.system);
    if (!common) return;
  }
  std::map<std::pair<std::uint32_t, std::string_view>, source::Span> seen;
  if (it.from) {
    auto entries = read_value_set(context, module, it, common);
    if (!entries) return;
    set.entries = std::move(*entries);
  }
  for (const syntax::ValueSetEntry& entry : it.entries) {
    const auto system = entry.system ? system_index(context, module, *entry.system) : common;
    if (!system) return;
    check_code(context, *system, entry.code);
    const auto [first, is_new] = seen.emplace(std::pair(*system, entry.code.text), entry.code.span);
    if (!is_new) {
      context.sink.report(diagnostics::DuplicateName.at(entry.code.span, Name(entry.code.text))
                              .label(first->second, "first declared here")
                              .help("leave one of the two out"));
    }
    const bool prefix = entry.code.text.ends_with('*');
    std::string code(entry.code.text.substr(0, entry.code.text.size() - (prefix ? 1 : 0)));
    set.entries.push_back({*system, std::move(code), prefix, std::string(entry.display.text)});
  }
  if (set.entries.empty() && !damaged) {
    context.sink.report(diagnostics::EmptyValueSet.at(it.name.span, Name(it.name.text))
                            .label("nothing is ever in it")
                            .help("list its codes, each with its display text"));
    return;
  }
  context.names[id].index = add_value_set(context, std::move(set), it.name.span);
}

void declare_measurement(Context& context, SymbolId id, const syntax::Measurement& it) {
  const auto system = system_index(context, context.names[id].module, it.system);
  const auto unit = unit_text(it.unit, context.sink);
  const auto range = written_range(context, it.range);
  if (!system || !unit || !range) return;
  runtime::ValueSet codes{std::string(it.name.text), "", {}};
  for (const syntax::Text& code : it.codes) {
    if (code.text.ends_with('*')) {
      context.sink.report(diagnostics::PrefixLiteral.at(code.span, Text(code.text))
                              .help("list the codes of the measurement, each whole"));
    }
    check_code(context, *system, code);
    codes.entries.push_back({*system, std::string(code.text), false, std::string(it.name.text)});
  }
  runtime::Measurement made;
  made.name = it.name.text;
  made.type.form = runtime::Form::Number;
  made.type.scale = range->scale;
  made.type.unit = *unit;
  made.type.low = range->low;
  made.type.high = range->high;
  if (it.molar_mass) {
    const auto per_mole = unit_text(it.molar_mass->unit, context.sink);
    const auto mass = written_number(it.molar_mass->mass.digits, it.molar_mass->mass.negative);
    if (!per_mole || !mass) return;
    const auto grams = comparable_units(*per_mole, "g/mol")
                           ? in_unit(mass->value, *per_mole, "g/mol")
                           : std::nullopt;
    if (!grams) {
      context.sink.report(diagnostics::DimensionMismatch
                              .at(it.molar_mass->unit.span, Name(*per_mole), Name("g/mol"))
                              .help("write it in `'g/mol'`"));
      return;
    }
    const auto scale = exact_scale(*grams);
    const auto value = scale ? stored(*grams, *scale) : std::nullopt;
    if (value) made.molar_mass = runtime::format_decimal(*value, *scale);
  }
  made.value_set = add_value_set(context, std::move(codes), it.name.span);
  context.program.catalogue.measurements.push_back(std::move(made));
  context.names[id].index =
      static_cast<std::uint32_t>(context.program.catalogue.measurements.size() - 1);
}

void declare_enumeration(Context& context, SymbolId id, const syntax::Enumeration& it,
                         bool damaged) {
  runtime::Enumeration made;
  made.name = it.name.text;
  std::map<std::string_view, source::Span> seen;
  for (const syntax::EnumMember& member : it.members) {
    const auto [place, is_new] = seen.emplace(member.name.text, member.name.span);
    if (!is_new) {
      context.sink.report(diagnostics::DuplicateName.at(member.name.span, Name(member.name.text))
                              .label(place->second, "first declared here")
                              .help(RenameOne));
      continue;
    }
    made.members.push_back({std::string(member.name.text), std::string(member.title.text),
                            member.ncpdp ? std::string(member.ncpdp->text) : ""});
  }
  if (!damaged && (made.members.empty() || made.members.size() > MostMembers)) {
    context.sink.report(
        diagnostics::MemberCount
            .at(it.name.span, Name(it.name.text), Text(std::to_string(made.members.size())))
            .help(made.members.empty() ? "write its members between braces: `yes \"yes\"`"
                                       : "use codes and value sets where there are so many"));
    return;
  }
  context.program.catalogue.enumerations.push_back(std::move(made));
  context.names[id].index =
      static_cast<std::uint32_t>(context.program.catalogue.enumerations.size() - 1);
}

typed::Standing standing(syntax::Standing written) {
  switch (written) {
    case syntax::Standing::Favorable:
      return typed::Standing::Favorable;
    case syntax::Standing::Review:
      return typed::Standing::Review;
    case syntax::Standing::Adverse:
      return typed::Standing::Adverse;
  }
  return typed::Standing::Adverse;
}

void declare_outcome(Context& context, SymbolId id, const syntax::OutcomeType& it) {
  typed::OutcomeType made{std::string(it.name.text), {}};
  std::map<std::string_view, source::Span> seen;
  bool sound = true;
  for (const syntax::Alternative& alternative : it.alternatives) {
    const auto [place, is_new] = seen.emplace(alternative.name.text, alternative.name.span);
    if (!is_new) {
      context.sink.report(
          diagnostics::DuplicateName.at(alternative.name.span, Name(alternative.name.text))
              .label(place->second, "first declared here")
              .help(RenameOne));
      continue;
    }
    typed::Alternative added{std::string(alternative.name.text),
                             standing(alternative.standing),
                             alternative.administrative,
                             {}};
    std::map<std::string_view, source::Span> fields;
    for (const syntax::Payload& payload : alternative.payloads) {
      const auto [field, field_is_new] = fields.emplace(payload.name.text, payload.name.span);
      if (!field_is_new) {
        context.sink.report(
            diagnostics::DuplicateName.at(payload.name.span, Name(payload.name.text))
                .label(field->second, "first declared here")
                .help(RenameOne));
        continue;
      }
      const auto type =
          written_type(context, context.names[id].module, payload.type, TypePlace::Payload);
      sound = sound && type.has_value();
      added.fields.push_back({std::string(payload.name.text),
                              type.value_or(context.intern(typed::PoisonType{})),
                              payload.optional});
    }
    made.alternatives.push_back(std::move(added));
  }
  context.program.outcomes.push_back(std::move(made));
  context.names[id].index = static_cast<std::uint32_t>(context.program.outcomes.size() - 1);
}

}  // namespace

bool check_code(Context& context, std::uint32_t system, const syntax::Text& code) {
  const bool is_prefix = code.text.ends_with('*');
  const std::string_view text = code.text.substr(0, code.text.size() - (is_prefix ? 1 : 0));
  const auto problem = code_problem(context.program.catalogue.systems[system].url, text, is_prefix);
  if (!problem) return true;
  if (!problem->check_digit) {
    context.sink.report(diagnostics::CodeForm.at(code.span, Text(code.text), Text(problem->wanted))
                            .help("its form: " + problem->form));
    return false;
  }
  const std::string help = fmt::format(
      "`{}` would fit; look the code up again: one of its digits is wrong", *problem->check_digit);
  const bool is_loinc = context.program.catalogue.systems[system].url == "http://loinc.org";
  auto report = is_loinc
                    ? diagnostics::LoincCheckDigit.at(code.span, Text(code.text))
                    : diagnostics::CheckDigit.at(code.span, Text(code.text), Text(problem->wanted));
  context.sink.report(std::move(report).help(help));
  return false;
}

std::uint32_t add_value_set(Context& context, runtime::ValueSet set, source::Span span) {
  context.program.catalogue.value_sets.push_back(std::move(set));
  context.value_set_spans.push_back(span);
  return static_cast<std::uint32_t>(context.program.catalogue.value_sets.size() - 1);
}

std::uint32_t named_code(Context& context, std::uint32_t system, std::string_view code) {
  auto& codes = context.program.catalogue.named_codes;
  const auto [place, is_new] = context.named_codes.try_emplace(
      {system, std::string(code)}, static_cast<std::uint32_t>(codes.size() + 1));
  if (is_new) codes.push_back({system, std::string(code)});
  return place->second;
}

bool is_prefix(Context& context, const syntax::Text& code) {
  if (!code.text.ends_with('*')) return false;
  context.sink.report(diagnostics::PrefixLiteral.at(code.span, Text(code.text))
                          .help("declare a value set with this entry, and ask with `in`"));
  return true;
}

std::uint32_t written_value_set(Context& context, const std::string& name,
                                std::vector<runtime::ValueSetEntry> entries) {
  const std::vector<runtime::ValueSet>& sets = context.program.catalogue.value_sets;
  const auto same = [](const runtime::ValueSetEntry& a, const runtime::ValueSetEntry& b) {
    return a.system == b.system && a.code == b.code && a.prefix == b.prefix;
  };
  for (std::uint32_t i = 0; i < sets.size(); ++i) {
    if (sets[i].name == name && std::ranges::equal(sets[i].entries, entries, same)) return i;
  }
  return add_value_set(context, {name, "", std::move(entries)}, {source::FileId(0), 0, 0});
}

std::vector<std::uint32_t> systems_of(const Context& context, std::uint32_t value_set) {
  std::set<std::uint32_t> systems;
  for (const runtime::ValueSetEntry& entry :
       context.program.catalogue.value_sets[value_set].entries) {
    systems.insert(entry.system);
  }
  return {systems.begin(), systems.end()};
}

bool is_damaged_outcome(const Context& context, std::uint32_t outcome) {
  for (std::uint32_t i = 0; i < context.names.size(); ++i) {
    const Symbol& symbol = context.names[SymbolId(i)];
    if (symbol.kind == SymbolKind::Outcome && symbol.index == outcome) {
      return context.decl(symbol).damaged;
    }
  }
  return false;
}

void declare_data(Context& context) {
  // Three rounds: what needs nothing, what needs code systems and enumerations, and what has types.
  for (int round = 0; round < 3; ++round) {
    for (std::uint32_t i = 0; i < context.names.size(); ++i) {
      const SymbolId id(i);
      const Symbol symbol = context.names[id];
      if (!symbol.decl) continue;
      const syntax::Decl& decl = context.decl(symbol);
      if (round == 0) {
        if (const auto* it = std::get_if<syntax::CodeSystem>(&decl.kind)) {
          context.program.catalogue.systems.push_back(
              {std::string(it->name.text), std::string(it->url.text)});
          context.names[id].index =
              static_cast<std::uint32_t>(context.program.catalogue.systems.size() - 1);
        } else if (const auto* it = std::get_if<syntax::Enumeration>(&decl.kind)) {
          declare_enumeration(context, id, *it, decl.damaged);
        } else if (const auto* it = std::get_if<syntax::Gene>(&decl.kind)) {
          declare_gene(context, id, *it, decl.damaged);
        }
      } else if (round == 1) {
        if (const auto* it = std::get_if<syntax::CodeType>(&decl.kind)) {
          context.names[id].index = system_index(context, symbol.module, it->system);
        } else if (const auto* it = std::get_if<syntax::ValueSet>(&decl.kind)) {
          declare_value_set(context, id, *it, decl.damaged);
        } else if (const auto* it = std::get_if<syntax::Measurement>(&decl.kind)) {
          declare_measurement(context, id, *it);
        }
      } else if (const auto* it = std::get_if<syntax::OutcomeType>(&decl.kind)) {
        declare_outcome(context, id, *it);
      } else if (const auto* it = std::get_if<syntax::Catalog>(&decl.kind)) {
        declare_catalog(context, id, *it, decl.damaged);
      }
    }
  }
}

}  // namespace precis::check
