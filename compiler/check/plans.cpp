#include "compiler/check/plans.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

#include "compiler/check/expressions.h"
#include "compiler/check/guarantees.h"
#include "compiler/check/head.h"
#include "compiler/check/references.h"
#include "compiler/check/rules.h"
#include "compiler/check/written.h"

namespace precis::check {

using diagnostics::Name;
using diagnostics::Text;
using diagnostics::TypeName;

namespace {

class PlanReader {
 public:
  PlanReader(Context& context, Schemas& schemas, SymbolId symbol)
      : context_(context),
        schemas_(schemas),
        symbol_(symbol),
        module_(context.names[symbol].module),
        decl_(context.decl(context.names[symbol])),
        tree_(std::get<syntax::Plan>(decl_.kind)) {}

  void read() {
    const WrittenHead written{tree_.name,      tree_.params,  tree_.at,      tree_.version,
                              tree_.effective, tree_.sources, tree_.defines, decl_.damaged};
    std::optional<Head> head = read_head(context_, schemas_, module_, written, scope_);
    if (!head) return;
    read_stages();
    for (const syntax::Reference& it : tree_.cost) {
      if (const auto found = listed(it)) made_.cost.push_back(*found);
    }
    read_overlays();
    if (!sound_ || !first_) return;
    made_.module = context_.names.scope(module_).path;
    made_.name = tree_.name.text;
    made_.title = tree_.title.text;
    made_.version = std::move(head->version);
    made_.effective_from = head->effective_from;
    made_.effective_to = head->effective_to;
    made_.schema = scope_.schema;
    made_.at = scope_.at;
    made_.outcome = context_.program.decisions[*first_].outcome;
    made_.decision = context_.program.decisions[*first_].name;
    made_.sources = std::move(head->sources);
    made_.defines = std::move(head->defines);
    made_.span = tree_.name.span;
    if (tree_.appeal) made_.appeal = tree_.appeal->text;
    if (tree_.otherwise) {
      made_.otherwise =
          read_fallback(context_, module_, scope_, made_.sources, *tree_.otherwise, made_.outcome);
    }
    finish();
  }

 private:
  void finish() {
    const typed::PlanId id = context_.program.plans.add(std::move(made_));
    context_.names[symbol_].index = id.index();
    const typed::Plan& plan = context_.program.plans[id];
    const Answers answers{{plan.decision, {id, plan.outcome}}};
    if (!tree_.guarantees.empty()) {
      read_guarantees(context_, module_, scope_, plan.name, governed(plan), answers,
                      tree_.guarantees);
    }
    if (context_.sink.has_errors()) return;
    check_plan_governance(context_, plan);
    for (const typed::DefineId define : plan.defines) {
      if (context_.used_defines[define.index()]) continue;
      const typed::Define& it = context_.program.defines[define];
      context_.sink.report(diagnostics::UnusedDefinition.at(it.span, Name(it.name))
                               .help("remove it, or use it in a guarantee or in `otherwise`"));
    }
  }

  // Whether the plan is in force and, unless it has an `otherwise`, a policy of it governs.
  typed::ExprId governed(const typed::Plan& plan) {
    const typed::ExprId now =
        in_force(context_, plan.at, plan.effective_from, plan.effective_to, plan.span);
    if (plan.otherwise) return now;
    typed::Or any;
    for (const typed::Stage& stage : plan.stages) {
      for (const typed::Stage::Listed& it : stage.decisions) {
        const typed::Decision& decision = context_.program.decisions[it.decision];
        any.operands.push_back(governs_now(context_, context_.program.policies[decision.policy]));
      }
    }
    const typed::ExprId some = any.operands.size() == 1
                                   ? any.operands.front()
                                   : context_.add(plan.span, context_.boolean(), any);
    return context_.add(plan.span, context_.boolean(), typed::And{{now, some}});
  }

  void missing(source::Span span, std::string_view name, std::string_view part,
               std::string_view help) {
    sound_ = false;
    if (decl_.damaged) return;
    context_.sink.report(
        diagnostics::PolicyIncomplete.at(span, Name(name), Text(part)).help(std::string(help)));
  }

  void read_stages() {
    std::map<std::string_view, source::Span> seen;
    for (const syntax::Stage& it : tree_.stages) {
      const auto [place, is_new] = seen.emplace(it.name.text, it.name.span);
      if (!is_new) {
        context_.sink.report(diagnostics::DuplicateName.at(it.name.span, Name(it.name.text))
                                 .label(place->second, "first declared here")
                                 .help(RenameOne));
        sound_ = false;
      }
      read_stage(it);
    }
    if (tree_.stages.empty()) {
      missing(tree_.name.span, tree_.name.text, "stage",
              "add `stage coverage \"...\" by most severe { glp1.coverage }`");
    }
  }

  void read_stage(const syntax::Stage& written) {
    typed::Stage made{std::string(written.name.text),
                      std::string(written.title.text),
                      written.combination == syntax::Combination::MostSevere,
                      {}};
    const bool combines = written.combination == syntax::Combination::MostSevere ||
                          written.combination == syntax::Combination::FirstMatch;
    if (!combines) {
      context_.sink.report(diagnostics::StageCombination.at(written.name.span)
                               .help("write `by most severe` or `by first match`"));
      sound_ = false;
    }
    if (written.decisions.empty()) {
      missing(written.name.span, written.name.text, "decision", "list one: `{ glp1.coverage }`");
    }
    for (const syntax::Reference& it : written.decisions) {
      const auto found = listed(it);
      if (found && gives_one(*found, it.span) && has_plan_outcome(*found, it.span))
        made.decisions.push_back({*found, it.span});
    }
    made_.stages.push_back(std::move(made));
  }

  bool gives_one(typed::DecisionId id, source::Span span) {
    const typed::Decision& decision = context_.program.decisions[id];
    if (decision.combination != typed::Combination::Collect) return true;
    context_.sink.report(diagnostics::ListInPlan.at(span, Name(decision.name))
                             .help("leave it out: a list is given beside the plan's answer"));
    sound_ = false;
    return false;
  }

  // A decision of a stage or of `cost`: once in the plan, and about the plan's records.
  std::optional<typed::DecisionId> listed(const syntax::Reference& written) {
    const auto found = find_decision(context_, module_, written);
    if (!found || !reads_same_records(context_, *found, scope_.schema, tree_.name.text,
                                      written.names[0].span)) {
      sound_ = false;
      return std::nullopt;
    }
    const auto [place, is_new] = listed_.emplace(found->index(), written.span);
    if (is_new) return found;
    context_.sink.report(
        diagnostics::GivenTwice.at(written.span, Name(context_.sources.text(written.span)))
            .label(place->second, "first listed here")
            .help(LeaveOneOut));
    sound_ = false;
    return std::nullopt;
  }

  bool has_plan_outcome(typed::DecisionId id, source::Span span) {
    if (!first_) {
      first_ = id;
      first_span_ = span;
    }
    const typed::Decision& decision = context_.program.decisions[id];
    const std::uint32_t wanted = context_.program.decisions[*first_].outcome;
    if (decision.outcome == wanted) return true;
    const auto& outcomes = context_.program.outcomes;
    context_.sink.report(
        diagnostics::OutcomesDiffer
            .at(span, Name(context_.sources.text(span)), TypeName(outcomes[decision.outcome].name))
            .label(first_span_, fmt::format("gives `{}`", outcomes[wanted].name))
            .help("combine decisions of one outcome type; decisions about money stand in `cost`"));
    sound_ = false;
    return false;
  }

  void read_overlays() {
    std::set<std::uint32_t> seen;
    for (const syntax::Name& it : tree_.overlays) {
      const auto symbol = context_.names.resolve(module_, it, {SymbolKind::Overlay}, "an overlay");
      if (!symbol || !context_.names[*symbol].index) {
        sound_ = false;
        continue;
      }
      const typed::OverlayId id(*context_.names[*symbol].index);
      if (!seen.insert(id.index()).second) {
        context_.sink.report(diagnostics::GivenTwice.at(it.span, Name(it.text)).help(LeaveOneOut));
        sound_ = false;
      } else if (exempts_something(id, it)) {
        made_.overlays.push_back(id);
      }
    }
    std::ranges::stable_partition(made_.overlays, [&](typed::OverlayId id) { return is_law(id); });
  }

  bool is_law(typed::OverlayId id) const {
    const typed::Overlay& overlay = context_.program.overlays[id];
    return std::ranges::any_of(overlay.citations, [&](const typed::Citation& it) {
      return overlay.sources[it.source].kind == "law";
    });
  }

  bool exempts_something(typed::OverlayId id, const syntax::Name& name) {
    const typed::Overlay& overlay = context_.program.overlays[id];
    // A broken place may have been the one that it exempts.
    if (overlay.exempts.empty() || !sound_) return false;
    for (const typed::Overlay::Exempted& it : overlay.exempts) {
      if (listed_.contains(it.decision.index())) return true;
    }
    std::string help = "list a decision that it exempts a rule of: ";
    std::set<std::string> exempted;
    for (const typed::Overlay::Exempted& it : overlay.exempts) {
      const typed::Decision& decision = context_.program.decisions[it.decision];
      exempted.insert(
          fmt::format("`{}.{}`", context_.program.policies[decision.policy].name, decision.name));
    }
    help += fmt::format("{}", fmt::join(exempted, ", "));
    context_.sink.report(
        diagnostics::OverlayWithoutEffect.at(name.span, Name(name.text)).help(help));
    sound_ = false;
    return false;
  }

  Context& context_;
  Schemas& schemas_;
  SymbolId symbol_;
  std::size_t module_;
  const syntax::Decl& decl_;
  const syntax::Plan& tree_;
  PolicyScope scope_{0, {}, {}, {}, typed::ExprId(0)};
  std::map<std::uint32_t, source::Span> listed_;  // decisions
  std::optional<typed::DecisionId> first_;
  source::Span first_span_{source::FileId(0), 0, 0};
  bool sound_ = true;
  typed::Plan made_{{}, {}, {}, {}, 0,  0,  0,  typed::ExprId(0),         0, {},
                    {}, {}, {}, {}, {}, {}, {}, {source::FileId(0), 0, 0}};
};

}  // namespace

void check_plans(Context& context, Schemas& schemas) {
  const auto each = [&](SymbolKind kind, auto&& read) {
    for (std::uint32_t i = 0; i < context.names.size(); ++i) {
      const Symbol& symbol = context.names[SymbolId(i)];
      if (symbol.decl && symbol.kind == kind) read(SymbolId(i));
    }
  };
  each(SymbolKind::Overlay, [&](SymbolId id) { read_overlay(context, schemas, id); });
  each(SymbolKind::Plan, [&](SymbolId id) { PlanReader(context, schemas, id).read(); });
  if (!context.sink.has_errors()) check_overlay_use(context);
}

}  // namespace precis::check
