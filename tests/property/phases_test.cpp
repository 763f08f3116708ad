// A policy in two phases decides as two policies without phases would, one of which is asked: on
// generated policies and partly known records. README.md beside this file.

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <memory>
#include <optional>

#include "compiler/driver/compile.h"
#include "compiler/interp/interp.h"
#include "compiler/sample/sample.h"
#include "compiler/support/random.h"
#include "runtime/ingest/ingest.h"

namespace precis::property {

using runtime::AnswerKind;
using support::Random;

static constexpr int Programs = 300;
static constexpr int RecordsEach = 40;

namespace {

constexpr const char* Head = R"(module generated.phases
schema Person { id : Text   a : Bool ?   b : Bool ?   c : Bool ?   n : integer 0 to 9 ? }
request Order { date : Date   m : integer 0 to 9 ? }
outcome Answer { yes (tier : integer 1 to 3) favorable   ask review   call review }
)";

// The policies `early` and `rest`, and `both`, of which these are the phases.
class Writer {
 public:
  explicit Writer(std::uint64_t seed) : random_(seed) {}

  std::string write() {
    const std::string combination = random_.chance(50) ? "first match" : "most severe";
    const std::string early = decision(combination);
    const std::string rest = decision(combination);
    return Head + policy("early", early) + policy("rest", rest) +
           policy("both", "  phase early \"E\" {\n  when " + condition() + "\n" + early +
                              "  }\n  phase rest \"R\" {\n" + rest + "  }\n");
  }

 private:
  std::string condition() {
    const std::vector<std::string> atoms{"person.a", "person.b", "person.c",
                                         fmt::format("person.n > {}", random_.between(0, 8)),
                                         fmt::format("order.m <= {}", random_.between(0, 8))};
    const auto atom = [&] { return (random_.chance(30) ? "not " : "") + random_.pick(atoms); };
    const std::string word = random_.chance(50) ? " and " : " or ";
    return random_.chance(50) ? atom() : atom() + word + atom();
  }
  std::string outcome() {
    if (random_.chance(50)) return fmt::format("yes tier {}", random_.between(1, 2));
    return random_.chance(50) ? "ask" : "call";
  }
  std::string decision(const std::string& combination) {
    std::string text = "  decision answer : Answer by " + combination + " {\n";
    const std::int64_t rules = random_.between(1, 3);
    for (std::int64_t r = 0; r < rules; ++r) {
      text += fmt::format("    rule r{} \"R\" {{ when {} then {}", r, condition(), outcome());
      if (random_.chance(30)) text += " unless x \"X\" { " + condition() + " }";
      text += " }\n";
    }
    return text + "    otherwise " + outcome() + "\n  }\n";
  }
  static std::string policy(const std::string& name, const std::string& body) {
    return fmt::format(
        "policy {} \"P\" (person : Person, order : Order) at order.date {{\n  version \"1\"\n"
        "  effective 1900-01-01 to 2199-12-31\n{}}}\n",
        name, body);
  }

  Random random_;
};

// An answer without the rule that gave it.
using Given = std::optional<std::pair<std::uint32_t, std::optional<runtime::Cell>>>;

Given decide(const ir::Program& program, ir::DecisionId id, const runtime::Record& record,
             const runtime::Symbols& symbols) {
  const ir::TraceLayout layout(program, id);
  const interp::Evaluation it = interp::decide(program, id, layout, record, symbols);
  if (it.answer.kind != AnswerKind::Decided) return std::nullopt;
  const ir::OutcomeValue& value = ir::outcome_of(program.decisions[id], it.answer.rule);
  if (value.payload.empty()) return std::pair(value.alternative, std::nullopt);
  const ir::NodeId tier = program.occurrences[*value.payload.front()].node;
  return std::pair(value.alternative, std::optional(it.trace[layout.place(tier)->slot]));
}

}  // namespace

TEST(Phases, DecideAsThePolicyOfThePhaseWould) {
  int accepted = 0, settled = 0, agreed = 0, asked = 0;
  for (int p = 0; p < Programs; ++p) {
    source::Map sources;
    const std::string text = Writer(static_cast<std::uint64_t>(p) + 1).write();
    sources.add("generated.precis", text);
    diagnostics::Sink sink;
    const auto program = driver::compile(sources, sink);
    // A rule that is never reached is an error.
    if (!program) continue;
    ++accepted;
    runtime::Symbols symbols(program->catalogue);
    const auto phase = program->occurrences[*program->policies[ir::PolicyId(2)].phases[0].when];
    sample::Generator generator(*program, 0, ir::reachable(*program, ir::DecisionId(2)),
                                static_cast<std::uint64_t>(p) + 1);
    Random random(static_cast<std::uint64_t>(p) + 1);
    for (int r = 0; r < RecordsEach; ++r) {
      sample::Sample made = generator.make();
      for (std::size_t leaf = 0; leaf < made.facts.size(); ++leaf) {
        if (program->schemas[0].leaves[leaf].optional && random.chance(50))
          made.facts[leaf].reset();
      }
      auto read = runtime::ingest::read_one(sample::to_json(*program, 0, made), program->schemas[0],
                                            program->catalogue, symbols);
      ASSERT_TRUE(read.ok());
      const runtime::Record record = std::move(read).value();
      const Given early = decide(*program, ir::DecisionId(0), record, symbols);
      const Given rest = decide(*program, ir::DecisionId(1), record, symbols);
      const Given both = decide(*program, ir::DecisionId(2), record, symbols);
      const std::int64_t in_early =
          interp::values(*program, 0, {phase.node}, record, symbols).front().low;
      const bool is_known = in_early != (runtime::CanBeTrue | runtime::CanBeFalse);
      const Given expected = in_early == runtime::CanBeTrue    ? early
                             : in_early == runtime::CanBeFalse ? rest
                             : early == rest                   ? early
                                                               : std::nullopt;
      ASSERT_EQ(both, expected) << text << sample::to_givens(*program, 0, made);
      ++(is_known ? settled : expected ? agreed : asked);
    }
  }
  fmt::print(
      "note: phases: {} of {} policies have no rule that is never reached; phase known {}, not "
      "known and decided {}, not known and asked {}\n",
      accepted, Programs, settled, agreed, asked);
  EXPECT_GT(accepted, Programs / 5);
  EXPECT_GT(agreed, 100);
  EXPECT_GT(asked, 100);
}

}  // namespace precis::property
