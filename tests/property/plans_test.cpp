// A plan decides as its decisions combined one by one would, on generated plans and records; and
// what it decides of a partly known record it decides of the whole one. README.md beside this file.

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <memory>

#include "compiler/driver/compile.h"
#include "compiler/driver/dispatch.h"
#include "compiler/driver/evaluator.h"
#include "compiler/explain/explain.h"
#include "compiler/interp/interp.h"
#include "compiler/sample/sample.h"
#include "compiler/support/random.h"
#include "runtime/batch.h"
#include "runtime/ingest/ingest.h"

namespace precis::property {

using runtime::AnswerKind;
using support::Random;

static constexpr int Programs = 240;
static constexpr int RecordsEach = 40;
static constexpr std::size_t Longest = 130;

namespace {

constexpr const char* Head = R"(module generated.plan
type Kind { tablet "tablet"  pen "pen"  patch "patch" }
type Why { much "much" ncpdp "76"  soon "soon" ncpdp "79" }
schema Person {
  id : Text   a : Bool ?   b : Bool ?   n : integer 0 to 9 ?   since : Date
  fills : list of Fill
}
record Fill { kind : Kind ?   date : Date }
request Order { date : Date   kind : Kind ?   count : integer 0 to 9 ? }
outcome Answer {
  yes  (tier : integer 1 to 3)  favorable
  ask                           review
  deny (why : Why)              adverse administrative
}
)";

// One plan as text, twice: with an overlay, and with what the overlay adds written into the rules.
// One thing is drawn after the other, so that every compiler writes the same plans.
class Writer {
 public:
  explicit Writer(std::uint64_t seed) : random_(seed) {}

  std::string write() {
    std::string text = Head;
    const std::int64_t policies = random_.between(2, 4);
    for (std::int64_t p = 0; p < policies; ++p) text += policy(p);
    if (!exempts_.empty()) text += overlay();
    return text + plan(policies);
  }
  // Of the rule `p1.r2`: whether the overlay exempts from it.
  bool is_exempt(const std::string& rule) const {
    return std::ranges::find(exempts_, rule) != exempts_.end();
  }

 private:
  std::string atom() {
    const char* const kind = random_.chance(50) ? "pen" : "patch";
    const std::vector<std::string> atoms{
        "person.a",
        "person.b",
        "order.kind is pen",
        "order.kind in { tablet, pen }",
        fmt::format("person.n > {}", random_.between(0, 8)),
        fmt::format("order.count <= {}", random_.between(0, 8)),
        fmt::format("(any fill in person.fills where fill.kind is {} and fill.date within {} days "
                    "before order.date)",
                    kind, random_.between(10, 90))};
    const std::string negation = random_.chance(30) ? "not " : "";
    return negation + random_.pick(atoms);
  }
  std::string condition() {
    const std::string word = random_.chance(50) ? " and " : " or ";
    std::string text = atom();
    for (std::int64_t more = random_.between(0, 2); more > 0; --more) text += word + atom();
    return text;
  }
  std::string outcome() {
    switch (random_.between(0, 3)) {
      case 0:
        return fmt::format("yes tier {}", random_.between(1, 3));
      case 1:
        return "ask";
      default:
        return random_.chance(50) ? "deny why much" : "deny why soon";
    }
  }
  static std::string head(const std::string& keyword, const std::string& name,
                          const std::string& days) {
    return fmt::format(
        "{} {} \"{}\" (person : Person, order : Order) at order.date {{\n  version \"1\"\n"
        "  effective {}\n",
        keyword, name, name, days);
  }

  std::string policy(std::int64_t number) {
    const std::string name = fmt::format("p{}", number);
    std::string text =
        head("policy", name,
             random_.chance(25) ? "2026-01-01 to 2026-06-30" : "2026-01-01 to 2026-12-31");
    if (random_.chance(60)) text += "  governs " + condition() + "\n";
    text += "  source s = plan \"Book\"\n";
    // A decision, or one in each of two phases whose rules have the same names.
    const bool has_phases = random_.chance(40);
    if (has_phases) {
      text += "  phase early \"E\" {\n  when " + condition() + "\n";
      text += decision(name, 0) + "  }\n";
      text += "  phase rest \"R\" {\n" + decision(name, random_.between(0, 2)) + "  }\n";
    } else {
      text += decision(name, 0);
    }
    return text + "}\n";
  }

  // Rules from `first` on.
  std::string decision(const std::string& policy, std::int64_t first) {
    std::string text = "  decision answer : Answer by first match {\n";
    const std::int64_t rules = random_.between(1, 3);
    for (std::int64_t r = first; r < first + rules; ++r) {
      const std::string rule = fmt::format("r{}", r);
      const std::string when = "order.count >= 0 and (" + condition() + ")";
      text += fmt::format("    rule {} \"R\" {{ when {} then {}  because \"so\"  cite s }}\n", rule,
                          when, outcome());
      const std::string exempted = policy + "." + rule;
      if (random_.chance(30) && !is_exempt(exempted)) exempts_.push_back(exempted);
    }
    return text + fmt::format("    otherwise {}  because \"so\"  cite s\n  }}\n",
                              random_.chance(70) ? "yes tier 1" : "ask");
  }

  std::string overlay() {
    std::string rules;
    for (const std::string& it : exempts_) {
      rules += (rules.empty() ? "" : ", ") + it.substr(0, 2) + ".answer" + it.substr(2);
    }
    return head("overlay", "act", "2026-01-01 to 2026-12-31") +
           "  source law = law \"Act\"\n  exempts " + rules +
           "\n  when person.b\n  unless x \"X\" { person.n > 4 }\n  cite law\n}\n";
  }

  std::string plan(std::int64_t policies) {
    std::string text = head("plan", "whole", "2026-01-01 to 2026-12-31");
    bool is_open = false;
    for (std::int64_t p = 0; p < policies; ++p) {
      if (!is_open) {
        text += fmt::format("  stage s{} \"S\" by {} {{ ", p,
                            random_.chance(60) ? "most severe" : "first match");
      }
      text += fmt::format("p{}.answer, ", p);
      is_open = p + 1 < policies && random_.chance(60);
      if (!is_open) text += "}\n";
    }
    if (!exempts_.empty()) text += "  overlay act\n";
    if (random_.chance(40)) text += "  otherwise ask  because \"so\"\n";
    return text + "}\n";
  }

  Random random_;
  std::vector<std::string> exempts_;
};

// One plan, compiled, with what a record gives.
struct Subject {
  explicit Subject(const std::string& text) {
    sources.add("generated.precis", text);
    diagnostics::Sink sink;
    program = driver::compile(sources, sink);
    for (const diagnostics::Diagnostic& it : sink.all()) {
      is_wrong = is_wrong || (it.severity == diagnostics::Severity::Error &&
                              it.code != diagnostics::UnreachableRule.code);
      problems += it.message + "\n";
    }
    if (!program) return;
    plan = ir::DecisionId(static_cast<std::uint32_t>(program->decisions.size() - 1));
    layout = std::make_unique<ir::TraceLayout>(*program, plan);
    symbols = std::make_unique<runtime::Symbols>(program->catalogue);
  }

  runtime::Record read(const sample::Sample& made) const {
    auto record = runtime::ingest::read_one(sample::to_json(*program, 0, made), program->schemas[0],
                                            program->catalogue, *symbols);
    CHECK(record.ok(), "a sample is a record");
    return std::move(record).value();
  }
  interp::Evaluation decide(const runtime::Record& record) const {
    return interp::decide(*program, plan, *layout, record, *symbols);
  }
  const ir::Policy& policy() const { return program->policies[decision().policy]; }
  const ir::Decision& decision() const { return program->decisions[plan]; }
  const ir::OutcomeValue& outcome(const ir::Decision& of, std::size_t rule) const {
    return ir::outcome_of(of, rule);
  }

  source::Map sources;
  std::unique_ptr<const ir::Program> program;
  std::string problems;
  bool is_wrong = false;  // for another reason than that a rule is never reached
  ir::DecisionId plan{0};
  std::unique_ptr<ir::TraceLayout> layout;
  std::unique_ptr<runtime::Symbols> symbols;
};

// What one decision of the plan comes to, rule by rule, as the language says it: in its own ladder
// the first rule that applies and from which no overlay exempts.
struct Part {
  bool takes_part = false;
  std::string rule;  // p1.r2
  std::uint32_t alternative = 0;
};

Part part_of(const Subject& s, ir::DecisionId id, const Writer& writer,
             const runtime::Record& record, bool is_exempt_now) {
  const ir::Decision& decision = s.program->decisions[id];
  const ir::Policy& policy = s.program->policies[decision.policy];
  std::vector<ir::NodeId> nodes;
  if (policy.governs) nodes.push_back(s.program->occurrences[*policy.governs].node);
  for (const ir::Rule& rule : decision.rules) nodes.push_back(rule.applies);
  const std::vector<runtime::Cell> cells =
      interp::values(*s.program, policy.schema, nodes, record, *s.symbols);
  const std::size_t first = policy.governs ? 1 : 0;
  const std::int64_t at = record.facts[s.program->schemas[0].at].cell.low;
  Part part;
  part.takes_part = (first == 0 || cells[0].low == runtime::CanBeTrue) &&
                    at >= policy.effective_from && at <= policy.effective_to;
  std::size_t rule = 0;
  for (; rule < decision.rules.size(); ++rule) {
    const std::string name = policy.name + "." + decision.rules[rule].name;
    const bool is_waived = is_exempt_now && writer.is_exempt(name);
    if (cells[first + rule].low == runtime::CanBeTrue && !is_waived) break;
  }
  part.rule = policy.name + ".";
  if (rule == decision.rules.size()) {
    part.rule += "otherwise";
  } else {
    const auto& phase = decision.rules[rule].phase;
    if (phase) part.rule += policy.phases[*phase].name + ".";
    part.rule += decision.rules[rule].name;
  }
  part.alternative = s.outcome(decision, rule).alternative;
  return part;
}

// The rule that decides, by combining the parts; `otherwise`, or empty: not governed.
std::string combined(const Subject& s, const Writer& writer, const runtime::Record& record,
                     bool is_exempt_now) {
  const auto& alternatives = s.program->outcomes[s.decision().outcome].alternatives;
  const auto is_favorable = [&](const Part& part) {
    return alternatives[part.alternative].standing == ir::Standing::Favorable;
  };
  std::string favorable;
  for (const ir::Stage& stage : s.policy().plan->stages) {
    const Part* worst = nullptr;
    std::vector<Part> parts;
    for (const ir::Stage::Listed& it : stage.decisions) {
      parts.push_back(part_of(s, it.decision, writer, record, is_exempt_now));
    }
    for (const Part& part : parts) {
      if (!part.takes_part) continue;
      if (is_favorable(part)) {
        favorable = part.rule;
      } else if (worst == nullptr || (stage.most_severe && part.alternative > worst->alternative)) {
        worst = &part;
      }
    }
    if (worst != nullptr) return worst->rule;
  }
  if (!favorable.empty()) return favorable;
  return s.policy().governs ? "" : "otherwise";
}

std::string rule_name(const Subject& s, const runtime::Answer& answer) {
  if (answer.kind != AnswerKind::Decided) return "";
  const auto& rules = s.decision().rules;
  return answer.rule < rules.size() ? rules[answer.rule].name : "otherwise";
}

bool same_outcome(const Subject& s, const interp::Evaluation& a, const interp::Evaluation& b) {
  const ir::OutcomeValue& x = s.outcome(s.decision(), a.answer.rule);
  const ir::OutcomeValue& y = s.outcome(s.decision(), b.answer.rule);
  if (x.alternative != y.alternative) return false;
  for (std::size_t i = 0; i < x.payload.size(); ++i) {
    const auto cell = [&](const interp::Evaluation& of, const ir::OutcomeValue& value) {
      return of.trace[s.layout->place(s.program->occurrences[*value.payload[i]].node)->slot];
    };
    if (!(cell(a, x) == cell(b, y))) return false;
  }
  return true;
}

// Whether the overlay's own condition holds of a fully known record.
bool is_exempted(const Subject& s, const sample::Sample& made) {
  std::map<std::string, std::int64_t> facts;
  const runtime::Schema& schema = s.program->schemas[0];
  for (std::size_t leaf = 0; leaf < schema.leaves.size(); ++leaf) {
    const auto* value = made.facts[leaf] ? std::get_if<std::int64_t>(&*made.facts[leaf]) : nullptr;
    if (value != nullptr) facts[schema.leaves[leaf].path] = *value;
  }
  return facts.at("person.b") == runtime::CanBeTrue && facts.at("person.n") > 4;
}

// The record without some of its optional facts; those at `keep` stay.
sample::Sample partial(const Subject& s, const sample::Sample& made, Random& random) {
  sample::Sample less = made;
  const runtime::Schema& schema = s.program->schemas[0];
  for (std::size_t leaf = 0; leaf < schema.leaves.size(); ++leaf) {
    if (schema.leaves[leaf].optional && !schema.leaves[leaf].list && random.chance(40)) {
      less.facts[leaf].reset();
    }
  }
  return less;
}

std::vector<ir::NodeId> aims_of(const Subject& s) {
  return ir::reachable(*s.program, s.plan);
}

}  // namespace

TEST(Plans, DecideAsTheirDecisionsCombined) {
  std::map<std::string, int> kinds;
  int accepted = 0;
  for (int p = 0; p < Programs; ++p) {
    Writer writer(static_cast<std::uint64_t>(p) + 1);
    const std::string text = writer.write();
    const Subject s(text);
    ASSERT_FALSE(s.is_wrong) << s.problems << text;
    if (!s.program) continue;
    ++accepted;
    sample::Generator generator(*s.program, 0, aims_of(s), static_cast<std::uint64_t>(p) + 1);
    for (int r = 0; r < RecordsEach; ++r) {
      const sample::Sample made = generator.make();
      const runtime::Record record = s.read(made);
      const interp::Evaluation whole = s.decide(record);
      if (whole.answer.kind == AnswerKind::NotInForce) continue;
      ASSERT_NE(whole.answer.kind, AnswerKind::NeedsInformation)
          << text << sample::to_json(*s.program, 0, made);
      const std::string expected = combined(s, writer, record, is_exempted(s, made));
      ASSERT_EQ(rule_name(s, whole.answer), expected)
          << text << sample::to_givens(*s.program, 0, made);
      ++kinds[expected.empty()                   ? "not governed"
              : expected == "otherwise"          ? "otherwise of the plan"
              : expected.ends_with(".otherwise") ? "otherwise of a policy"
                                                 : "rule"];
    }
  }
  fmt::print(
      "note: plans: {} of {} have no rule that is never reached; decided by a rule {}, by a "
      "policy's otherwise {}, by the plan's {}, not governed {}\n",
      accepted, Programs, kinds["rule"], kinds["otherwise of a policy"],
      kinds["otherwise of the plan"], kinds["not governed"]);
  for (const auto& [kind, count] : kinds) EXPECT_GT(count, 10) << kind;
  EXPECT_EQ(kinds.size(), 4U);
  EXPECT_GT(accepted, Programs / 5);
}

// The rules of a policy that governs no record of a block are not computed for it.
TEST(Plans, CompiledCodeDecidesAsTheInterpreter) {
  std::map<AnswerKind, int> kinds;
  for (int p = 0; p < Programs; ++p) {
    Writer writer(static_cast<std::uint64_t>(p) + 1);
    const std::string text = writer.write();
    const Subject s(text);
    ASSERT_FALSE(s.is_wrong) << s.problems;
    if (!s.program) continue;
    const auto evaluator = driver::Evaluator::create(*s.program).value();
    sample::Generator generator(*s.program, 0, aims_of(s), static_cast<std::uint64_t>(p) + 13);
    Random random(static_cast<std::uint64_t>(p) + 1);
    std::vector<runtime::Record> records;
    for (std::size_t r = 0; r < Longest; ++r) {
      const sample::Sample made = generator.make();
      records.push_back(s.read(r % 2 == 0 ? made : partial(s, made, random)));
    }
    runtime::Batch batch(s.program->schemas[0], s.program->catalogue.enumerations);
    std::vector<runtime::Answer> expected;
    jit::Workspaces workspaces;
    for (std::uint32_t r : driver::Dispatch(*s.program, 0).order(records, *s.symbols)) {
      batch.append(records[r]);
      expected.push_back(s.decide(records[r]).answer);
      const runtime::Answers answers = evaluator.decide(s.plan, batch.view(*s.symbols), workspaces);
      for (std::size_t i = 0; i < expected.size(); ++i) {
        ASSERT_EQ(answers[i], expected[i]) << "record " << i << " of " << answers.size() << text;
        ++kinds[answers[i].kind];
      }
    }
  }
  fmt::print(
      "note: plans, compiled, batches of 1 to {}: decided {}, needs information {}, not governed "
      "{}, not in force {}\n",
      Longest, kinds[AnswerKind::Decided], kinds[AnswerKind::NeedsInformation],
      kinds[AnswerKind::NotGoverned], kinds[AnswerKind::NotInForce]);
  for (AnswerKind kind : {AnswerKind::Decided, AnswerKind::NeedsInformation,
                          AnswerKind::NotGoverned, AnswerKind::NotInForce}) {
    EXPECT_GT(kinds[kind], 1000);
  }
}

TEST(Plans, DecideOfAPartlyKnownRecordAsOfTheWhole) {
  int decided = 0, asked = 0;
  for (int p = 0; p < Programs; ++p) {
    Writer writer(static_cast<std::uint64_t>(p) + 1);
    const std::string text = writer.write();
    const Subject s(text);
    ASSERT_FALSE(s.is_wrong) << s.problems;
    if (!s.program) continue;
    sample::Generator generator(*s.program, 0, aims_of(s), static_cast<std::uint64_t>(p) + 7);
    Random random(static_cast<std::uint64_t>(p) + 1);
    for (int r = 0; r < RecordsEach; ++r) {
      const sample::Sample made = generator.make();
      const interp::Evaluation whole = s.decide(s.read(made));
      sample::Sample less = partial(s, made, random);
      const runtime::Record record = s.read(less);
      const interp::Evaluation part = s.decide(record);
      if (part.answer.kind != AnswerKind::NeedsInformation) {
        ASSERT_EQ(part.answer.kind, whole.answer.kind) << text;
        if (part.answer.kind != AnswerKind::Decided) continue;
        ASSERT_TRUE(same_outcome(s, part, whole)) << text << sample::to_givens(*s.program, 0, less);
        ++decided;
        continue;
      }
      ++asked;
      const explain::Explanation it = explain::decision(*s.program, s.plan, *s.layout, part.answer,
                                                        part.trace, record, *s.symbols, {});
      ASSERT_FALSE(it.missing.empty()) << text;
      const runtime::Schema& schema = s.program->schemas[0];
      for (const explain::MissingFact& fact : it.missing) {
        for (std::size_t leaf = 0; leaf < schema.leaves.size(); ++leaf) {
          if (schema.leaves[leaf].path == fact.path) less.facts[leaf] = made.facts[leaf];
        }
      }
      ASSERT_EQ(s.decide(s.read(less)).answer.kind, whole.answer.kind)
          << text << sample::to_givens(*s.program, 0, less);
    }
  }
  fmt::print(
      "note: plans: {} decided though partly known, {} asked, and what they asked was enough\n",
      decided, asked);
  EXPECT_GT(decided, 300);
  EXPECT_GT(asked, 300);
}

}  // namespace precis::property
