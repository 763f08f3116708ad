#include "tools/synth/stories.h"

namespace precis::synth {

static constexpr Code Tablet{"309362", "clopidogrel 75 MG Oral Tablet"};
static constexpr Code Ingredient{"32968", "clopidogrel"};

void tell_clopidogrel(Random& random, Day date, Plan& plan) {
  Draft draft{random.percent(80) ? Tablet : Ingredient, date, 30, 30, {}};
  static const std::vector<Code> acute = {
      {"I21.4", "Non-ST elevation (NSTEMI) myocardial infarction"},
      {"I21.09", "STEMI involving other coronary artery of anterior wall"},
      {"I20.0", "Unstable angina"},
      {"I22.0", "Subsequent STEMI of anterior wall"}};
  switch (random.weighted({45, 15, 10, 12, 10, 8})) {
    case 0:  // after an acute event
      plan.conditions.push_back({random.pick(acute), days_before(random, date, 5, 350)});
      break;
    case 1:  // an old one
      plan.conditions.push_back({random.pick(acute), days_before(random, date, 400, 3000)});
      break;
    case 2:  // bleeding
      plan.conditions.push_back({{"K92.2", "Gastrointestinal hemorrhage, unspecified"},
                                 days_before(random, date, 1, 29)});
      break;
    case 3:  // two tablets a day
      draft.quantity = 60;
      break;
    case 4:  // stable for a year
      plan.conditions.push_back({random.pick(acute), days_before(random, date, 380, 420)});
      refill(random, Tablet, static_cast<Day>(date - 372), 12, 30, 30, plan);
      break;
    default:  // an event of which only the year is known
      plan.conditions.push_back(
          {random.pick(acute), days_before(random, date, 100, 500), Precision::Year});
      break;
  }
  if (random.percent(10)) {
    plan.conditions.push_back({random.pick(acute), days_before(random, date, 30, 300),
                               Precision::Day,
                               random.percent(50) ? "refuted" : "entered-in-error"});
  }
  plan.drafts.push_back(std::move(draft));
}

}  // namespace precis::synth
