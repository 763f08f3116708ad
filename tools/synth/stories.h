#pragma once

// Who asks for what, and why it is not simple: each story leads a request towards one clause of a
// policy, with frequencies chosen so that every clause is met in a few hundred patients.

#include "tools/synth/plan.h"
#include "tools/synth/random.h"

namespace precis::synth {

// Each adds a draft order dated `date`, and what the member has for it.
void tell_clopidogrel(Random& random, Day date, Plan& plan);
void tell_glp1(Random& random, Day date, Plan& plan);
void tell_siponimod(Random& random, Day date, Plan& plan);

// Coverage, genotypes and everyday conditions, fills and labs that belong to no story.
void tell_background(Random& random, Day date, Plan& plan);

// A whole life for one or two requests in 2026.
Plan life(Random& random);

// Refills every `days` from `first` on, `count` of them, a few days late now and then.
void refill(Random& random, const Code& drug, Day first, int count, int days, int quantity,
            Plan& plan);

// The date `low` to `high` days before.
Day days_before(Random& random, Day date, int low, int high);

}  // namespace precis::synth
