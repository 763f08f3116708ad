#include "bench/w2_data.h"

#include <algorithm>
#include <array>
#include <fstream>
#include <map>
#include <sstream>
#include <tuple>

#include "bench/stream.h"
#include "compiler/support/check.h"

namespace precis::bench {

using baseline::W2Drug;

// ---- the formulary

static std::size_t place_of(const std::vector<std::string>& names, const std::string& name) {
  const auto found = std::find(names.begin(), names.end(), name);
  CHECK(found != names.end(), "the formulary knows no " + name);
  return static_cast<std::size_t>(found - names.begin());
}

// A name that stands again is one name: see bench/w2.precis.
static std::vector<std::size_t> places_of(const std::vector<std::string>& names,
                                          const std::vector<std::string>& written) {
  std::vector<std::size_t> places;
  for (const std::string& name : written) {
    const std::size_t place = place_of(names, name);
    if (std::find(places.begin(), places.end(), place) == places.end()) places.push_back(place);
  }
  return places;
}

static std::uint64_t bits_of(const std::vector<std::size_t>& places) {
  std::uint64_t bits = 0;
  for (std::size_t place : places) bits |= std::uint64_t{1} << place;
  return bits;
}

// Result i of a gene is bit i.
static unsigned results_of(const std::string& word) {
  static const std::map<std::string, unsigned> Words{
      {"none", 0},     {"ultrarapid", 0x02},     {"fast", 0x06},    {"reduced", 0xf0},
      {"poor", 0x80},  {"poor_or_likely", 0xc0}, {"extreme", 0x82}, {"ultrarapid_or_poor", 0xc2},
      {"positive", 4},
  };
  return Words.at(word);
}

using Cells = std::map<std::string, std::string>;

static std::vector<Cells> read_rows(const std::string& path) {
  std::ifstream file(path);
  CHECK(file.good(), "run at the repository root");
  const auto split = [](const std::string& line) {
    std::vector<std::string> cells;
    std::istringstream rest(line);
    for (std::string cell; std::getline(rest, cell, ',');) cells.push_back(cell);
    return cells;
  };
  std::string line;
  std::getline(file, line);
  const std::vector<std::string> header = split(line);
  std::vector<Cells> rows;
  while (std::getline(file, line)) {
    const std::vector<std::string> cells = split(line);
    rows.emplace_back();
    for (std::size_t i = 0; i < header.size(); ++i) rows.back()[header[i]] = cells.at(i);
  }
  return rows;
}

static W2Drug entry_of(const Cells& row) {
  const auto number = [&](const std::string& column) { return std::stoi(row.at(column)); };
  const std::vector<std::string> genes{"cyp2c19", "cyp2d6", "tpmt", "hla_b"};
  W2Drug entry;
  entry.tier = number("tier");
  entry.age_limited = row.at("age_limited") == "true";
  entry.least_age = number("least_age");
  entry.most_age = number("most_age");
  entry.step_days = number("step_days");
  entry.step_within = number("step_within");
  entry.limit_quantity = number("limit_quantity");
  entry.limit_days = number("limit_days");
  if (row.at("gene") != "none") entry.gene = static_cast<int>(place_of(genes, row.at("gene")));
  entry.avoided = results_of(row.at("avoided"));
  entry.waiving = results_of(row.at("waiving"));
  return entry;
}

W2Formulary::W2Formulary()
    : categories{"I20", "I21", "I25", "I63", "I73", "I10", "I48", "I50", "E78", "E11",
                 "E10", "E66", "J45", "J44", "M05", "M06", "L40", "K50", "K51", "F32",
                 "F33", "F41", "F20", "F90", "G40", "G43", "G20", "G35", "C50", "C18",
                 "C34", "D68", "B20", "B18", "N18", "R52", "K21", "M81", "H40", "Z94"} {
  const std::vector<Cells> rows = read_rows("bench/formulary.csv");
  for (const Cells& row : rows) drugs.push_back(row.at("drug"));
  for (std::size_t i = drugs.size(); i < baseline::W2AllDrugs; ++i) {
    drugs.push_back("other" + std::to_string(i));
  }
  for (const Cells& row : rows) {
    W2Drug entry = entry_of(row);
    diagnoses.emplace_back();
    if (row.at("needs_diagnosis") == "true") {
      diagnoses.back() = places_of(
          categories, {row.at("diagnosis_1"), row.at("diagnosis_2"), row.at("diagnosis_3"),
                       row.at("diagnosis_4"), row.at("diagnosis_5")});
    }
    step_drugs.emplace_back();
    if (entry.step_days > 0) {
      step_drugs.back() = places_of(drugs, {row.at("step_1"), row.at("step_2"), row.at("step_3")});
    }
    entry.diagnoses = bits_of(diagnoses.back());
    entry.step_drugs = bits_of(step_drugs.back());
    entries.push_back(entry);
  }
}

std::vector<baseline::W2Plan> w2_plans() {
  const auto flat = [](bool deductible, int copay) {
    return baseline::W2Terms{deductible, copay, 0, 0, 0};
  };
  const auto shared = [](bool deductible, int rate, int least, int most) {
    return baseline::W2Terms{deductible, 0, rate, least, most};
  };
  return {
      {150'000,
       850'000,
       {flat(false, 1'500), flat(true, 4'500), shared(true, 3'000, 3'000, 25'000),
        shared(true, 4'000, 5'000, 40'000), shared(true, 5'000, 10'000, 60'000)}},
      {50'000,
       600'000,
       {flat(false, 1'000), flat(false, 3'500), flat(true, 7'000),
        shared(true, 3'333, 4'000, 30'000), shared(true, 3'333, 7'500, 45'000)}},
      {0,
       400'000,
       {flat(false, 500), flat(false, 2'500), flat(false, 5'000), flat(false, 10'000),
        shared(false, 2'000, 5'000, 25'000)}},
  };
}

// ---- the claims

// So many of ten thousand.
static bool chance(Stream& random, std::uint32_t of_ten_thousand) {
  return random.below(10'000) < of_ten_thousand;
}

static std::uint8_t supply_of(Stream& random) {
  constexpr std::array<std::uint8_t, 7> Supplies{30, 30, 30, 90, 28, 60, 10};
  return Supplies[random.below(7)];
}

static std::uint64_t listed_diagnoses(Stream& random, const std::vector<std::size_t>& covered) {
  if (chance(random, 200)) return baseline::NotCharted;
  std::uint64_t listed = 0;
  const std::uint32_t others = random.below(5);
  for (std::uint32_t i = 0; i < others; ++i) listed |= std::uint64_t{1} << random.below(40);
  if (!covered.empty() && chance(random, 8500)) {
    listed |= std::uint64_t{1} << covered[random.below(static_cast<std::uint32_t>(covered.size()))];
  }
  return listed;
}

static std::uint8_t phenotype(Stream& random) {
  constexpr std::array<std::uint32_t, 7> UpTo{1500, 1900, 4000, 7500, 7900, 9500, 9600};
  const std::uint32_t thrown = random.below(10'000);
  return static_cast<std::uint8_t>(std::upper_bound(UpTo.begin(), UpTo.end(), thrown) -
                                   UpTo.begin());
}

void W2Claims::add_patient(const W2Formulary& formulary, Stream& random) {
  const std::size_t of = random.below(30);
  drug.push_back(static_cast<std::uint8_t>(of));
  date.push_back(static_cast<std::uint16_t>(3653 + random.below(365)));
  plan.push_back(static_cast<std::uint8_t>(random.below(3)));
  if (chance(random, 100)) {
    birth.push_back(baseline::NoBirth);
  } else {
    const std::uint32_t first = random.below(365 * 45);
    birth.push_back(date.back() - static_cast<std::int32_t>(365 + first + random.below(365 * 45)));
  }
  diagnoses.push_back(listed_diagnoses(random, formulary.diagnoses[of]));
  for (std::size_t gene = 0; gene < 3; ++gene) genes[gene].push_back(phenotype(random));
  const std::uint32_t carrier = random.below(10'000);
  genes[3].push_back(carrier < 1500 ? 0 : carrier < 9500 ? 1 : 2);
  observed.push_back(chance(random, 8500) ? 1 : 0);
}

void W2Claims::add_purchase(const W2Formulary& formulary, Stream& random) {
  const W2Drug& entry = formulary.entries[drug.back()];
  supply.push_back(supply_of(random));
  const int limit = std::max(entry.limit_quantity * supply.back() / entry.limit_days, 1);
  const auto up_to = static_cast<std::uint32_t>(limit);
  quantity.push_back(static_cast<std::uint16_t>(chance(random, 8500)
                                                    ? (up_to + 1) / 2 + random.below(up_to / 2 + 1)
                                                    : up_to + 1 + random.below(up_to)));
  constexpr std::array<std::uint32_t, 5> Least{400, 3'000, 15'000, 60'000, 250'000};
  const std::uint32_t least = Least[static_cast<std::size_t>(entry.tier - 1)];
  price.push_back(static_cast<std::int32_t>(least + random.below(least * 2)));
  std::uint32_t paid = random.below(200'000);
  if (chance(random, 3000)) paid = 0;
  deductible.push_back(static_cast<std::int32_t>(paid));
  paid += random.below(500'000);
  if (chance(random, 500)) paid += 500'000;
  out_of_pocket.push_back(static_cast<std::int32_t>(paid));
}

void W2Claims::add_fills(const W2Formulary& formulary, Stream& random) {
  const std::vector<std::size_t>& step_drugs = formulary.step_drugs[drug.back()];
  const std::uint32_t fills = random.below(21);
  std::vector<std::tuple<int, std::size_t, std::uint8_t>> made;
  for (std::uint32_t i = 0; i < fills; ++i) {
    std::uint32_t since = 1 + random.below(420);
    std::size_t of = 0;
    const std::uint32_t thrown = random.below(100);
    if (thrown < 22 && !step_drugs.empty()) {
      of = step_drugs[random.below(static_cast<std::uint32_t>(step_drugs.size()))];
    } else if (thrown < 30) {
      of = drug.back();
      if (chance(random, 8500)) since += 60;
    } else {
      of = random.below(60);
    }
    made.emplace_back(date.back() - static_cast<int>(since), of, supply_of(random));
  }
  std::sort(made.begin(), made.end());
  for (const auto& [day, of, days] : made) {
    fill_date.push_back(static_cast<std::uint16_t>(day));
    fill_drug.push_back(static_cast<std::uint8_t>(of));
    fill_supply.push_back(days);
  }
  offsets.push_back(offsets.back() + static_cast<std::int32_t>(fills));
}

// The hand-written code reads so much beyond the last fill.
static constexpr std::size_t Beyond = 64;

W2Claims::W2Claims(const W2Formulary& formulary, std::size_t n) : count(n), offsets{0} {
  Stream random(0x5eed0002);
  for (std::size_t i = 0; i < n; ++i) {
    add_patient(formulary, random);
    add_purchase(formulary, random);
    add_fills(formulary, random);
  }
  fill_date.reserve(fill_date.size() + Beyond);
  fill_drug.reserve(fill_drug.size() + Beyond);
  fill_supply.reserve(fill_supply.size() + Beyond);
}

baseline::W2Columns W2Claims::columns() const {
  return {birth.data(),
          diagnoses.data(),
          {genes[0].data(), genes[1].data(), genes[2].data(), genes[3].data()},
          observed.data(),
          date.data(),
          drug.data(),
          quantity.data(),
          supply.data(),
          price.data(),
          plan.data(),
          deductible.data(),
          out_of_pocket.data(),
          offsets.data(),
          fill_date.data(),
          fill_drug.data(),
          fill_supply.data()};
}

}  // namespace precis::bench
