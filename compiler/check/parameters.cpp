#include "compiler/check/parameters.h"

#include <fmt/format.h>

#include "compiler/check/expressions.h"
#include "compiler/check/sources.h"
#include "compiler/check/types.h"
#include "compiler/check/walk.h"
#include "compiler/check/written.h"
#include "runtime/date.h"

namespace precis::check {

using diagnostics::Name;
using diagnostics::Text;

namespace {

std::int32_t day_of(const syntax::DateLiteral& date) {
  return runtime::days_from_civil({date.year, date.month, date.day});
}

class ParameterReader {
 public:
  ParameterReader(Context& context, SymbolId symbol)
      : context_(context),
        module_(context.names[symbol].module),
        tree_(std::get<syntax::Parameter>(context.decl(context.names[symbol]).kind)),
        damaged_(context.decl(context.names[symbol]).damaged) {}

  std::optional<typed::Parameter> read() {
    const auto type = written_type(context_, module_, tree_.type, TypePlace::Param);
    bool sound = read_params() && type.has_value();
    if (tree_.entries.empty() && !damaged_) {
      context_.sink.report(diagnostics::ParameterEmpty.at(tree_.name.span, Name(tree_.name.text))
                               .help("add an entry: `from 2026-01-01 : ...`"));
    }
    if (!sound || tree_.entries.empty()) return std::nullopt;
    made_.name = tree_.name.text;
    made_.type = *type;
    made_.span = tree_.name.span;
    for (const syntax::ParameterEntry& entry : tree_.entries) sound = read_entry(entry) && sound;
    if (!sound || damaged_) return std::nullopt;
    return std::move(made_);
  }

 private:
  bool read_params() {
    bool sound = true;
    for (const syntax::Param& param : tree_.params) {
      const auto type = written_type(context_, module_, param.type, TypePlace::Param);
      for (const typed::ParamDecl& earlier : made_.params) {
        if (earlier.name != param.name.text) continue;
        context_.sink.report(diagnostics::DuplicateName.at(param.name.span, Name(param.name.text))
                                 .label(earlier.span, "first declared here")
                                 .help(RenameOne));
      }
      sound = sound && type.has_value();
      made_.params.push_back({std::string(param.name.text),
                              type.value_or(context_.intern(typed::PoisonType{})),
                              param.name.span});
    }
    return sound;
  }

  bool read_entry(const syntax::ParameterEntry& entry) {
    const std::int32_t from = day_of(entry.from);
    if (!made_.entries.empty() && from <= made_.entries.back().from) {
      const typed::Parameter::Entry& above = made_.entries.back();
      auto report = from < above.from
                        ? diagnostics::EntryOrder.at(entry.span)
                              .help("write the entries from the earliest to the latest")
                        : diagnostics::EntryTwice.at(entry.span, Text(runtime::format_date(from)))
                              .help("keep one of them, or change its day");
      context_.sink.report(std::move(report).label(above.span, "the entry above"));
      return false;
    }
    const typed::ExprId value =
        Expressions(context_, module_, nullptr, &made_.params).value_as(entry.value, made_.type);
    std::vector<typed::ParameterCitation> citations;
    for (const syntax::Citation& it : entry.citations) {
      if (auto cited = cited_of_module(context_, module_, it)) citations.push_back(*cited);
    }
    made_.entries.push_back({from, value, std::move(citations), entry.span});
    return !context_.is_poison(value);
  }

  Context& context_;
  std::size_t module_;
  const syntax::Parameter& tree_;
  bool damaged_;
  typed::Parameter made_{{}, {}, typed::TypeId(0), {}, {source::FileId(0), 0, 0}};
};

// Adds what the entries cite that can be in force while the policy is.
class Citing {
 public:
  Citing(Context& context, typed::Policy& policy) : program_(context.program), policy_(policy) {}

  void cite(typed::ExprId root, std::vector<typed::Citation>& citations) {
    walk(program_, root, [&](typed::ExprId id) {
      const auto& kind = program_.exprs[id].kind;
      if (const auto* use = std::get_if<typed::ParameterUse>(&kind)) cite(*use, citations);
      if (const auto* use = std::get_if<typed::TableUse>(&kind)) cite_rows(use->table, citations);
    });
  }

 private:
  void cite_rows(typed::TableId id, std::vector<typed::Citation>& citations) {
    for (const typed::Row& row : program_.tables[id].rows) {
      for (const typed::ExprId output : row.outputs) cite(output, citations);
    }
  }

  void cite(const typed::ParameterUse& use, std::vector<typed::Citation>& citations) {
    const auto& entries = program_.parameters[use.parameter].entries;
    const auto* fact = std::get_if<typed::Fact>(&program_.exprs[use.date].kind);
    const bool is_at = fact != nullptr && fact->leaf == program_.schemas[policy_.schema].at;
    for (std::size_t i = 0; i < entries.size(); ++i) {
      const bool is_over = i + 1 < entries.size() && entries[i + 1].from <= policy_.effective_from;
      const bool is_later = entries[i].from > policy_.effective_to;
      if (is_at && (is_over || is_later)) continue;
      for (const typed::ParameterCitation& it : entries[i].citations) add(it, citations);
    }
  }

  void add(const typed::ParameterCitation& it, std::vector<typed::Citation>& citations) {
    std::vector<typed::Source>& sources = policy_.sources;
    std::uint32_t source = 0;
    while (source < sources.size() &&
           (sources[source].name != it.source.name || sources[source].title != it.source.title)) {
      ++source;
    }
    if (source == sources.size()) sources.push_back(it.source);
    for (const typed::Citation& known : citations) {
      if (known.source == source && known.section == it.section) return;
    }
    citations.push_back({source, it.section, it.strength});
  }

  const typed::Program& program_;
  typed::Policy& policy_;
};

}  // namespace

std::optional<typed::ParameterId> parameter(Context& context, SymbolId symbol,
                                            const syntax::Name& use) {
  const ParameterState state = context.parameters[symbol.index()];
  if (state.progress == Progress::Done) return state.id;
  if (state.progress == Progress::Running) {
    context.sink.report(
        diagnostics::DefinitionCycle.at(use.span, Name(use.text))
            .label(context.names[symbol].name.span, "declared here")
            .help("a value of a parameter may use only what does not use the parameter"));
    return std::nullopt;
  }
  context.parameters[symbol.index()].progress = Progress::Running;
  auto made = ParameterReader(context, symbol).read();
  ParameterState& done = context.parameters[symbol.index()];
  done.progress = Progress::Done;
  if (made) done.id = context.program.parameters.add(std::move(*made));
  return done.id;
}

void cite_parameters(Context& context) {
  for (std::uint32_t i = 0; i < context.program.decisions.size(); ++i) {
    typed::Decision& decision = context.program.decisions[typed::DecisionId(i)];
    Citing citing(context, context.program.policies[decision.policy]);
    const auto payload = [&](const typed::OutcomeValue& value,
                             std::vector<typed::Citation>& citations) {
      for (const auto& part : value.payload) {
        if (part) citing.cite(*part, citations);
      }
    };
    for (typed::Rule& rule : decision.rules) {
      citing.cite(rule.when, rule.citations);
      const auto& phases = context.program.policies[decision.policy].phases;
      if (rule.phase && phases[*rule.phase].when) {
        citing.cite(*phases[*rule.phase].when, rule.citations);
      }
      for (const typed::Exception& it : rule.exceptions) citing.cite(it.condition, rule.citations);
      payload(rule.then, rule.citations);
    }
    if (decision.otherwise) payload(decision.otherwise->then, decision.otherwise->citations);
  }
}

}  // namespace precis::check
