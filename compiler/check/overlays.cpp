#include <algorithm>
#include <map>
#include <set>

#include "compiler/check/expressions.h"
#include "compiler/check/head.h"
#include "compiler/check/plans.h"
#include "compiler/check/references.h"
#include "compiler/check/rules.h"
#include "compiler/check/written.h"

namespace precis::check {

using diagnostics::Name;
using diagnostics::Text;

namespace {

class OverlayReader {
 public:
  OverlayReader(Context& context, Schemas& schemas, SymbolId symbol)
      : context_(context),
        schemas_(schemas),
        symbol_(symbol),
        module_(context.names[symbol].module),
        decl_(context.decl(context.names[symbol])),
        tree_(std::get<syntax::Overlay>(decl_.kind)) {}

  void read() {
    const WrittenHead written{tree_.name,      tree_.params,  tree_.at,      tree_.version,
                              tree_.effective, tree_.sources, tree_.defines, decl_.damaged};
    std::optional<Head> head = read_head(context_, schemas_, module_, written, scope_);
    if (!head) return;
    typed::Overlay made{std::string(tree_.name.text),
                        std::string(tree_.title.text),
                        std::move(head->version),
                        head->effective_from,
                        head->effective_to,
                        scope_.schema,
                        scope_.at,
                        std::move(head->sources),
                        std::move(head->defines),
                        {},
                        {},
                        {},
                        {},
                        tree_.name.span};
    read_exempts(made);
    if (tree_.when) made.when = expressions().condition(*tree_.when);
    read_exceptions(made);
    made.citations = read_citations(context_, module_, made.sources, tree_.citations);
    check_parts();
    context_.names[symbol_].index = context_.program.overlays.add(std::move(made)).index();
  }

 private:
  Expressions expressions() { return {context_, module_, &scope_, nullptr}; }

  void read_exempts(typed::Overlay& made) {
    std::set<std::pair<std::uint32_t, std::uint32_t>> seen;
    for (const syntax::Reference& it : tree_.exempts) {
      const auto found = find_rules(context_, module_, it);
      if (!found) continue;
      if (!reads_same_records(context_, found->decision, scope_.schema, tree_.name.text,
                              it.names[0].span)) {
        continue;
      }
      for (const std::uint32_t rule : found->rules) {
        if (!seen.emplace(found->decision.index(), rule).second) {
          context_.sink.report(
              diagnostics::GivenTwice.at(it.span, Name(context_.sources.text(it.span)))
                  .help(LeaveOneOut));
          break;
        }
        made.exempts.push_back({found->decision, rule, it.span});
      }
    }
  }

  void read_exceptions(typed::Overlay& made) {
    std::map<std::string_view, source::Span> seen;
    for (const syntax::Exception& it : tree_.exceptions) {
      const auto [place, is_new] = seen.emplace(it.name.text, it.name.span);
      if (!is_new) {
        context_.sink.report(diagnostics::DuplicateName.at(it.name.span, Name(it.name.text))
                                 .label(place->second, "first declared here")
                                 .help(RenameOne));
      }
      made.exceptions.push_back({std::string(it.name.text), std::string(it.title.text),
                                 expressions().condition(it.condition), it.span});
    }
  }

  void check_parts() {
    if (decl_.damaged) return;
    const auto missing = [&](bool is_missing, std::string_view part, std::string_view help) {
      if (!is_missing) return;
      context_.sink.report(
          diagnostics::PolicyIncomplete.at(tree_.name.span, Name(tree_.name.text), Text(part))
              .help(std::string(help)));
    };
    missing(tree_.exempts.empty(), "exempted rule", "add `exempts glp1.coverage.step`");
    missing(tree_.exceptions.empty(), "exception", "add `unless name \"...\" { ... }`");
    missing(tree_.citations.empty(), "citation", "name its authority: `cite <source>`");
  }

  Context& context_;
  Schemas& schemas_;
  SymbolId symbol_;
  std::size_t module_;
  const syntax::Decl& decl_;
  const syntax::Overlay& tree_;
  PolicyScope scope_{0, {}, {}, {}, typed::ExprId(0)};
};

bool lists(const typed::Plan& plan, typed::DecisionId decision) {
  return std::ranges::any_of(plan.stages, [&](const typed::Stage& stage) {
    return std::ranges::any_of(
        stage.decisions, [&](const typed::Stage::Listed& it) { return it.decision == decision; });
  });
}

}  // namespace

void read_overlay(Context& context, Schemas& schemas, SymbolId symbol) {
  OverlayReader(context, schemas, symbol).read();
}

void check_overlay_use(Context& context) {
  for (std::uint32_t i = 0; i < context.program.overlays.size(); ++i) {
    const typed::Overlay& overlay = context.program.overlays[typed::OverlayId(i)];
    std::vector<const typed::Plan*> plans;
    for (const typed::Plan& plan : context.program.plans) {
      if (std::ranges::find(plan.overlays, typed::OverlayId(i)) != plan.overlays.end()) {
        plans.push_back(&plan);
      }
    }
    if (plans.empty()) {
      context.sink.report(diagnostics::UnusedOverlay.at(overlay.span, Name(overlay.name))
                              .help("name it in a plan: `overlay " + overlay.name + "`"));
      continue;
    }
    for (const typed::Overlay::Exempted& it : overlay.exempts) {
      const bool in_some = std::ranges::any_of(
          plans, [&](const typed::Plan* plan) { return lists(*plan, it.decision); });
      if (in_some) continue;
      context.sink.report(
          diagnostics::ExemptsOutside
              .at(it.span, Name(context.sources.text(it.span)), Name(overlay.name))
              .help("list its decision in a stage of the plan, or leave the rule out"));
    }
  }
}

}  // namespace precis::check
