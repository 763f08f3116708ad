// Plans and overlays.

#include "compiler/parse/build.h"

namespace precis::parse {

std::vector<syntax::Reference> Builder::references(
    const std::vector<P::PathContext*>& paths) const {
  std::vector<syntax::Reference> references;
  for (P::PathContext* it : paths) {
    if (!is_whole(it)) continue;
    syntax::ModulePath names = path(*it);
    references.push_back({std::move(names.parts), names.span});
  }
  return references;
}

syntax::Plan Builder::plan(P::PlanContext& rule) {
  syntax::Plan plan{.name = name(*rule.ident()),
                    .title = {"", span(rule)},
                    .params = params(rule.params()),
                    .at = is_whole(rule.arith()) ? arith(*rule.arith()) : malformed_after(rule),
                    .version = {},
                    .effective = {},
                    .sources = {},
                    .defines = {},
                    .guarantees = {},
                    .stages = {},
                    .cost = {},
                    .overlays = {},
                    .appeal = {},
                    .otherwise = {}};
  if (rule.TEXT() != nullptr) plan.title = text(*rule.TEXT());
  for (P::PlanItemContext* item : rule.planItem()) plan_item(*item, plan);
  return plan;
}

void Builder::plan_item(P::PlanItemContext& rule, syntax::Plan& plan) {
  const source::Span at = span(rule);
  if (auto* it = dynamic_cast<P::PlanDefineContext*>(&rule)) {
    P::DefineContext* written = it->define();
    if (written != nullptr && is_whole(written->ident())) plan.defines.push_back(define(*written));
    return;
  }
  if (!is_whole(&rule)) return;
  if (auto* it = dynamic_cast<P::PlanVersionContext*>(&rule)) {
    set_once(plan.version, text(*it->TEXT()), at, "version");
  } else if (auto* it = dynamic_cast<P::PlanEffectiveContext*>(&rule)) {
    effective(plan.effective, it->DATE(), at);
  } else if (auto* it = dynamic_cast<P::PlanSourceContext*>(&rule)) {
    plan.sources.push_back(source(*it->sourceDecl()));
  } else if (auto* it = dynamic_cast<P::PlanGuaranteeContext*>(&rule)) {
    plan.guarantees.push_back(guarantee(*it->guarantee()));
  } else if (auto* it = dynamic_cast<P::PlanStageContext*>(&rule)) {
    plan.stages.push_back(stage(*it));
  } else if (auto* it = dynamic_cast<P::PlanCostContext*>(&rule)) {
    for (syntax::Reference& each : references(it->pathList()->path())) {
      plan.cost.push_back(std::move(each));
    }
  } else if (auto* it = dynamic_cast<P::PlanOverlayContext*>(&rule)) {
    for (P::IdentContext* overlay : it->ident()) plan.overlays.push_back(name(*overlay));
  } else if (auto* it = dynamic_cast<P::PlanAppealContext*>(&rule)) {
    set_once(plan.appeal, text(*it->TEXT()), at, "appeal");
  } else if (auto* it = dynamic_cast<P::PlanFallbackContext*>(&rule)) {
    set_once(plan.otherwise, fallback(*it->fallback()), at, "otherwise");
  }
}

syntax::Stage Builder::stage(P::PlanStageContext& rule) {
  return {name(*rule.ident()), text(*rule.TEXT()), combination(rule.combination()),
          references(rule.pathList()->path()), span(rule)};
}

syntax::Overlay Builder::overlay(P::OverlayContext& rule) {
  syntax::Overlay overlay{
      .name = name(*rule.ident()),
      .title = {"", span(rule)},
      .params = params(rule.params()),
      .at = is_whole(rule.arith()) ? arith(*rule.arith()) : malformed_after(rule),
      .version = {},
      .effective = {},
      .sources = {},
      .defines = {},
      .exempts = {},
      .when = {},
      .exceptions = {},
      .citations = {}};
  if (rule.TEXT() != nullptr) overlay.title = text(*rule.TEXT());
  for (P::OverlayItemContext* item : rule.overlayItem()) overlay_item(*item, overlay);
  return overlay;
}

void Builder::overlay_item(P::OverlayItemContext& rule, syntax::Overlay& overlay) {
  const source::Span at = span(rule);
  if (auto* it = dynamic_cast<P::OverlayDefineContext*>(&rule)) {
    P::DefineContext* written = it->define();
    if (written != nullptr && is_whole(written->ident())) {
      overlay.defines.push_back(define(*written));
    }
    return;
  }
  if (!is_whole(&rule)) return;
  if (auto* it = dynamic_cast<P::OverlayVersionContext*>(&rule)) {
    set_once(overlay.version, text(*it->TEXT()), at, "version");
  } else if (auto* it = dynamic_cast<P::OverlayEffectiveContext*>(&rule)) {
    effective(overlay.effective, it->DATE(), at);
  } else if (auto* it = dynamic_cast<P::OverlaySourceContext*>(&rule)) {
    overlay.sources.push_back(source(*it->sourceDecl()));
  } else if (auto* it = dynamic_cast<P::OverlayExemptsContext*>(&rule)) {
    for (syntax::Reference& each : references(it->path())) {
      overlay.exempts.push_back(std::move(each));
    }
  } else if (auto* it = dynamic_cast<P::OverlayWhenContext*>(&rule)) {
    set_once(overlay.when, expr(*it->expr()), at, "when");
  } else if (auto* it = dynamic_cast<P::OverlayUnlessContext*>(&rule)) {
    overlay.exceptions.push_back({name(*it->ident()), text(*it->TEXT()), expr(*it->expr()), at});
  } else if (auto* it = dynamic_cast<P::OverlayCiteContext*>(&rule)) {
    overlay.citations.push_back(citation(*it->cite()));
  }
}

}  // namespace precis::parse
