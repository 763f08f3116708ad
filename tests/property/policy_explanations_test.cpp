// Explanations of the shipped policies, over generated members of whom some facts are not known:
// the documents are as their schema says, the codes agree with each other, and what is asked for is
// enough. README.md beside this file.

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <memory>
#include <nlohmann/json.hpp>
#include <sstream>

#include "compiler/driver/compile.h"
#include "compiler/driver/evaluator.h"
#include "compiler/explain/explain.h"
#include "compiler/explain/render.h"
#include "compiler/inquire/inquire.h"
#include "compiler/interp/interp.h"
#include "compiler/sample/sample.h"
#include "compiler/support/random.h"
#include "runtime/ingest/ingest.h"
#include "tests/support/json_schema.h"

namespace precis::property {

using explain::CoverageInformation;
using explain::Explanation;
using runtime::AnswerKind;
using support::Random;

static constexpr int MembersEach = 72;

namespace {

// What is broken of crd-ci-q1 to q9 of Da Vinci CRD (and that conditional asks for something), as
// the names of the invariants.
std::string broken_invariants(const CoverageInformation& it) {
  std::string broken;
  const auto holds = [&](bool is_held, const char* name) {
    if (!is_held) broken += std::string(name) + " ";
  };
  const auto has = [](const std::vector<std::string>& all, const char* one) {
    return std::ranges::find(all, one) != all.end();
  };
  const auto is_any = [&](const char* value) {
    return it.covered == value || it.pa_needed == value || has(it.doc_needed, value);
  };
  holds(it.questionnaire.empty() || (!it.doc_needed.empty() && !has(it.doc_needed, "no-doc")),
        "q1");
  holds(it.covered != "not-covered" || it.pa_needed.empty(), "q2");
  holds(it.info_needed.empty() || is_any("conditional"), "q3");
  holds(it.covered != "conditional" || !it.info_needed.empty(), "q3, the other way");
  holds((it.pa_needed == "satisfied") == !it.satisfied_pa_id.empty(), "q5");
  holds(!has(it.info_needed, "OTH") || !it.reason.empty(), "q6");
  holds(std::ranges::none_of(it.reason, [](const std::string& text) { return text.empty(); }),
        "q7");
  holds(!is_any("indeterminate") || !it.reason.empty(), "q9");
  return broken;
}

// The shipped policies, with what a record gives.
class Policies {
 public:
  Policies() {
    CHECK(driver::load(sources_, {"policies"}).ok(), "tests run at the repository root");
    diagnostics::Sink sink;
    program_ = driver::compile(sources_, sink);
    CHECK(program_ != nullptr, "the policies have errors");
    symbols_ = std::make_unique<runtime::Symbols>(program_->catalogue);
  }

  const ir::Program& program() const { return *program_; }
  runtime::Symbols& symbols() const { return *symbols_; }
  std::uint32_t schema_of(ir::DecisionId id) const {
    return program_->policies[program_->decisions[id].policy].schema;
  }

  runtime::Record read(std::uint32_t schema, const sample::Sample& made) const {
    auto record =
        runtime::ingest::read_one(sample::to_json(*program_, schema, made),
                                  program_->schemas[schema], program_->catalogue, *symbols_);
    CHECK(record.ok(), "a sample is a record");
    return std::move(record).value();
  }

  // The member without some of the facts that may be missing.
  sample::Sample partial(std::uint32_t schema, const sample::Sample& made, Random& random) const {
    sample::Sample less = made;
    const runtime::Schema& it = program_->schemas[schema];
    for (std::size_t leaf = 0; leaf < it.leaves.size(); ++leaf) {
      if (it.leaves[leaf].optional && !it.leaves[leaf].list && random.chance(40)) {
        less.facts[leaf].reset();
      }
    }
    for (auto& diplotype : less.diplotypes) {
      if (random.chance(40)) diplotype.reset();
    }
    return less;
  }

 private:
  source::Map sources_;
  std::unique_ptr<const ir::Program> program_;
  std::unique_ptr<runtime::Symbols> symbols_;
};

// One decision with generated members.
class Subject {
 public:
  Subject(const Policies& policies, ir::DecisionId decision)
      : policies_(policies),
        decision_(decision),
        layout_(policies.program(), decision),
        generator_(policies.program(), policies.schema_of(decision),
                   ir::reachable(policies.program(), decision), decision.index() + 1),
        random_(decision.index() + 1) {}

  // A member, and the same with less known.
  struct Member {
    sample::Sample whole;
    sample::Sample less;
  };
  Member make() {
    sample::Sample whole = generator_.make();
    sample::Sample less = policies_.partial(policies_.schema_of(decision_), whole, random_);
    return {std::move(whole), std::move(less)};
  }

  runtime::Record record(const sample::Sample& made) const {
    return policies_.read(policies_.schema_of(decision_), made);
  }
  Explanation explained(const sample::Sample& made) const { return explained(record(made)); }
  Explanation explained(const runtime::Record& record) const {
    const interp::Evaluation it =
        interp::decide(policies_.program(), decision_, layout_, record, policies_.symbols());
    return explain::decision(policies_.program(), decision_, layout_, it.answer, it.trace, record,
                             policies_.symbols(), {});
  }
  std::string written(const runtime::Record& record) const {
    return runtime::ingest::to_own_shape(record, schema(), policies_.program().catalogue,
                                         policies_.symbols());
  }
  // The record read again from what was written of it.
  runtime::Record again(const runtime::Record& record) const {
    auto read = runtime::ingest::read_one(written(record), schema(), policies_.program().catalogue,
                                          policies_.symbols());
    CHECK(read.ok(), "a record that was written cannot be read: " + read.error());
    return std::move(read).value();
  }
  bool reads_the_file() const {
    const ir::Program& program = policies_.program();
    return std::ranges::any_of(ir::reachable(program, decision_), [&](ir::NodeId id) {
      const ir::Op op = program.graph[id].op;
      return op == ir::Op::Known || op == ir::Op::Otherwise || op == ir::Op::OnFile;
    });
  }
  inquire::Session session(const sample::Sample& made) const {
    return inquire::Session(policies_.program(), decision_, policies_.symbols(), record(made));
  }
  const runtime::Schema& schema() const {
    return policies_.program().schemas[policies_.schema_of(decision_)];
  }

 private:
  const Policies& policies_;
  ir::DecisionId decision_;
  ir::TraceLayout layout_;
  sample::Generator generator_;
  Random random_;
};

}  // namespace

class PolicyExplanations : public ::testing::Test {
 protected:
  // The policies are compiled once for all tests.
  static const Policies& policies() {
    static const Policies it;
    return it;
  }
  template <class Use>
  static void for_each_decision(const Use& use) {
    for (std::uint32_t i = 0; i < policies().program().decisions.size(); ++i) {
      const ir::DecisionId decision(i);
      Subject subject(policies(), decision);
      use(subject, policies().program().decisions[decision]);
    }
  }
};

TEST_F(PolicyExplanations, AreDocumentsOfTheirSchema) {
  const precis::testing::JsonSchema schema("docs/explanation.schema.json");
  int documents = 0;
  for_each_decision([&](Subject& subject, const ir::Decision& decision) {
    for (int i = 0; i < MembersEach / 3; ++i) {
      const std::string text = explain::render_json(subject.explained(subject.make().less));
      ASSERT_EQ(schema.wrong(text), "") << decision.name << "\n" << text.substr(0, 2000);
      ++documents;
    }
  });
  fmt::print("note: explanations of shipped policies: {} documents are as the schema says\n",
             documents);
}

TEST_F(PolicyExplanations, CarryCodesThatAgreeWithEachOther) {
  std::map<std::string, int> covered;
  int rejects = 0, reviews = 0;
  for_each_decision([&](Subject& subject, const ir::Decision& decision) {
    for (int i = 0; i < MembersEach; ++i) {
      const Explanation it = subject.explained(subject.make().less);
      reviews += static_cast<int>(it.codes.dur.size());
      rejects += !it.codes.ncpdp.empty();
      const bool is_rejected = it.outcome && it.outcome->standing == ir::Standing::Adverse;
      EXPECT_TRUE(!is_rejected || !it.codes.ncpdp.empty()) << decision.name << ": " << it.headline;
      if (!it.codes.coverage) continue;
      ASSERT_EQ(broken_invariants(*it.codes.coverage), "") << decision.name << ": " << it.headline;
      ++covered[it.codes.coverage->covered];
    }
  });
  fmt::print(
      "note: codes of shipped policies: covered {}, not covered {}, conditional {}, indeterminate "
      "{}; {} with NCPDP rejects, {} drug utilization reviews\n",
      covered["covered"], covered["not-covered"], covered["conditional"], covered["indeterminate"],
      rejects, reviews);
  for (const char* value : {"covered", "not-covered", "conditional", "indeterminate"}) {
    EXPECT_GT(covered[value], 5) << value;
  }
  EXPECT_GT(rejects, 20);
  EXPECT_GT(reviews, 0);
}

TEST_F(PolicyExplanations, AskForEnoughAndForLittle) {
  int asked = 0, facts = 0, mattered = 0, settled = 0;
  for_each_decision([&](Subject& subject, const ir::Decision& decision) {
    for (int i = 0; i < MembersEach; ++i) {
      auto [whole, less] = subject.make();
      const Explanation it = subject.explained(less);
      if (it.answer != AnswerKind::NeedsInformation) continue;
      const AnswerKind known = subject.explained(whole).answer;
      if (known == AnswerKind::NeedsInformation) continue;  // no record can tell
      ++asked;
      for (const explain::MissingFact& fact : it.missing) {
        ++facts;
        mattered += fact.matters > 0;
        for (std::size_t leaf = 0; leaf < whole.facts.size(); ++leaf) {
          if (subject.schema().leaves[leaf].path == fact.path) less.facts[leaf] = whole.facts[leaf];
        }
        for (std::size_t gene = 0; gene < whole.diplotypes.size(); ++gene) {
          if (subject.schema().genes[gene].path == fact.path) {
            less.diplotypes[gene] = whole.diplotypes[gene];
          }
        }
        if (&fact == &it.missing.front()) {
          settled += subject.explained(less).answer != AnswerKind::NeedsInformation;
        }
      }
      ASSERT_NE(subject.explained(less).answer, AnswerKind::NeedsInformation) << decision.name;
    }
  });
  fmt::print(
      "note: shipped policies asked {} times, for {} facts; {} of them were seen to matter; the "
      "first alone settled {} times\n",
      asked, facts, mattered, settled);
  EXPECT_GT(asked, 100);
  EXPECT_GT(mattered * 10, facts * 8);
}

// But for the genotypes behind the statuses of alleles: the statuses are what is read.
static bool same_cells(const runtime::Schema& schema, const runtime::Record& a,
                       const runtime::Record& b) {
  const auto is_same = [](const runtime::Fact& x, const runtime::Fact& y) {
    return x.cell == y.cell;
  };
  if (!std::ranges::equal(a.facts, b.facts, is_same)) return false;
  for (std::size_t list = 0; list < a.lists.size(); ++list) {
    const bool is_behind_status = std::ranges::any_of(schema.genes, [&](const auto& slot) {
      return slot.candidates == list && slot.allele.has_value();
    });
    const bool is_same_list =
        std::ranges::equal(a.lists[list], b.lists[list], [&](const auto& x, const auto& y) {
          return std::ranges::equal(x.facts, y.facts, is_same);
        });
    if (!is_behind_status && !is_same_list) return false;
  }
  return true;
}

TEST_F(PolicyExplanations, ARecordThatIsWrittenAndReadAgainIsTheSame) {
  for_each_decision([&](Subject& subject, const ir::Decision& decision) {
    for (int i = 0; i < MembersEach / 3; ++i) {
      const runtime::Record record = subject.record(subject.make().less);
      ASSERT_TRUE(same_cells(subject.schema(), record, subject.again(record)))
          << decision.name << "\n"
          << subject.written(record);
    }
  });
}

// What a document says at a dotted path, as JSON; empty when it says nothing.
static std::string at_path(const nlohmann::json& document, const std::string& path) {
  const nlohmann::json* here = &document;
  std::istringstream names(path);
  for (std::string name; std::getline(names, name, '.');) {
    if (!here->is_object() || !here->contains(name)) return {};
    here = &(*here)[name];
  }
  return here->dump();
}

// Somebody who knows the member answers one question after another. Decisions that read the file
// itself (`is known`) are left out: what is not on file is an answer to them.
TEST_F(PolicyExplanations, QuestionsEndWhereTheWholeRecordDoes) {
  int sessions = 0;
  std::size_t asked = 0, spared = 0;
  for_each_decision([&](Subject& subject, const ir::Decision& decision) {
    if (subject.reads_the_file()) return;
    for (int i = 0; i < MembersEach / 2; ++i) {
      const auto [whole, less] = subject.make();
      const Explanation wanted = subject.explained(whole);
      const auto document = nlohmann::json::parse(subject.written(subject.record(whole)));
      inquire::Session session = subject.session(less);
      bool is_left = false;
      int questions = 0;
      while (const auto question = session.next()) {
        ASSERT_LT(++questions, 200) << decision.name << ": " << question->path;
        const std::string answer =
            question->list ? std::string() : at_path(document, question->path);
        if (answer.empty()) {
          session.leave(*question);
          is_left = true;
          continue;
        }
        const auto problem = session.answer(*question, answer);
        ASSERT_FALSE(problem) << question->path << " " << answer << ": " << *problem;
      }
      if (is_left || wanted.answer == AnswerKind::NeedsInformation) continue;
      EXPECT_EQ(session.explanation().headline, wanted.headline) << decision.name;
      ++sessions;
      asked += session.asked();
      spared += session.never_needed();
    }
  });
  fmt::print("note: {} interviews about shipped policies: {} questions asked, {} never needed\n",
             sessions, asked, spared);
  EXPECT_GT(sessions, 100);
  EXPECT_GT(spared, asked);
}

}  // namespace precis::property
