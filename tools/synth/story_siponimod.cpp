#include <algorithm>

#include "tools/synth/stories.h"

namespace precis::synth {

static constexpr Code Siponimod{"2121085", "siponimod"};
static constexpr Code QtInterval{"8636-3", "QT interval corrected"};

// The clauses of the policy that a story may lead to.
enum class Story {
  InOrder,
  PoorMetabolizer,
  OtherGenotype,
  NoSclerosis,
  CardiacEvent,
  Conduction,
  LongQtc,
  Infection,
  DualInhibitor,
  TwoInhibitors,
  DualInducer,
  InducerWithVariant,
  WorkUp,
  NoEcg,
  NotAnswered,
  TooMany,
};

static Story choose(Random& random) {
  return static_cast<Story>(random.weighted({26, 5, 5, 6, 6, 6, 6, 5, 5, 5, 5, 6, 6, 4, 4, 4}));
}

// The story needs this result, and nothing that contradicts it.
static void replace_genotype(std::string diplotype, Day date, Plan& plan) {
  std::erase_if(plan.genotypes, [](const Genotype& it) { return it.gene == "CYP2C9"; });
  plan.genotypes.push_back({"CYP2C9", "HGNC:2623", std::move(diplotype), date - 40});
}

static void tell_interaction(Random& random, Day date, Story story, Plan& plan) {
  const Day recent = days_before(random, date, 5, 60);
  if (story == Story::DualInhibitor) {
    plan.fills.push_back({{"4450", "fluconazole"}, recent, 14, 14});
  } else if (story == Story::TwoInhibitors) {
    plan.fills.push_back({{"703", "amiodarone"}, recent, 30, 30});
    plan.fills.push_back({{"21212", "clarithromycin"}, recent, 10, 20});
  } else if (story == Story::DualInducer) {
    plan.fills.push_back({{"2002", "carbamazepine"}, recent, 30, 60});
  } else if (story == Story::InducerWithVariant) {
    plan.fills.push_back({{"30125", "modafinil"}, recent, 30, 30});
  }
}

static void tell_conditions(Random& random, Day date, Story story, Plan& plan) {
  if (story != Story::NoSclerosis) {
    plan.conditions.push_back(
        {{"G35", "Multiple sclerosis"}, days_before(random, date, 300, 4000)});
  }
  if (story == Story::CardiacEvent) {
    plan.conditions.push_back(
        {{"I63.9", "Cerebral infarction, unspecified"}, days_before(random, date, 10, 170)});
  }
  if (story == Story::Conduction) {
    plan.conditions.push_back(
        {{"I44.2", "Atrioventricular block, complete"}, days_before(random, date, 300, 3000)});
  }
}

static void tell_answers(Random& random, Story story, Draft& draft) {
  auto say = [&](std::string_view fact, bool value) {
    const bool left_out = story == Story::NotAnswered && random.percent(60);
    if (!left_out) draft.answers.push_back({fact, value});
  };
  say("request.attested.mri_confirms", true);
  say("request.attested.fundus_examined", story != Story::WorkUp);
  say("request.attested.varicella_immune", true);
  say("request.attested.ecg_recorded", true);
  say("request.attested.active_infection", story == Story::Infection);
  // Rarely stated, and then often because there is one.
  if (random.percent(50))
    say("request.attested.has_pacemaker", story != Story::Conduction && random.percent(25));
}

void tell_siponimod(Random& random, Day date, Plan& plan) {
  const Story story = choose(random);
  Draft draft{Siponimod, date, story == Story::TooMany ? 60 : 30, 30, {}};
  if (story == Story::PoorMetabolizer) {
    replace_genotype("*3/*3", date, plan);
  } else if (story == Story::OtherGenotype) {
    replace_genotype(random.percent(50) ? "*1/*5" : "*1/*8", date, plan);
  } else if (story == Story::InducerWithVariant) {
    replace_genotype(random.percent(70) ? "*1/*3" : "*2/*3", date, plan);
  } else if (random.percent(75)) {
    replace_genotype(random.percent(70) ? "*1/*1" : "*1/*2", date, plan);
  }
  tell_conditions(random, date, story, plan);
  tell_interaction(random, date, story, plan);
  tell_answers(random, story, draft);
  if (story == Story::NoEcg) {
    plan.labs.push_back({QtInterval, days_before(random, date, 250, 900), "410", "ms"});
  } else if (story == Story::LongQtc) {
    plan.labs.push_back({QtInterval, days_before(random, date, 5, 100),
                         std::to_string(random.between(501, 560)), "ms"});
  } else {
    const bool seconds = random.percent(15);
    const auto ms = random.between(380, 470);
    plan.labs.push_back({QtInterval, days_before(random, date, 5, 150),
                         seconds ? "0." + std::to_string(ms) : std::to_string(ms),
                         seconds ? "s" : "ms", random.percent(4) ? "<" : ""});
  }
  plan.drafts.push_back(std::move(draft));
}

}  // namespace precis::synth
