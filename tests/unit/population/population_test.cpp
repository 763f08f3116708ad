// The policies that synthetic patients have stories for, over whole populations, as `precis run`
// decides them: every rule of a policy's last phase, or of a policy without phases, fires, and
// every policy both decides and needs information, often enough to say so. Earlier phases and the
// other shipped policies have their tests and their coverage beside them.

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <optional>
#include <vector>

#include "compiler/driver/compile.h"
#include "compiler/driver/evaluator.h"
#include "runtime/batch.h"
#include "runtime/ingest/ingest.h"
#include "tools/synth/synth.h"

namespace precis {
namespace {

using runtime::AnswerKind;

// Decides bundles one after another and counts the answers by rule.
class Population {
 public:
  Population() {
    const auto loaded = driver::load(
        sources_, {"policies/cardiology/clopidogrel.precis", "policies/diabetes/glp1.precis",
                   "policies/neurology/siponimod.precis", "policies/products.precis"});
    EXPECT_TRUE(loaded.ok());
    diagnostics::Sink sink;
    program_ = driver::compile(sources_, sink);
    EXPECT_NE(program_, nullptr);
    auto evaluator = driver::Evaluator::create(*program_);
    EXPECT_TRUE(evaluator.ok());
    evaluator_ = std::make_unique<driver::Evaluator>(std::move(evaluator).value());
    for (const ir::Decision& decision : program_->decisions) {
      fired_.emplace_back(ir::rung_count(decision), 0);
    }
    needs_.resize(program_->decisions.size(), 0);
  }

  void decide(std::string_view bundle) {
    runtime::Symbols symbols(program_->catalogue);
    auto reader = runtime::ingest::Reader::over(std::string(bundle), "bundle", program_->schemas[0],
                                                program_->catalogue, symbols);
    ASSERT_TRUE(reader.ok());
    while (auto outcome = reader->next()) {
      rejected_ += outcome->rejections.size();
      for (const runtime::Record& record : outcome->records) decide(record, symbols);
    }
  }

  void expect_everything_happens(std::size_t at_least) const {
    for (std::uint32_t d = 0; d < fired_.size(); ++d) {
      const ir::Decision& decision = program_->decisions[ir::DecisionId(d)];
      const std::string& policy = program_->policies[decision.policy].name;
      std::size_t decided = 0;
      for (std::size_t rule = 0; rule < fired_[d].size(); ++rule) {
        decided += fired_[d][rule];
        if (!is_of_last_phase(decision, rule) || asks_for_product(decision, rule)) continue;
        EXPECT_GT(fired_[d][rule], 0u)
            << policy << ": "
            << (rule < decision.rules.size() ? decision.rules[rule].name : "otherwise");
      }
      EXPECT_GE(decided, at_least) << policy;
      EXPECT_GE(needs_[d], at_least) << policy;
      fmt::print(
          "note: {}: every rule of the last phase that can fire did; decided {}, needs information "
          "{}\n",
          policy, decided, needs_[d]);
    }
  }
  std::size_t rejected() const { return rejected_; }

 private:
  // Rules of policies without phases are all of the last; so is what follows the last rule.
  bool is_of_last_phase(const ir::Decision& decision, std::size_t rule) const {
    if (rule >= decision.rules.size()) return true;
    const std::optional<std::uint32_t> phase = decision.rules[rule].phase;
    return !phase || *phase + 1 == program_->policies[decision.policy].phases.size();
  }
  // Generated requests name no product, so no dose is compared.
  static bool asks_for_product(const ir::Decision& decision, std::size_t rule) {
    return rule < decision.rules.size() && decision.rules[rule].name == "high_dose";
  }
  void decide(const runtime::Record& record, const runtime::Symbols& symbols) {
    runtime::Batch batch(program_->schemas[0], program_->catalogue.enumerations);
    batch.append(record);
    const runtime::BatchView view = batch.view(symbols);
    for (std::uint32_t d = 0; d < fired_.size(); ++d) {
      const runtime::Answer answer = evaluator_->decide(ir::DecisionId(d), view, workspaces_)[0];
      if (answer.kind == AnswerKind::Decided && answer.rule != runtime::NoRule) {
        ++fired_[d][answer.rule];
      }
      if (answer.kind == AnswerKind::NeedsInformation) ++needs_[d];
      EXPECT_NE(answer.kind, AnswerKind::Fault);
    }
  }

  source::Map sources_;
  std::unique_ptr<const ir::Program> program_;
  std::unique_ptr<driver::Evaluator> evaluator_;
  jit::Workspaces workspaces_;
  std::vector<std::vector<std::size_t>> fired_;  // by decision and rule
  std::vector<std::size_t> needs_;
  std::size_t rejected_ = 0;
};

TEST(Population, EveryRuleFiresOnGeneratedPatients) {
  Population population;
  for (std::size_t i = 0; i < 600; ++i) population.decide(synth::patient_bundle(7, i));
  population.expect_everything_happens(20);
}

TEST(Population, EveryRuleFiresOnThePublicPatientsWithSyntheticFills) {
  const char* set = std::getenv("PRECIS_DATA");
  const std::string path =
      std::string(set ? set : "../shared/data") + "/fhir/synthea-r4/bundles.ndjson.xz";
  if (!std::filesystem::exists(path)) GTEST_SKIP() << "no data at " << path;
  Population population;
  const auto counts =
      synth::overlay_file(path, {7, true}, [&](std::string_view line) { population.decide(line); });
  ASSERT_TRUE(counts.ok()) << counts.error();
  EXPECT_EQ(counts->patients, 615u);
  population.expect_everything_happens(20);
  // The two bundles without a Patient, and nothing else.
  EXPECT_EQ(population.rejected(), 2u);
}

}  // namespace
}  // namespace precis
