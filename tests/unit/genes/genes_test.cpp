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

TEST(Genes, AnUnknownAlleleOfAGeneWithFunctionsIsNoResult) {
  const Table t = pair_gene();
  for (const char* text : {"*99/*2", "*2/Unknown", "*1x2/*2"}) {
    Result<GeneResult> r = t.of({text});
    ASSERT_TRUE(r.ok()) << text;
    EXPECT_FALSE(r->tested);
    EXPECT_TRUE(r->has_unknown_allele);
    EXPECT_EQ(r->phenotypes, t.phenotypes.all_members());
  }
  EXPECT_EQ(t.of({"*99/*2"}).value().diplotypes, std::vector<std::string>{"*2/*99"});
}

TEST(Genes, OneCandidateWithAnUnknownAlleleMayBeAnything) {
  const Table t = pair_gene();
  const GeneResult r = t.of({"*1/*2", "*99/*2"}).value();
  EXPECT_TRUE(r.tested);
  EXPECT_TRUE(r.has_unknown_allele);
  EXPECT_EQ(r.phenotypes, 0b11111);
}

TEST(Genes, AnUnknownAlleleOfAGeneWithValuesIsAnAnswer) {
  const Table t = score_gene();
  const GeneResult r = t.of({"*1/*999"}).value();
  EXPECT_TRUE(r.tested);
  EXPECT_FALSE(r.has_unknown_allele);
  EXPECT_FALSE(r.may_be_assigned);
  EXPECT_EQ(r.phenotypes, t.bit("indeterminate"));
  EXPECT_FALSE(t.of({"Unknown/Unknown"}).value().tested);
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

TEST(Genes, PhenotypeOnlyGivesTheScoresThatAllelesAddUpTo) {
  const Table t = score_gene();
  const GeneResult r = from_phenotype(t.gene, t.phenotypes, "Intermediate Metabolizer").value();
  EXPECT_TRUE(r.tested);
  EXPECT_TRUE(r.diplotypes.empty());
  EXPECT_EQ(r.phenotypes, t.bit("intermediate"));
  expect_score(r, 250, 1000);
  expect_score(from_phenotype(t.gene, t.phenotypes, "ultrarapid").value(), 2500, 8000);
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

TEST(Genes, OneAlleleAlone) {
  Table t = pair_gene();
  t.gene.alleles = {{"B", 0, {}}, {"Telti/Kobe", 1, {}}, {"m.1A>G", 2, {}, {"1A>G"}}};
  t.gene.alone = {{0, 2}, {1, 0}, {2, 3}, {3, 4}};
  EXPECT_EQ(t.of({"Telti/Kobe"}).value().phenotypes, t.bit("poor"));
  EXPECT_EQ(t.of({"Telti/Kobe"}).value().diplotypes.front(), "Telti/Kobe");
  EXPECT_EQ(t.of({"Telti/Kobe/B"}).value().phenotypes, t.bit("intermediate"));
  EXPECT_EQ(t.of({"1A>G"}).value().diplotypes.front(), "m.1A>G");
  EXPECT_FALSE(t.of({"m.2C>T"}).value().tested);
  t.gene.pairs.clear();
  EXPECT_EQ(t.of({"B"}).value().phenotypes, t.bit("normal"));
  EXPECT_FALSE(t.of({"B/B"}).value().tested);
}

// Variants with the values 1, 0.5, 0 and none assigned; the first is the reference.
Table variant_gene() {
  Table t = score_gene();
  t.gene.method = GeneMethod::LowestTwoValues;
  t.gene.alleles = {{"Reference", 0, 1000},
                    {"c.1A>T", 0, 500},
                    {"c.2+1G>A", 0, 0},
                    {"c.3C>T", 0, std::nullopt},
                    {"c.4G>A", 0, 1000}};
  t.gene.reference = 0;
  t.gene.copies.clear();
  t.gene.cut_points = {{0, false, 0}, {1000, false, 1}, {2000, false, 2}};
  return t;
}

TEST(Genes, LowestTwoOfUnphasedVariants) {
  const Table t = variant_gene();
  const auto of = [&](std::vector<std::string> variants) {
    return from_variants(t.gene, t.phenotypes, variants).value();
  };
  expect_score(of({}), 2000, 2000);
  EXPECT_EQ(of({}).diplotypes, std::vector<std::string>{"Reference/Reference"});
  expect_score(of({"c.1A>T"}), 1500, 1500);
  expect_score(of({"c.1A>T", "c.2+1G>A"}), 500, 500);
  EXPECT_EQ(of({"c.2+1G>A", "c.1A>T"}).diplotypes, std::vector<std::string>{"c.1A>T/c.2+1G>A"});
  const GeneResult three = of({"c.1A>T", "c.2+1G>A", "c.4G>A"});
  expect_score(three, 500, 500);
  EXPECT_EQ(three.diplotypes.size(), 2u);
  expect_score(of({"c.2+1G>A", "c.2+1G>A", "c.3C>T"}), 0, 0);
  EXPECT_FALSE(of({"c.1A>T", "c.3C>T"}).may_be_assigned);
  EXPECT_FALSE(of({"c.1A>T", "c.99C>T"}).may_be_assigned);
}

TEST(Genes, LowestOfEachStrandWhenPhased) {
  const Table t = variant_gene();
  for (const char* text : {"[c.1A>T + c.2+1G>A]/Reference", "Reference/[c.2+1G>A + c.1A>T]",
                           "Reference/c.1A>T+c.2+1G>A"}) {
    const GeneResult r = t.of({text}).value();
    expect_score(r, 1000, 1000);
    EXPECT_EQ(r.diplotypes.front(), "Reference/[c.1A>T + c.2+1G>A]") << text;
  }
}

TEST(Genes, AnyVariantDecides) {
  Table t = pair_gene();
  t.gene.method = GeneMethod::AnyVariant;
  t.gene.pairs.clear();
  t.gene.alleles = {{"Reference", 0, {}}, {"c.1A>T", 1, {}}, {"c.2G>A", 3, {}}};
  t.gene.reference = 0;
  t.gene.variants = {{1, 0}};
  t.gene.otherwise_phenotype = 4;
  EXPECT_EQ(t.of({"Reference/[c.1A>T + c.2G>A]"}).value().phenotypes, t.bit("poor"));
  EXPECT_EQ(t.of({"Reference/c.2G>A"}).value().phenotypes, t.bit("indeterminate"));
  EXPECT_EQ(from_variants(t.gene, t.phenotypes, {"c.9A>T", "c.1A>T"}).value().phenotypes,
            t.bit("poor"));
  EXPECT_FALSE(from_variants(t.gene, t.phenotypes, {"c.9A>T"}).value().tested);
}

TEST(Genes, ScoresAlone) {
  const Table t = score_gene();
  const GeneResult r = from_score(t.gene, t.phenotypes, 1000, 1500).value();
  expect_score(r, 1000, 1500);
  EXPECT_EQ(r.phenotypes, t.bit("intermediate") | t.bit("normal"));
  EXPECT_EQ(from_unassigned_score(t.gene, t.phenotypes).value().phenotypes, t.bit("indeterminate"));
  const Table pair = pair_gene();
  EXPECT_EQ(from_score(pair.gene, pair.phenotypes, 0, 0).error(), "GENEP has no activity score");
}

TEST(Genes, StatusesAreIndependent) {
  Table t;
  t.phenotypes = phenotypes_named("H.Status", {{"positive", "", ""}, {"negative", "", ""}});
  t.gene.name = "HLA_Z";
  t.gene.method = GeneMethod::AlleleStatus;
  t.gene.alleles = {{"*15:02", 0, {}}, {"*57:01", 0, {}}};
  const auto of = [&](std::vector<std::string> texts) {
    const auto results = statuses(t.gene, t.phenotypes, texts).value();
    return std::pair(results[0].tested ? results[0].phenotypes : 0,
                     results[1].tested ? results[1].phenotypes : 0);
  };
  EXPECT_EQ(of({}), std::pair(0l, 0l));
  EXPECT_EQ(of({"*15:02/*07:02"}), std::pair(1l, 2l));
  EXPECT_EQ(of({"HLA-Z*15:02:01G+HLA-Z*07:02/HLA-Z*57:01"}), std::pair(1l, 3l));
  EXPECT_EQ(of({"*15/*07"}), std::pair(3l, 2l));
  EXPECT_EQ(of({"*15:02:01N/*07:02"}), std::pair(2l, 2l));
  EXPECT_EQ(of({"*15:02 negative"}), std::pair(2l, 0l));
  EXPECT_EQ(of({"*57:01"}), std::pair(0l, 1l));
  EXPECT_EQ(of({"*15:02/*07:02", "*15:01/*07:02"}), std::pair(3l, 2l));
  EXPECT_FALSE(statuses(t.gene, t.phenotypes, {"positive"}).ok());
  EXPECT_FALSE(statuses(t.gene, t.phenotypes, {"*15:02/*07:02/*08:01"}).ok());
}

TEST(Genes, CanonicalDiplotype) {
  const Table t = score_gene();
  EXPECT_EQ(canonical_diplotype(t.gene, "*4/*1x4").value(), "*1x≥3/*4");
  EXPECT_EQ(canonical_diplotype(t.gene, "*2x2/*1").value(), "*1/*2x2");
  EXPECT_FALSE(canonical_diplotype(t.gene, "Poor").ok());
}

}  // namespace
}  // namespace precis::runtime
