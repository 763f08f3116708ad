#include "compiler/check/policies.h"

#include <fmt/format.h>

#include <utility>

#include "compiler/check/expressions.h"
#include "compiler/check/governance.h"
#include "compiler/check/guarantees.h"
#include "compiler/check/head.h"
#include "compiler/check/rules.h"
#include "runtime/date.h"

namespace precis::check {

using diagnostics::Name;
using diagnostics::Text;
using diagnostics::TypeName;

namespace {

class PolicyReader {
 public:
  PolicyReader(Context& context, Schemas& schemas, SymbolId symbol)
      : context_(context),
        schemas_(schemas),
        symbol_(symbol),
        module_(context.names[symbol].module),
        decl_(context.decl(context.names[symbol])),
        tree_(std::get<syntax::Policy>(decl_.kind)) {}

  void read() {
    const WrittenHead written{tree_.name,      tree_.params,  tree_.at,      tree_.version,
                              tree_.effective, tree_.sources, tree_.defines, decl_.damaged};
    scope_.month_ends_refuse = tree_.month_ends_refuse.has_value();
    std::optional<Head> head = read_head(context_, schemas_, module_, written, scope_);
    if (!head) return;
    made_.module = context_.names.scope(module_).path;
    made_.name = tree_.name.text;
    made_.title = tree_.title.text;
    made_.span = tree_.name.span;
    made_.schema = scope_.schema;
    made_.at = scope_.at;
    made_.version = std::move(head->version);
    made_.effective_from = head->effective_from;
    made_.effective_to = head->effective_to;
    made_.sources = std::move(head->sources);
    made_.defines = std::move(head->defines);
    if (tree_.governs) {
      made_.governs = Expressions(context_, module_, &scope_, nullptr).condition(*tree_.governs);
    }
    read_decisions();
    const typed::PolicyId id = context_.program.policies.add(std::move(made_));
    context_.names[symbol_].index = id.index();
    check_governance(context_, id, tree_);
    Answers answers;
    for (const typed::DecisionId decision : context_.program.policies[id].decisions) {
      const typed::Decision& it = context_.program.decisions[decision];
      answers.emplace(it.name, Answer{decision, it.outcome});
    }
    if (!tree_.guarantees.empty()) {
      const typed::ExprId governed = governs_now(context_, context_.program.policies[id]);
      read_guarantees(context_, module_, scope_, tree_.name.text, governed, answers,
                      tree_.guarantees);
    }
    report_unused(context_.program.policies[id]);
  }

 private:
  void read_decisions() {
    const typed::PolicyId policy(static_cast<std::uint32_t>(context_.program.policies.size()));
    std::map<std::string_view, source::Span> seen;
    for (const syntax::Decision& it : tree_.decisions) {
      const auto [place, is_new] = seen.emplace(it.name.text, it.name.span);
      if (!is_new) {
        context_.sink.report(diagnostics::DuplicateName.at(it.name.span, Name(it.name.text))
                                 .label(place->second, "first declared here"));
        continue;
      }
      const auto made = read_decision(context_, module_, scope_, made_, policy, it);
      if (made) made_.decisions.push_back(*made);
    }
    if (tree_.decisions.empty() && !decl_.damaged) {
      context_.sink.report(
          diagnostics::PolicyIncomplete.at(tree_.name.span, Name(tree_.name.text), Text("decision"))
              .help("add `decision coverage : Coverage by first match { ... }`"));
    }
  }

  void report_unused(const typed::Policy& policy) {
    // A broken place may have been the one that needs it.
    if (context_.sink.has_errors()) return;
    for (const typed::DefineId id : policy.defines) {
      if (context_.used_defines[id.index()]) continue;
      const typed::Define& it = context_.program.defines[id];
      context_.sink.report(diagnostics::UnusedDefinition.at(it.span, Name(it.name))
                               .help("remove it, or use it in a rule"));
    }
    std::vector<bool> cited(policy.sources.size());
    for (const syntax::Decision& decision : tree_.decisions) {
      const auto mark = [&](const std::vector<syntax::Citation>& citations) {
        for (const syntax::Citation& citation : citations) {
          for (std::size_t i = 0; i < policy.sources.size(); ++i) {
            if (policy.sources[i].name == citation.source.text) cited[i] = true;
          }
        }
      };
      for (const syntax::Rule& rule : decision.rules) mark(rule.citations);
      if (decision.otherwise) mark(decision.otherwise->citations);
    }
    for (std::size_t i = 0; i < tree_.sources.size(); ++i) {
      if (cited[i]) continue;
      const syntax::Name& name = tree_.sources[i].name;
      context_.sink.report(diagnostics::UnusedSource.at(name.span, Name(name.text))
                               .help("cite it in a rule, or remove it"));
    }
  }

  Context& context_;
  Schemas& schemas_;
  SymbolId symbol_;
  std::size_t module_;
  const syntax::Decl& decl_;
  const syntax::Policy& tree_;
  PolicyScope scope_{0, {}, {}, {}, typed::ExprId(0), false};
  typed::Policy made_{
      {}, {}, {}, {}, 0, 0, 0, typed::ExprId(0), {}, {}, {}, {}, {source::FileId(0), 0, 0}};
};

// Reported at the version that begins later.
void check_periods(Context& context) {
  const auto& policies = context.program.policies;
  for (std::uint32_t j = 0; j < policies.size(); ++j) {
    for (std::uint32_t i = 0; i < j; ++i) {
      const typed::Policy* a = &policies[typed::PolicyId(i)];
      const typed::Policy* b = &policies[typed::PolicyId(j)];
      if (a->effective_from > b->effective_from) std::swap(a, b);
      if (a->name != b->name || b->effective_from > a->effective_to) continue;
      context.sink.report(
          diagnostics::PeriodsOverlap.at(b->span, Name(b->name))
              .label(a->span,
                     fmt::format("in force from {} to {}", runtime::format_date(a->effective_from),
                                 runtime::format_date(a->effective_to)))
              .help("let the earlier version end the day before the later one begins"));
    }
  }
}

}  // namespace

void check_policies(Context& context, Schemas& schemas) {
  for (std::uint32_t i = 0; i < context.names.size(); ++i) {
    const Symbol& symbol = context.names[SymbolId(i)];
    if (!symbol.decl || symbol.kind != SymbolKind::Policy) continue;
    PolicyReader(context, schemas, SymbolId(i)).read();
  }
  check_periods(context);
}

}  // namespace precis::check
