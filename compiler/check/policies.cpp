#include "compiler/check/policies.h"

#include <fmt/format.h>

#include <algorithm>
#include <deque>
#include <utility>

#include "compiler/check/expressions.h"
#include "compiler/check/governance.h"
#include "compiler/check/guarantees.h"
#include "compiler/check/head.h"
#include "compiler/check/rule_proofs.h"
#include "compiler/check/rules.h"
#include "compiler/check/written.h"
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
    read_phases();
    read_decisions();
    const typed::PolicyId id = context_.program.policies.add(std::move(made_));
    context_.names[symbol_].index = id.index();
    check_governance(context_, id, parts_);
    for (std::size_t i = 0; i < parts_.size(); ++i) {
      prove_rules(context_, context_.program.policies[id].decisions[i], parts_[i]);
    }
    Answers answers;
    for (const typed::DecisionId decision : context_.program.policies[id].decisions) {
      const typed::Decision& it = context_.program.decisions[decision];
      if (it.combination == typed::Combination::Collect) continue;
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
  // A phase's own names and definitions are added to those of the policy.
  void read_phases() {
    std::map<std::string_view, source::Span> seen;
    for (std::size_t i = 0; i < tree_.phases.size(); ++i) {
      const syntax::Phase& it = tree_.phases[i];
      const auto [place, is_new] = seen.emplace(it.name.text, it.name.span);
      if (!is_new && !it.name.text.empty()) {
        context_.sink.report(diagnostics::DuplicateName.at(it.name.span, Name(it.name.text))
                                 .label(place->second, "first declared here")
                                 .help(RenameOne));
      }
      check_place(it, i + 1 == tree_.phases.size());
      PolicyScope& scope = phase_scopes_.emplace_back(scope_);
      const auto defines = read_defines(context_, module_, it.defines, scope);
      made_.defines.insert(made_.defines.end(), defines.begin(), defines.end());
      typed::Phase made{std::string(it.name.text), std::string(it.title.text), {}, it.name.span};
      if (it.when) made.when = Expressions(context_, module_, &scope, nullptr).condition(*it.when);
      made_.phases.push_back(std::move(made));
    }
  }

  void check_place(const syntax::Phase& phase, bool is_last) {
    if (phase.damaged || decl_.damaged) return;
    if (is_last && phase.when) {
      context_.sink.report(
          diagnostics::LastPhaseLimited.at(phase.name.span, Name(phase.name.text))
              .label("a request that is in no phase gets no answer")
              .help("leave its `when` out, or add a last phase for all other requests"));
    }
    if (is_last || phase.when) return;
    context_.sink.report(diagnostics::PhaseUnlimited.at(phase.name.span, Name(phase.name.text))
                             .label("every request is in it, so no later phase is reached")
                             .help("say `when` it holds, or write it last"));
  }

  void add_part(const syntax::Decision& tree, PolicyScope& scope,
                std::optional<std::uint32_t> phase) {
    for (DecisionParts& parts : parts_) {
      const DecisionPart& last = parts.back();
      if (last.tree->name.text != tree.name.text) continue;
      if (last.phase && phase && *last.phase < *phase) {
        parts.push_back({&tree, &scope, phase});
        return;
      }
      context_.sink.report(diagnostics::DuplicateName.at(tree.name.span, Name(tree.name.text))
                               .label(last.tree->name.span, "first declared here")
                               .help(RenameOne));
      return;
    }
    parts_.push_back({{&tree, &scope, phase}});
  }

  // Each phase has an answer of its own; only of a list may it have none.
  bool is_in_every_phase(const DecisionParts& parts) {
    const syntax::Decision& first = *parts.front().tree;
    if (first.combination == syntax::Combination::Collect || !parts.front().phase) return true;
    bool whole = true;
    for (std::uint32_t i = 0; i < tree_.phases.size(); ++i) {
      const bool is_there =
          std::ranges::any_of(parts, [&](const DecisionPart& part) { return part.phase == i; });
      if (is_there) continue;
      whole = false;
      const syntax::Phase& phase = tree_.phases[i];
      if (phase.damaged || decl_.damaged) continue;
      context_.sink.report(
          diagnostics::DecisionNotInPhase
              .at(phase.name.span, Name(phase.name.text), Name(first.name.text))
              .label(first.name.span, "another phase decides it here")
              .help(fmt::format("add `decision {}` with its rules, or with `otherwise` alone",
                                first.name.text)));
    }
    return whole;
  }

  void read_decisions() {
    const typed::PolicyId policy(static_cast<std::uint32_t>(context_.program.policies.size()));
    for (const syntax::Decision& it : tree_.decisions) add_part(it, scope_, std::nullopt);
    for (std::uint32_t i = 0; i < tree_.phases.size(); ++i) {
      for (const syntax::Decision& it : tree_.phases[i].decisions) {
        add_part(it, phase_scopes_[i], i);
      }
    }
    if (parts_.empty() && !decl_.damaged) {
      context_.sink.report(
          diagnostics::PolicyIncomplete.at(tree_.name.span, Name(tree_.name.text), Text("decision"))
              .help("add `decision coverage : Coverage by first match { ... }`"));
    }
    std::vector<DecisionParts> read;
    for (const DecisionParts& parts : parts_) {
      if (!is_in_every_phase(parts)) continue;
      const auto made = read_decision(context_, module_, made_, policy, parts);
      if (!made) continue;
      made_.decisions.push_back(*made);
      read.push_back(parts);
    }
    parts_ = std::move(read);
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
    const auto mark = [&](const std::vector<syntax::Citation>& citations) {
      for (const syntax::Citation& citation : citations) {
        for (std::size_t i = 0; i < policy.sources.size(); ++i) {
          if (policy.sources[i].name == citation.source.text) cited[i] = true;
        }
      }
    };
    for (const DecisionParts& parts : parts_) {
      for (const DecisionPart& part : parts) {
        for (const syntax::Rule& rule : part.tree->rules) mark(rule.citations);
        if (part.tree->otherwise) mark(part.tree->otherwise->citations);
      }
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
  std::deque<PolicyScope> phase_scopes_;
  std::vector<DecisionParts> parts_;  // of the decisions in the order of the policy's
  typed::Policy made_{
      {}, {}, {}, {}, 0, 0, 0, typed::ExprId(0), {}, {}, {}, {}, {source::FileId(0), 0, 0}};
};

std::string in_force(const typed::Policy& policy) {
  return fmt::format("in force from {} to {}", runtime::format_date(policy.effective_from),
                     runtime::format_date(policy.effective_to));
}

// Of two versions that follow each other, reported at the later one.
void check_periods(Context& context) {
  std::map<std::string, std::vector<const typed::Policy*>> versions;
  for (const typed::Policy& it : context.program.policies) {
    std::vector<const typed::Policy*>& others = versions[it.name];
    // Versions stand in files of their own; two in one file have a name twice.
    const bool is_repeated = std::ranges::any_of(
        others, [&](const typed::Policy* other) { return other->span.file == it.span.file; });
    if (!is_repeated) others.push_back(&it);
  }
  for (auto& [name, of_one] : versions) {
    std::ranges::stable_sort(of_one, {}, &typed::Policy::effective_from);
    std::int32_t last = 0;
    const typed::Policy* latest = nullptr;
    for (const typed::Policy* it : of_one) {
      if (latest != nullptr && it->effective_from <= last) {
        context.sink.report(
            diagnostics::PeriodsOverlap.at(it->span, Name(name))
                .label(latest->span, in_force(*latest))
                .help("let the earlier version end the day before the later one begins"));
      } else if (latest != nullptr && it->effective_from > last + 1) {
        context.sink.report(
            diagnostics::PeriodGap
                .at(it->span, Name(name), Text(runtime::format_date(last + 1)),
                    Text(runtime::format_date(it->effective_from - 1)))
                .label(latest->span, in_force(*latest))
                .help("let one version begin the day after the other ends, if it should not rest"));
      }
      if (latest == nullptr || it->effective_to > last) {
        last = it->effective_to;
        latest = it;
      }
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
