// Diplotypes that CPIC published, with their phenotypes and scores, against tables made from the
// published functions and pairs. Skipped with one line where the data are absent.

#include <gtest/gtest.h>

#include <cmath>
#include <cstdlib>
#include <fstream>
#include <map>
#include <set>
#include <sstream>

#include "runtime/genes.h"

namespace precis::runtime {
namespace {

using Row = std::map<std::string, std::string>;

std::string data_folder() {
  const char* set = std::getenv("PRECIS_DATA");
  return set ? set : "../shared/data";
}

std::vector<std::string> cells(const std::string& line) {
  std::vector<std::string> out(1);
  for (char c : line) {
    if (c == '\t') {
      out.emplace_back();
    } else if (c != '\r') {
      out.back() += c;
    }
  }
  return out;
}

std::vector<Row> table(const std::string& name) {
  std::ifstream in(data_folder() + "/pgx/" + name);
  std::vector<Row> rows;
  std::string line;
  if (!std::getline(in, line)) return rows;
  const std::vector<std::string> head = cells(line);
  while (std::getline(in, line)) {
    const std::vector<std::string> values = cells(line);
    Row row;
    for (std::size_t i = 0; i < head.size() && i < values.size(); ++i) row[head[i]] = values[i];
    rows.push_back(row);
  }
  return rows;
}

std::uint32_t index_of(std::vector<std::string>& names, const std::string& name) {
  for (std::uint32_t i = 0; i < names.size(); ++i) {
    if (names[i] == name) return i;
  }
  names.push_back(name);
  return static_cast<std::uint32_t>(names.size() - 1);
}

// The gene made from the rows of its newest source, and the names of its phenotypes.
struct Published {
  Gene gene;
  std::vector<std::string> phenotypes;
};

Published function_pair_gene(const std::string& name) {
  Published out;
  out.gene.name = name;
  std::set<std::string> seen;
  for (const Row& row : table("allele_function.tsv")) {
    if (row.at("gene") != name || !seen.insert(row.at("allele")).second) continue;
    out.gene.alleles.push_back(
        {row.at("allele"), index_of(out.gene.functions, row.at("function")), std::nullopt});
  }
  for (const Row& row : table("function_pair_rules_derived.tsv")) {
    if (row.at("gene") != name) continue;
    const std::string& pair = row.at("allele_function_or_value_pair");
    const std::size_t plus = pair.find(" + ");
    if (plus == std::string::npos) continue;
    out.gene.pairs.push_back({index_of(out.gene.functions, pair.substr(0, plus)),
                              index_of(out.gene.functions, pair.substr(plus + 3)),
                              index_of(out.phenotypes, row.at("phenotype"))});
  }
  return out;
}

Enumeration enumeration_of(const Published& published) {
  Enumeration out{"Phenotype", {}, true};
  for (const std::string& title : published.phenotypes) out.members.push_back({title, title, ""});
  return out;
}

void check_function_pair_gene(const std::string& name, std::size_t at_least) {
  const Published published = function_pair_gene(name);
  if (published.gene.alleles.empty()) GTEST_SKIP() << "no data at " << data_folder();
  const Enumeration phenotypes = enumeration_of(published);
  std::size_t checked = 0;
  for (const Row& row : table("diplotype_phenotype_sample.tsv")) {
    if (row.at("gene") != name) continue;
    Result<GeneResult> r = from_diplotypes(published.gene, phenotypes, {row.at("diplotype")});
    ASSERT_TRUE(r.ok()) << r.error();
    std::vector<std::string> known = published.phenotypes;
    EXPECT_EQ(r->phenotypes, std::int64_t{1} << index_of(known, row.at("phenotype")))
        << row.at("diplotype");
    ++checked;
  }
  EXPECT_GE(checked, at_least);
}

TEST(PublishedGenes, Cyp2c19) {
  check_function_pair_gene("CYP2C19", 20);
}
TEST(PublishedGenes, Cyp2b6) {
  check_function_pair_gene("CYP2B6", 20);
}
TEST(PublishedGenes, Cyp3a5) {
  check_function_pair_gene("CYP3A5", 20);
}
TEST(PublishedGenes, Nudt15) {
  check_function_pair_gene("NUDT15", 20);
}
TEST(PublishedGenes, Ugt1a1) {
  check_function_pair_gene("UGT1A1", 20);
}

std::optional<std::int64_t> thousandths(std::string text) {
  if (text.empty() || text == "n/a") return std::nullopt;
  if (text.starts_with("≥")) text.erase(0, std::string("≥").size());
  return std::llround(std::stod(text) * 1000);
}

// CYP2D6 has two generations of values; the sample says which one a row is of.
void check_score_gene(const std::string& name, const std::string& source,
                      std::vector<CutPoint> cut_points, std::vector<std::string> phenotypes,
                      std::size_t at_least) {
  Published published;
  published.gene.name = name;
  published.gene.method = GeneMethod::ActivityScore;
  published.gene.cut_points = std::move(cut_points);
  published.phenotypes = std::move(phenotypes);
  published.gene.unassigned_phenotype = static_cast<std::uint32_t>(published.phenotypes.size() - 1);
  for (const Row& row : table("allele_function.tsv")) {
    if (row.at("gene") != name || row.at("mapping_source") != source) continue;
    published.gene.alleles.push_back({row.at("allele"), 0, thousandths(row.at("activity_value"))});
  }
  if (published.gene.alleles.empty()) GTEST_SKIP() << "no data at " << data_folder();
  const Enumeration names = enumeration_of(published);
  std::size_t checked = 0;
  for (const Row& row : table("diplotype_phenotype_sample.tsv")) {
    if (row.at("gene") != name || row.at("mapping_source") != source) continue;
    Result<GeneResult> r = from_diplotypes(published.gene, names, {row.at("diplotype")});
    ASSERT_TRUE(r.ok()) << r.error();
    std::vector<std::string> known = published.phenotypes;
    EXPECT_EQ(r->phenotypes, std::int64_t{1} << index_of(known, row.at("phenotype")))
        << row.at("diplotype");
    const std::optional<std::int64_t> score = thousandths(row.at("activity_score"));
    EXPECT_EQ(r->may_be_assigned, score.has_value()) << row.at("diplotype");
    if (score) {
      EXPECT_EQ(r->score_low, *score) << row.at("diplotype");
    }
    EXPECT_EQ(r->may_be_assigned && r->score_high > r->score_low,
              row.at("activity_score").starts_with("≥"))
        << row.at("diplotype");
    ++checked;
  }
  EXPECT_GE(checked, at_least);
}

TEST(PublishedGenes, Cyp2d6) {
  check_score_gene("CYP2D6", "CPIC",
                   {{0, false, 0}, {0, true, 1}, {1250, false, 2}, {2250, true, 3}},
                   {"Poor Metabolizer", "Intermediate Metabolizer", "Normal Metabolizer",
                    "Ultrarapid Metabolizer", "Indeterminate"},
                   100);
}

TEST(PublishedGenes, Cyp2c9) {
  check_score_gene(
      "CYP2C9", "ClinPGx/CPIC(+DPWG)", {{0, false, 0}, {1000, false, 1}, {2000, false, 2}},
      {"Poor Metabolizer", "Intermediate Metabolizer", "Normal Metabolizer", "Indeterminate"}, 50);
}

}  // namespace
}  // namespace precis::runtime
