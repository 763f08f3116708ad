#include "tools/synth/stories.h"

#include <array>

namespace precis::synth {

Day days_before(Random& random, Day date, int low, int high) {
  return static_cast<Day>(date - random.between(low, high));
}

void refill(Random& random, const Code& drug, Day first, int count, int days, int quantity,
            Plan& plan) {
  Day at = first;
  for (int i = 0; i < count; ++i) {
    plan.fills.push_back({drug, at, days, quantity});
    at = static_cast<Day>(at + days + (random.percent(15) ? random.between(1, 4) : 0));
  }
}

struct AlleleWeight {
  std::string_view name;
  unsigned per_thousand;
};

// Rounded from published frequencies in people of European descent; the rest is *1.
static constexpr std::array<AlleleWeight, 6> Cyp2c19 = {
    {{"*17", 215}, {"*2", 150}, {"*3", 10}, {"*9", 10}, {"*12", 10}, {"*4", 5}}};
static constexpr std::array<AlleleWeight, 4> Cyp2c9 = {
    {{"*2", 130}, {"*3", 90}, {"*5", 10}, {"*11", 10}}};

template <std::size_t Count>
static std::string_view allele(Random& random, const std::array<AlleleWeight, Count>& weights) {
  std::uint64_t at = random.below(1000);
  for (const AlleleWeight& it : weights) {
    if (at < it.per_thousand) return it.name;
    at -= it.per_thousand;
  }
  return "*1";
}

template <std::size_t Count>
static std::string diplotype(Random& random, const std::array<AlleleWeight, Count>& weights) {
  const std::string first(allele(random, weights));
  return first + "/" + std::string(allele(random, weights));
}

// Most are tested once; a few have results that disagree, cannot be read or were withdrawn.
template <std::size_t Count>
static void test_gene(Random& random, std::string_view gene, std::string_view hgnc,
                      const std::array<AlleleWeight, Count>& weights, Day date, Plan& plan) {
  const Day tested = days_before(random, date, 20, 1500);
  const std::string result = diplotype(random, weights);
  switch (random.weighted({20, 70, 4, 2, 2, 2})) {
    case 0:
      return;
    case 2:
      plan.genotypes.push_back({gene, hgnc, diplotype(random, weights), tested});
      break;
    case 3:
      plan.genotypes.push_back({gene, hgnc, "see attached report", tested});
      return;
    case 4:
      plan.genotypes.push_back({gene, hgnc, result, tested, "entered-in-error"});
      return;
    case 5:
      plan.genotypes.push_back({gene, hgnc, result, tested, "preliminary"});
      return;
    default:
      break;
  }
  plan.genotypes.push_back({gene, hgnc, result, tested});
}

static void cover(Random& random, Day date, Plan& plan) {
  switch (random.weighted({80, 10, 5, 5})) {
    case 0:
      plan.coverages.push_back({days_before(random, date, 400, 3000), std::nullopt});
      break;
    case 1:  // a new member
      plan.coverages.push_back({days_before(random, date, 5, 70), std::nullopt});
      break;
    case 2: {  // a gap
      const Day back = days_before(random, date, 30, 300);
      plan.coverages.push_back({back, std::nullopt});
      plan.coverages.push_back({static_cast<Day>(back - 1500), static_cast<Day>(back - 120)});
      break;
    }
    default:
      break;  // no coverage on file
  }
}

void tell_background(Random& random, Day date, Plan& plan) {
  cover(random, date, plan);
  test_gene(random, "CYP2C19", "HGNC:2621", Cyp2c19, date, plan);
  test_gene(random, "CYP2C9", "HGNC:2623", Cyp2c9, date, plan);

  static const std::vector<Code> everyday = {{"I10", "Essential hypertension"},
                                             {"E78.5", "Hyperlipidemia, unspecified"},
                                             {"M17.0", "Bilateral primary osteoarthritis of knee"},
                                             {"J45.909", "Asthma, unspecified, uncomplicated"}};
  for (const Code& code : everyday) {
    if (!random.percent(20)) continue;
    const Precision precision = random.percent(20) ? Precision::Year : Precision::Day;
    plan.conditions.push_back({code, days_before(random, date, 400, 4000), precision});
  }
  static constexpr Code Lisinopril{"29046", "lisinopril"};
  static constexpr Code Atorvastatin{"83367", "atorvastatin"};
  if (random.percent(30)) {
    refill(random, Lisinopril, days_before(random, date, 300, 400), 9, 30, 30, plan);
  }
  if (random.percent(30)) {
    refill(random, Atorvastatin, days_before(random, date, 300, 400), 3, 90, 90, plan);
  }
  if (random.percent(10)) {
    plan.fills.push_back({Lisinopril, days_before(random, date, 5, 60), 30, 30, "cancelled"});
  }
  static constexpr Code Ldl{"13457-7", "Cholesterol in LDL [Mass/volume] in Serum or Plasma"};
  if (random.percent(40)) {
    // Some laboratories report moles.
    const bool moles = random.percent(25);
    const auto tenths = random.between(moles ? 15 : 600, moles ? 50 : 1900);
    plan.labs.push_back({Ldl, days_before(random, date, 10, 300),
                         std::to_string(tenths / 10) + "." + std::to_string(tenths % 10),
                         moles ? "mmol/L" : "mg/dL"});
  }
  static constexpr Code Penicillin{"7980", "penicillin G"};
  if (random.percent(12)) plan.allergies.push_back({Penicillin});
}

Plan life(Random& random) {
  Plan plan;
  const Day first = runtime::days_from_civil({2026, 1, 5});
  const Day last = runtime::days_from_civil({2026, 12, 28});
  // One in a hundred asks for a date after the policies end.
  const Day date = random.percent(1) ? runtime::days_from_civil({2027, 1, 15})
                                     : static_cast<Day>(random.between(first, last));
  tell_background(random, date, plan);
  const std::size_t story = random.weighted({25, 30, 45});
  if (story == 0) tell_clopidogrel(random, date, plan);
  if (story == 1) tell_glp1(random, date, plan);
  if (story == 2) tell_siponimod(random, date, plan);
  // A second request, months later or earlier in the same year, for another drug.
  if (random.percent(20)) {
    if (story == 0) tell_glp1(random, date, plan);
    if (story != 0) tell_clopidogrel(random, date, plan);
  }
  return plan;
}

}  // namespace precis::synth
