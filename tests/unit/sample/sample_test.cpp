// Made-up records can be read, are the same for a seed, and lie where the program asks.

#include "compiler/sample/sample.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

#include "compiler/driver/compile.h"
#include "compiler/ir/trace_layout.h"
#include "compiler/support/check.h"
#include "runtime/ingest/ingest.h"

namespace precis::sample {
namespace {

using ::testing::AllOf;
using ::testing::Contains;
using ::testing::HasSubstr;

const char* const Text = R"(module a
use precis.codes { RxNorm, ICD10CM }
use precis.member { Member, CoverageRequest }
use precis.benefit { Coverage }
valueset Some of ICD10CM version "1" { "I21.*" "Acute myocardial infarction" }
policy p "P" (member : Member, request : CoverageRequest) at request.date {
  version "1" effective 2026-01-01 to 2026-12-31
  governs request.drug is RxNorm "309362"
  source plan = plan "Limits"
  decision coverage : Coverage by first match {
    rule first "First" {
      when (any d in member.diagnoses where d.code in Some and d.onset within 30 days before request.date)
           and member.weight > 70 kg and age(member.birth_date) >= 18 years
      then refer to pharmacist, reason contraindicated, alternatives {}
      cite plan
    }
    rule second "Second" {
      when request.quantity / request.days_supply > 2 each/day
        or days_covered(fill in member.fills, within 90 days before request.date) >= 60 days
      then refer to pharmacist, reason interaction, alternatives {}
      cite plan
    }
    otherwise approve tier 1, for 12 months
  }
}
)";

class Samples : public ::testing::Test {
 protected:
  Samples() {
    sources_.add("a.precis", Text);
    diagnostics::Sink sink;
    program_ = driver::compile(sources_, sink);
    CHECK(program_ != nullptr, "the program has errors");
  }

  std::vector<ir::NodeId> aims() const { return ir::reachable(*program_, ir::DecisionId(0)); }

  // As JSON, `count` of them.
  std::vector<std::string> made(std::uint64_t seed, int count) const {
    Generator generator(*program_, 0, aims(), seed);
    std::vector<std::string> texts;
    for (int i = 0; i < count; ++i) texts.push_back(to_json(*program_, 0, generator.make()));
    return texts;
  }

  // The values of a leaf, in stored form, in 300 records.
  std::set<std::int64_t> values_of(const std::string& path) const {
    Generator generator(*program_, 0, aims(), 1);
    std::set<std::int64_t> values;
    const auto& leaves = program_->schemas[0].leaves;
    for (int i = 0; i < 300; ++i) {
      const Sample sample = generator.make();
      for (std::size_t leaf = 0; leaf < leaves.size(); ++leaf) {
        if (leaves[leaf].path != path || !sample.facts[leaf]) continue;
        values.insert(std::get<std::int64_t>(*sample.facts[leaf]));
      }
    }
    return values;
  }

  source::Map sources_;
  std::unique_ptr<const ir::Program> program_;
};

TEST_F(Samples, AreTheSameForASeed) {
  EXPECT_EQ(made(7, 20), made(7, 20));
  EXPECT_NE(made(7, 20), made(8, 20));
}

TEST_F(Samples, CanBeRead) {
  for (const std::string& text : made(1, 200)) {
    runtime::Symbols symbols(program_->catalogue);
    const auto record =
        runtime::ingest::read_one(text, program_->schemas[0], program_->catalogue, symbols);
    EXPECT_TRUE(record.ok()) << record.error() << "\n" << text;
  }
}

TEST_F(Samples, LieOnBothSidesOfAThreshold) {
  EXPECT_THAT(values_of("member.weight"), AllOf(Contains(699), Contains(700), Contains(701)));
}

TEST_F(Samples, HaveCodesOfTheValueSetsAndItemsInTheWindow) {
  const std::vector<std::string> texts = made(1, 200);
  EXPECT_THAT(texts, Contains(HasSubstr("I21.0")));
  EXPECT_THAT(texts, Contains(HasSubstr("309362")));
  EXPECT_THAT(texts, Contains(HasSubstr("\"fills\": [")));
}

TEST_F(Samples, NearOnesDifferInAFewFacts) {
  Generator generator(*program_, 0, aims(), 1);
  const Sample first = generator.make();
  for (int i = 0; i < 50; ++i) {
    const Sample near = generator.near(first);
    int differences = 0;
    for (std::size_t leaf = 0; leaf < first.facts.size(); ++leaf) {
      const bool had = first.facts[leaf].has_value();
      EXPECT_EQ(near.facts[leaf].has_value(), had);
      const auto* a = had ? std::get_if<std::int64_t>(&*first.facts[leaf]) : nullptr;
      const auto* b = had ? std::get_if<std::int64_t>(&*near.facts[leaf]) : nullptr;
      differences += a != nullptr && b != nullptr && *a != *b ? 1 : 0;
    }
    EXPECT_LE(differences, 3);
  }
}

TEST_F(Samples, AreWrittenAsGivenLinesOfATest) {
  Generator generator(*program_, 0, aims(), 1);
  const std::string text = to_givens(*program_, 0, generator.make());
  EXPECT_THAT(text, AllOf(HasSubstr("  given member { "), HasSubstr("  given request { "),
                          HasSubstr(" kg"), HasSubstr("genome: { "), HasSubstr("CYP2C19: \"")));
}

}  // namespace
}  // namespace precis::sample
