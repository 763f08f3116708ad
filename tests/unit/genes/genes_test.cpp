#include "runtime/genes.h"

#include <gtest/gtest.h>

namespace precis::runtime {
namespace {

struct Table {
  Gene gene;
  Enumeration phenotypes;

  std::int64_t bit(std::string_view name) const {
    for (std::size_t i = 0; i < phenotypes.members.size(); ++i) {
      if (phenotypes.members[i].name == name) return std::int64_t{1} << i;
    }
    ADD_FAILURE() << "no phenotype " << name;
    return 0;
  }
  Result<GeneResult> of(std::vector<std::string> diplotypes) const {
    return from_diplotypes(gene, phenotypes, diplotypes);
  }
};

Enumeration phenotypes_named(std::string name, std::vector<EnumMember> members) {
  return {std::move(name), std::move(members), true};
}

// Functions: 0 normal, 1 no, 2 decreased, 3 increased, 4 uncertain.
Table pair_gene() {
  Table t;
  t.phenotypes = phenotypes_named("G.Phenotype", {{"poor", "Poor Metabolizer", ""},
                                                  {"intermediate", "Intermediate Metabolizer", ""},
                                                  {"normal", "Normal Metabolizer", ""},
                                                  {"rapid", "Rapid Metabolizer", ""},
                                                  {"indeterminate", "Indeterminate", ""}});
  t.gene.name = "GENEP";
  t.gene.phenotypes = 0;
  t.gene.functions = {"normal", "no", "increased", "uncertain"};
  t.gene.alleles = {{"*1", 0, {}}, {"*2", 1, {}}, {"*17", 2, {}}, {"*12", 3, {}}};
  t.gene.pairs = {{1, 1, 0}, {0, 1, 1}, {0, 0, 2}, {0, 2, 3}, {1, 2, 1},
                  {2, 2, 3}, {3, 0, 4}, {3, 1, 4}, {3, 2, 4}, {3, 3, 4}};
  return t;
}

Table score_gene() {
  Table t;
  t.phenotypes = phenotypes_named("S.Phenotype", {{"poor", "Poor Metabolizer", ""},
                                                  {"intermediate", "Intermediate Metabolizer", ""},
                                                  {"normal", "Normal Metabolizer", ""},
                                                  {"ultrarapid", "Ultrarapid Metabolizer", ""},
                                                  {"indeterminate", "Indeterminate", ""}});
  t.gene.name = "GENES";
  t.gene.phenotypes = 0;
  t.gene.method = GeneMethod::ActivityScore;
  t.gene.alleles = {
      {"*1", 0, 1000},  {"*2", 0, 1000},     {"*10", 0, 250},          {"*4", 0, 0},
      {"*36", 0, 0},    {"*36+*10", 0, 250}, {"*22", 0, std::nullopt}, {"*41", 0, 250},
      {"*41x3", 0, 750}};
  t.gene.copies = {{"*1", 2, 3}, {"*2", 2, 3}, {"*4", 2, 3}, {"*10", 2, std::nullopt}};
  t.gene.cut_points = {{0, false, 0}, {0, true, 1}, {1250, false, 2}, {2250, true, 3}};
  t.gene.unassigned_phenotype = 4;
  return t;
}

void expect_score(const GeneResult& r, std::int64_t low, std::int64_t high) {
  EXPECT_TRUE(r.may_be_assigned);
  EXPECT_FALSE(r.may_be_unassigned);
  EXPECT_EQ(r.score_low, low);
  EXPECT_EQ(r.score_high, high);
}

TEST(Genes, UntestedIsEveryPhenotypeAndTheUntestedBit) {
  const Table t = pair_gene();
  const GeneResult r = untested(t.gene, t.phenotypes);
  EXPECT_FALSE(r.tested);
  EXPECT_EQ(r.phenotypes, 0b111111);
  EXPECT_TRUE(r.diplotypes.empty());
  EXPECT_FALSE(t.of({}).value().tested);
}

TEST(Genes, FunctionPairInEitherOrder) {
  const Table t = pair_gene();
  for (const char* text : {"*1/*2", "*2/*1", " *2 / *1 ", "GENEP *2/*1", "GENEP*1/*2"}) {
    Result<GeneResult> r = t.of({text});
    ASSERT_TRUE(r.ok()) << text;
    EXPECT_EQ(r->diplotypes, std::vector<std::string>{"*1/*2"}) << text;
    EXPECT_EQ(r->phenotypes, t.bit("intermediate"));
    EXPECT_TRUE(r->tested);
    EXPECT_FALSE(r->may_be_assigned);
    EXPECT_TRUE(r->may_be_unassigned);
  }
}

TEST(Genes, UnknownAlleleIsIndeterminate) {
  const Table t = pair_gene();
  Result<GeneResult> r = t.of({"*99/*2"});
  ASSERT_TRUE(r.ok());
  EXPECT_EQ(r->diplotypes, std::vector<std::string>{"*2/*99"});
  EXPECT_EQ(r->phenotypes, t.bit("indeterminate"));
}

TEST(Genes, UnknownAlleleOfAGeneWithoutIndeterminateMayBeAnything) {
  Table t = pair_gene();
  t.phenotypes.members.pop_back();
  t.gene.pairs.resize(6);
  EXPECT_EQ(t.of({"*99/*2"}).value().phenotypes, 0b1111);
}

TEST(Genes, SeveralCandidatesGiveTheUnion) {
  const Table t = pair_gene();
  Result<GeneResult> r = t.of({"*1/*1", "*1/*2", "*2/*1"});
  ASSERT_TRUE(r.ok());
  EXPECT_EQ(r->diplotypes, (std::vector<std::string>{"*1/*1", "*1/*2"}));
  EXPECT_EQ(r->phenotypes, t.bit("normal") | t.bit("intermediate"));
}

TEST(Genes, TextThatIsNoDiplotypeIsAnErrorThatNamesIt) {
  const Table t = pair_gene();
  for (const char* text : {"*1", "", "positive", "/", "*1/", "poor/normal", "*/*1"}) {
    Result<GeneResult> r = t.of({text});
    ASSERT_FALSE(r.ok()) << text;
    EXPECT_EQ(r.error(), "`" + std::string(text) +
                             "` is not a diplotype of GENEP: write two alleles, as in `*1/*12`");
  }
}

TEST(Genes, ActivityScoreCutPoints) {
  const Table t = score_gene();
  EXPECT_EQ(t.of({"*4/*4"}).value().phenotypes, t.bit("poor"));
  EXPECT_EQ(t.of({"*4/*10"}).value().phenotypes, t.bit("intermediate"));
  EXPECT_EQ(t.of({"*1/*4"}).value().phenotypes, t.bit("intermediate"));
  EXPECT_EQ(t.of({"*1/*10"}).value().phenotypes, t.bit("normal"));
  EXPECT_EQ(t.of({"*1x2/*10"}).value().phenotypes, t.bit("normal"));
  EXPECT_EQ(t.of({"*1x2/*1"}).value().phenotypes, t.bit("ultrarapid"));
  expect_score(t.of({"*1/*4"}).value(), 1000, 1000);
  expect_score(t.of({"*1x2/*10"}).value(), 2250, 2250);
}

TEST(Genes, HybridsAreOneNameWithOrWithoutSpaces) {
  const Table t = score_gene();
  for (const char* text : {"*36+*10/*1", "*36 + *10/*1", "*1/*36 + *10"}) {
    Result<GeneResult> r = t.of({text});
    ASSERT_TRUE(r.ok()) << text;
    EXPECT_EQ(r->diplotypes.front(), "*1/*36+*10");
    expect_score(*r, 1250, 1250);
  }
}

TEST(Genes, CopiesBeyondTheBinAreALowerBound) {
  const Table t = score_gene();
  for (const char* text : {"*1x3/*4", "*1x7/*4", "*1x≥3/*4", "*1x>=3/*4", "*4/*1x≥5"}) {
    Result<GeneResult> r = t.of({text});
    ASSERT_TRUE(r.ok()) << text;
    EXPECT_EQ(r->diplotypes.front(), "*1x≥3/*4") << text;
    expect_score(*r, 3000, 8000);
    EXPECT_EQ(r->phenotypes, t.bit("ultrarapid"));
  }
  EXPECT_EQ(t.of({"*1x1/*4"}).value().diplotypes.front(), "*1/*4");
}

TEST(Genes, CopiesOfAnAlleleWithoutFunctionAddNothing) {
  const Table t = score_gene();
  expect_score(t.of({"*4x≥3/*1"}).value(), 1000, 1000);
}

TEST(Genes, AtLeastTwoCopiesReachesTheBin) {
  const Table t = score_gene();
  const GeneResult r = t.of({"*1x≥2/*4"}).value();
  expect_score(r, 2000, 8000);
  EXPECT_EQ(r.phenotypes, t.bit("normal") | t.bit("ultrarapid"));
}

TEST(Genes, MultiplesWithoutARuleAreUnassigned) {
  const Table t = score_gene();
  for (const char* text : {"*41x7/*1", "*41x2/*1", "*10x3/*1", "*1xN/*1", "*22/*1", "*77/*1"}) {
    Result<GeneResult> r = t.of({text});
    ASSERT_TRUE(r.ok()) << text;
    EXPECT_FALSE(r->may_be_assigned) << text;
    EXPECT_TRUE(r->may_be_unassigned) << text;
    EXPECT_EQ(r->phenotypes, t.bit("indeterminate")) << text;
  }
  expect_score(t.of({"*41x3/*1"}).value(), 1750, 1750);
}

TEST(Genes, AmbiguousScoresGiveTheHull) {
  const Table t = score_gene();
  const GeneResult r = t.of({"*1/*1", "*4/*10", "*22/*1"}).value();
  EXPECT_TRUE(r.may_be_assigned);
  EXPECT_TRUE(r.may_be_unassigned);
  EXPECT_EQ(r.score_low, 250);
  EXPECT_EQ(r.score_high, 2000);
  EXPECT_EQ(r.phenotypes, t.bit("normal") | t.bit("intermediate") | t.bit("indeterminate"));
}

TEST(Genes, PhenotypeOnlyGivesTheScoresItAllows) {
  const Table t = score_gene();
  const GeneResult r = from_phenotype(t.gene, t.phenotypes, "Intermediate Metabolizer").value();
  EXPECT_TRUE(r.tested);
  EXPECT_TRUE(r.diplotypes.empty());
  EXPECT_EQ(r.phenotypes, t.bit("intermediate"));
  expect_score(r, 125, 1125);
  expect_score(from_phenotype(t.gene, t.phenotypes, "ultrarapid").value(), 2375, 8000);
  expect_score(from_phenotype(t.gene, t.phenotypes, "POOR METABOLIZER").value(), 0, 0);
  const GeneResult unassigned = from_phenotype(t.gene, t.phenotypes, "indeterminate").value();
  EXPECT_FALSE(unassigned.may_be_assigned);
  EXPECT_TRUE(unassigned.may_be_unassigned);
}

TEST(Genes, UnknownPhenotypeIsAnError) {
  const Table t = pair_gene();
  Result<GeneResult> r = from_phenotype(t.gene, t.phenotypes, "Extensive Metabolizer");
  ASSERT_FALSE(r.ok());
  EXPECT_EQ(r.error(),
            "`Extensive Metabolizer` is not a phenotype of GENEP; it has `poor`, `intermediate`, "
            "`normal`, `rapid`, `indeterminate`");
}

TEST(Genes, NamesWithSlashesAndCommasAreTheLongestKnown) {
  Table t = pair_gene();
  t.gene.alleles = {{"B (reference)", 0, {}},
                    {"Telti/Kobe", 1, {}},
                    {"Telti", 2, {}},
                    {"Mediterranean, Dallas, Panama", 1, {}}};
  EXPECT_EQ(t.of({"B (reference)/Telti/Kobe"}).value().diplotypes.front(),
            "B (reference)/Telti/Kobe");
  EXPECT_EQ(t.of({"Telti/Kobe/Telti/Kobe"}).value().phenotypes, t.bit("poor"));
  EXPECT_EQ(t.of({"Telti/Telti/Kobe"}).value().phenotypes, t.bit("intermediate"));
  EXPECT_EQ(t.of({"Mediterranean, Dallas, Panama/B (reference)"}).value().diplotypes.front(),
            "B (reference)/Mediterranean, Dallas, Panama");
}

TEST(Genes, CanonicalDiplotype) {
  const Table t = score_gene();
  EXPECT_EQ(canonical_diplotype(t.gene, "*4/*1x4").value(), "*1x≥3/*4");
  EXPECT_EQ(canonical_diplotype(t.gene, "*2x2/*1").value(), "*1/*2x2");
  EXPECT_FALSE(canonical_diplotype(t.gene, "Poor").ok());
}

}  // namespace
}  // namespace precis::runtime
