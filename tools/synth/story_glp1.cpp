#include "tools/synth/stories.h"

namespace precis::synth {

static constexpr Code Semaglutide{"1991302", "semaglutide"};
static constexpr Code Liraglutide{"475968", "liraglutide"};
static constexpr Code Metformin{"6809", "metformin"};
static constexpr Code Sitagliptin{"593411", "sitagliptin"};

static constexpr std::string_view WeightLoss = "request.attested.for_weight_loss_only";
static constexpr std::string_view Treated = "request.attested.treated_in_last_180_days";
static constexpr std::string_view Ineffective = "request.attested.preferred_drug_ineffective";
static constexpr std::string_view NotTolerated = "request.attested.preferred_drug_not_tolerated";
static constexpr std::string_view Contraindicated =
    "request.attested.preferred_drug_contraindicated";
static constexpr std::string_view DoseSupported = "request.attested.dose_is_supported";
static constexpr std::string_view HeartRisk = "request.attested.reduces_cardiovascular_risk";

// The ways through step therapy, and the ones that end there.
static void tell_steps(Random& random, Day date, Draft& draft, Plan& plan) {
  const std::size_t way = random.weighted({34, 22, 10, 10, 8, 8, 8});
  switch (way) {
    case 0:  // metformin, refilled until now
      refill(random, Metformin, days_before(random, date, 150, 170), 5, 30, 60, plan);
      break;
    case 1:  // nothing tried
      break;
    case 2:  // already on the drug
      refill(random, draft.drug, days_before(random, date, 100, 170), 2, 28, 4, plan);
      break;
    case 3:  // the prescriber says that metformin did not work
      draft.answers.push_back({Ineffective, true});
      break;
    case 4:
      plan.allergies.push_back({Metformin, "intolerance"});
      break;
    case 5:
      plan.conditions.push_back(
          {{"I25.10", "Atherosclerotic heart disease of native coronary artery"},
           days_before(random, date, 300, 2000)});
      draft.answers.push_back({HeartRisk, true});
      break;
    default:  // metformin, but too long ago
      refill(random, Metformin, days_before(random, date, 300, 400), 3, 30, 60, plan);
      break;
  }
  // Some forms come back with gaps.
  if (random.percent(75)) {
    if (way != 3) draft.answers.push_back({Ineffective, false});
    if (way != 5) draft.answers.push_back({HeartRisk, false});
    draft.answers.push_back({NotTolerated, false});
    draft.answers.push_back({Contraindicated, false});
    draft.answers.push_back({Treated, false});
  }
}

void tell_glp1(Random& random, Day date, Plan& plan) {
  Draft draft{random.percent(75) ? Semaglutide : Liraglutide, date, 4, 28, {}};
  const std::size_t story = random.weighted({58, 7, 7, 6, 8, 6, 6});
  const bool has_diabetes = story != 4;
  if (has_diabetes) {
    plan.conditions.push_back({{"E11.9", "Type 2 diabetes mellitus without complications"},
                               days_before(random, date, 200, 4000)});
  }
  if (story == 1 || random.percent(85)) draft.answers.push_back({WeightLoss, story == 1});
  if (story == 2) {
    draft.quantity = 8;
    draft.answers.push_back({DoseSupported, false});
  }
  if (story == 3) {
    plan.conditions.push_back(
        {{"C73", "Malignant neoplasm of thyroid gland"}, days_before(random, date, 500, 4000)});
  }
  if (story == 5) {
    const Code other = draft.drug.code == Semaglutide.code ? Liraglutide : Semaglutide;
    plan.fills.push_back({other, days_before(random, date, 10, 55), 28, 3});
  }
  if (story == 6) {
    plan.fills.push_back({Sitagliptin, days_before(random, date, 10, 55), 30, 30});
  }
  tell_steps(random, date, draft, plan);
  static constexpr Code A1c{"4548-4", "Hemoglobin A1c/Hemoglobin.total in Blood"};
  const auto tenths = random.between(65, 110);
  plan.labs.push_back({A1c, days_before(random, date, 10, 120),
                       std::to_string(tenths / 10) + "." + std::to_string(tenths % 10), "%"});
  if (random.percent(20))
    plan.orders.push_back({Metformin, days_before(random, date, 200, 900), "stopped"});
  plan.drafts.push_back(std::move(draft));
}

}  // namespace precis::synth
