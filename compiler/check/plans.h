#pragma once

// Overlays and plans: what they name, how decisions combine, and what adverse rules depend on
// there.

#include "compiler/check/schema.h"

namespace precis::check {

// Checks every overlay and plan of the program. The policies have been checked.
void check_plans(Context& context, Schemas& schemas);

// overlays.cpp
void read_overlay(Context& context, Schemas& schemas, SymbolId symbol);
// Overlays that no plan names, and exempted rules that are in no plan that names the overlay.
void check_overlay_use(Context& context);

// plan_governance.cpp: a rule of a plan depends on the stages before it and on its overlays too.
void check_plan_governance(Context& context, const typed::Plan& plan);

}  // namespace precis::check
